#!/usr/bin/env bash
# Closing with a registered code is answered in three ways: by the same code, by 1000 whatever it was, or by 1002.
#
# RFC 6455 section 5.5.1 has an endpoint "typically" echo the code, and 1012 to 1014 were registered after it. tungstenite keeps a
# list of the codes that it knows, in which 1012 and 1013 stand and 1014 ("Bad Gateway") does not: a client that closes in order
# is told that it broke the protocol. aiohttp's server echoes nothing: reading to the end closes with its own 1000. So a
# client cannot take the code in the answer for its own, nor count 1002 as an error of its own.
#
# tungstenite 0.30.0, ws 8.23.0, websockets 17.4, aiohttp 3.14.5, each as a server. A client by hand sends one close frame with the
# code and no reason, and prints the code of the answer. Seen:
#
#   tungstenite: 1012 1012; 1013 1013; 1014 1002
#   ws: 1012 1012; 1013 1013; 1014 1014
#   websockets: 1012 1012; 1013 1013; 1014 1014
#   aiohttp: 1012 1000; 1013 1000; 1014 1000
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund ws@8.23.0 >&2
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check websockets==17.4 aiohttp==3.14.5 >&2

mkdir -p tung/src
cat > tung/Cargo.toml <<'TOML'
[package]
name = "tung"
version = "0.0.0"
edition = "2021"
[dependencies]
tungstenite = "=0.30.0"
TOML
cat > tung/src/main.rs <<'RUST'
fn main() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    for stream in listener.incoming() {
        let mut socket = tungstenite::accept(stream.unwrap()).unwrap();
        while socket.read().is_ok() {}
    }
}
RUST
(cd tung && cargo build --quiet >&2)

cat > ws.cjs <<'JS'
const { WebSocketServer } = require('ws');
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => console.log(server.address().port));
server.on('connection', socket => socket.on('error', () => {}));
JS
cat > websockets_server.py <<'PY'
import asyncio, logging
from websockets.asyncio.server import serve
logging.disable(logging.CRITICAL)
async def main():
    async def read(socket):
        async for _ in socket:
            pass
    async with serve(read, "127.0.0.1", 0) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()
asyncio.run(main())
PY
cat > aiohttp_server.py <<'PY'
import asyncio
from aiohttp import web
async def handle(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for _ in socket:
        pass
    return socket
async def main():
    app = web.Application()
    app.router.add_get("/", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(site._server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().create_future()
asyncio.run(main())
PY

cat > client.cjs <<'JS'
// The code in the answer to a close frame with `code`.
const { connect } = require('node:net');
const [, , port, code] = process.argv;
const socket = connect(Number(port), '127.0.0.1', () => socket.write(
  'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'));
let received = Buffer.alloc(0);
let isSent = false;
socket.on('data', piece => {
  received = Buffer.concat([received, piece]);
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return;
  if (!isSent) {
    isSent = true;
    socket.write(Buffer.from([0x88, 0x82, 0, 0, 0, 0, code >> 8, code & 0xff]));
  }
  const frame = received.subarray(end + 4);
  if (frame.length < 2 || frame.length < 2 + frame[1]) return;
  console.log(frame[0] !== 0x88 ? 'no close frame' : frame[1] < 2 ? 'no code' : frame.readUInt16BE(2));
  socket.destroy();
});
socket.on('close', () => process.exit());
JS

seen=""
for kind in tungstenite ws websockets aiohttp; do
    case $kind in
    tungstenite) command=(tung/target/debug/tung) ;;
    ws) command=(node ws.cjs) ;;
    websockets) command=(venv/bin/python websockets_server.py) ;;
    aiohttp) command=(venv/bin/python aiohttp_server.py) ;;
    esac
    "${command[@]}" > "$kind.port" 2>/dev/null &
    server=$!
    until [ -s "$kind.port" ]; do sleep 0.05; done
    port=$(cat "$kind.port")
    line="$kind:"
    for code in 1012 1013 1014; do
        line+=" $code $(timeout 10 node client.cjs "$port" "$code");"
    done
    kill "$server"
    wait "$server" 2>/dev/null || true
    seen+="${line%;}"$'\n'
done
printf '%s' "$seen"
[ "$seen" = 'tungstenite: 1012 1012; 1013 1013; 1014 1002
ws: 1012 1012; 1013 1013; 1014 1014
websockets: 1012 1012; 1013 1013; 1014 1014
aiohttp: 1012 1000; 1013 1000; 1014 1000
' ] || { echo "this has changed" >&2; exit 1; }
