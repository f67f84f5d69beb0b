#!/usr/bin/env bash
# nginx in front of a WebSocket: what the client sends also restarts proxy_read_timeout, and its end is a bare FIN.
#
# The documentation calls proxy_read_timeout the time between two reads from the proxied server. Once a connection is
# upgraded, nginx restarts it for bytes in either direction. So pings of a client keep a connection open whose server never says
# anything, and a heartbeat of the client alone is enough. A silent connection ends without a close frame: the client sees 1006, and the
# log has a line at level `info` only, which the default level `error` drops.
#
# nginx 1.22.1 (Debian 12), proxy_read_timeout 2s, a server that answers the handshake and then only reads. Seen:
#
#   client that pings each 0.5 s: open after 5 s
#   client that is silent: FIN after 2 s, bytes before it: 0
#   error log at level error: 0 lines
set -euo pipefail

folder=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq nginx=1.22.1-9+deb12u11 >&2
dpkg -x nginx_*.deb .
mkdir temporary

cat > server.py <<'PY'
import asyncio, base64, hashlib

async def serve(reader, writer):
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    key = next(line.split(": ")[1] for line in head.splitlines() if line.lower().startswith("sec-websocket-key"))
    accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    writer.write(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n".encode())
    while await reader.read(4096):
        pass
    writer.close()

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
PY
cat > client.py <<'PY'
import asyncio, time

async def connect():
    reader, writer = await asyncio.open_unix_connection("proxy")
    writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    assert b" 101 " in head, head
    return reader, writer

async def main():
    reader, writer = await connect()
    for _ in range(10):
        writer.write(bytes([0x89, 0x80, 0, 0, 0, 0])) # an empty ping, masked
        await asyncio.sleep(0.5)
    print("client that pings each 0.5 s:", "closed" if reader.at_eof() else "open after 5 s")
    writer.close()
    reader, writer = await connect()
    start = time.monotonic()
    rest = await reader.read()
    print(f"client that is silent: FIN after {time.monotonic() - start:.0f} s, bytes before it: {len(rest)}")

asyncio.run(main())
PY

python3 server.py > port &
pids+=($!)
until [ -s port ]; do sleep 0.05; done
cat > nginx.conf <<CONF
daemon off;
user root;
pid $folder/nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path temporary/body; proxy_temp_path temporary/proxy; fastcgi_temp_path temporary/fastcgi;
  uwsgi_temp_path temporary/uwsgi; scgi_temp_path temporary/scgi;
  server {
    listen unix:$folder/proxy;
    location / {
      proxy_pass http://127.0.0.1:$(cat port);
      proxy_http_version 1.1;
      proxy_set_header Upgrade \$http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_read_timeout 2s;
    }
  }
}
CONF
./usr/sbin/nginx -p "$folder" -c nginx.conf -e "$folder/error.log" &
pids+=($!)
until [ -S proxy ]; do sleep 0.05; done

python3 client.py > seen
echo "error log at level error: $(grep -c '\[error\]' error.log || true) lines" >> seen
cat seen
diff seen - <<'SEEN'
client that pings each 0.5 s: open after 5 s
client that is silent: FIN after 2 s, bytes before it: 0
error log at level error: 0 lines
SEEN
