// npm `ws` with compression, at /echo: `compression.js <ws://host:port>`.
//
// Each pair of terms is agreed on, and what is sent comes back: messages of many sizes, fragments, and 1,000 short
// messages, each like the one before.

const assert = require("node:assert/strict");
const { once } = require("node:events");
const WebSocket = require("ws");

const OFFERS = [
  {},
  { serverNoContextTakeover: true },
  { clientNoContextTakeover: true },
  { serverMaxWindowBits: 8, clientMaxWindowBits: 9 },
  { serverMaxWindowBits: 12, clientMaxWindowBits: 15 },
];
const TERMS = [
  "on",
  "permessage-deflate",
  "server_max_window_bits=9; client_max_window_bits=10",
];
const SIZES = [0, 1, 125, 126, 127, 65536, 1 << 20];

/** A text that is neither the same all over nor noise. */
function text(bytes) {
  let all = "";
  for (let number = 0; all.length < bytes; number += 1) {
    all += `{"n":${number},"square":${number * number}}`;
  }
  return all.slice(0, bytes);
}

async function echoes(socket, send, expected) {
  const answer = once(socket, "message");
  send();
  const [data, isBinary] = await answer;
  const got = isBinary ? data : data.toString();
  assert.ok(Buffer.from(got).equals(Buffer.from(expected)), `${expected.length} bytes`);
}

async function main(url) {
  for (const terms of TERMS) {
    for (const offer of OFFERS) {
      const perMessageDeflate = { ...offer, threshold: 0 };
      const query = `compression=${encodeURIComponent(terms)}`;
      const socket = new WebSocket(`${url}/echo?${query}`, { perMessageDeflate });
      await once(socket, "open");
      assert.equal(socket.extensions, "permessage-deflate");
      for (const bytes of SIZES) {
        await echoes(socket, () => socket.send(text(bytes)), text(bytes));
        const binary = Buffer.alloc(bytes, "7");
        await echoes(socket, () => socket.send(binary), binary);
      }
      const fragments = () => {
        socket.send("one, ", { fin: false });
        socket.send("two, ", { fin: false });
        socket.send("three", { fin: true });
      };
      await echoes(socket, fragments, "one, two, three");
      for (let number = 0; number < 1000; number += 1) {
        const message = `message ${number}, much like the one before`;
        await echoes(socket, () => socket.send(message), message);
      }
      socket.close(1000);
      const [code] = await once(socket, "close");
      assert.equal(code, 1000);
    }
  }
  const plain = new WebSocket(`${url}/echo`, { perMessageDeflate: false });
  await once(plain, "open");
  assert.equal(plain.extensions, "");
  plain.close();
}

main(process.argv[2]);
