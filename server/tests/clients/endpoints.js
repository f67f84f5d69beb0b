// npm `ws` at one endpoint of the catalogue: `endpoints.js <ws://host:port> <name>`.
//
// One function an endpoint, named as in the catalogue; it ends without an exception when the endpoint
// does as the catalogue says. What /broken does to this client is told by broken.js.

const assert = require("node:assert/strict");
const { once } = require("node:events");
const WebSocket = require("ws");

const TEXT = "울림\r\n<b>&\0";
const BINARY = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** A connection whose messages are kept until they are asked for. */
class Client {
  static async connect(url, options) {
    const client = new Client(url, options);
    await once(client.socket, "open");
    return client;
  }

  constructor(url, options) {
    this.socket = new WebSocket(url, options);
    this.messages = [];
    this.closed = once(this.socket, "close");
    this.socket.on("message", (data, isBinary) => {
      this.messages.push(isBinary ? data : data.toString());
      this.socket.emit("kept");
    });
    // A connection that ends in an error is closed as well, with 1006.
    this.socket.on("error", () => {});
  }

  async receive() {
    while (this.messages.length === 0) {
      await once(this.socket, "kept");
    }
    return this.messages.shift();
  }

  async receiveJson() {
    return JSON.parse(await this.receive());
  }

  async echoes() {
    for (const message of ["", TEXT, Buffer.alloc(0), BINARY, "a".repeat(1_000_000)]) {
      this.socket.send(message);
      assert.deepEqual(await this.receive(), message);
    }
    this.leave();
  }

  leave() {
    this.socket.close();
    return this.closed;
  }

  /** The messages before the close that is the server's, the code and the reason. */
  async end() {
    const [code, reason] = await this.closed;
    return [this.messages, code, reason.toString()];
  }
}

/** The response of a refused handshake. */
async function refused(url, options) {
  const socket = new WebSocket(url, options);
  const [request, response] = await once(socket, "unexpected-response");
  request.destroy();
  return response;
}

function scheme(response) {
  assert.equal(response.statusCode, 401);
  return response.headers["www-authenticate"].split(" ")[0];
}

const ENDPOINTS = {
  async lesson(base) {
    const client = await Client.connect(`${base}/`);
    assert.equal(await client.receive(), "[서버 접속 완료]");
    client.socket.send("안녕");
    assert.equal(await client.receive(), "서버로부터 응답: 안녕");
    client.socket.send(Buffer.from([0xec, 0x95, 0x88, 0xff]));
    assert.equal(await client.receive(), "서버로부터 응답: 안\ufffd");
    await client.leave();
  },

  async echo(base) {
    const client = await Client.connect(`${base}/echo`);
    await client.echoes();
    const fragmented = await Client.connect(`${base}/echo?fragment_bytes=1`);
    fragmented.socket.send(TEXT);
    assert.equal(await fragmented.receive(), TEXT);
    await fragmented.leave();
    const delayed = await Client.connect(`${base}/echo?delay_ms=20&jitter_ms=20`);
    for (let number = 0; number < 10; number += 1) {
      delayed.socket.send(String(number));
    }
    for (let number = 0; number < 10; number += 1) {
      assert.equal(await delayed.receive(), String(number));
    }
    await delayed.leave();
  },

  async headers(base) {
    const client = await Client.connect(`${base}/headers`, { headers: { "X-Mark": "a b" } });
    const seen = await client.receiveJson();
    assert.equal(seen.request_line, "GET /headers HTTP/1.1");
    assert.equal(Object.fromEntries(seen.headers)["x-mark"], "a b");
    assert.equal(seen.client, "127.0.0.1");
    await client.echoes();
  },

  async ticker(base) {
    const client = new Client(`${base}/ticker?symbols=B,A&interval_ms=10&count=3&seed=7`);
    const [messages, code] = await client.end();
    const [snapshot, ...news] = messages.map((message) => JSON.parse(message));
    assert.deepEqual([snapshot.type, snapshot.tick, snapshot.seed], ["snapshot", 0, 7]);
    assert.deepEqual(snapshot.quotes.map((quote) => quote.symbol), ["B", "A"]);
    assert.deepEqual(news.map((message) => message.type), Array(3).fill("quotes"));
    const prices = new Map(snapshot.quotes.map((quote) => [quote.symbol, quote.price]));
    for (const { symbol, price } of news.flatMap((message) => message.quotes)) {
      assert.notEqual(price, prices.get(symbol));
      prices.set(symbol, price);
    }
    assert.equal(code, 1000);
  },

  async chat(base) {
    const room = `${base}/chat?room=r&name`;
    const kim = await Client.connect(`${room}=kim`, ["superchat", "chat"]);
    const lee = await Client.connect(`${room}=lee`, ["chat"]);
    // Of those that the client lists, the first.
    assert.deepEqual([kim.socket.protocol, lee.socket.protocol], ["superchat", "chat"]);
    const heard = async (type) => {
      let message;
      do {
        message = await kim.receiveJson();
      } while (message.type !== type);
      return message;
    };
    kim.socket.send(JSON.stringify({ type: "join" }));
    assert.equal((await heard("welcome")).name, "kim");
    lee.socket.send(TEXT);
    const said = await heard("message");
    assert.deepEqual([said.name, said.text], ["lee", TEXT]);
    const say = JSON.stringify({ type: "say", id: "0123456789abcdef", text: "안녕" });
    kim.socket.send(say);
    assert.equal(await lee.receive(), "kim: 안녕");
    const first = await heard("ack");
    assert.equal(first.id, "0123456789abcdef");
    // Said again, it is in the log once.
    kim.socket.send(say);
    assert.deepEqual(await heard("ack"), first);
    lee.socket.send("!");
    // One's own message may come behind its acknowledgement.
    let last = await heard("message");
    while (last.text !== "!") {
      assert.equal(last.offset, first.offset);
      last = await heard("message");
    }
    assert.equal(last.offset, first.offset + 1);
    await Promise.all([kim.leave(), lee.leave()]);
  },

  async flood(base) {
    const texts = ["0...", "1...", "2..."];
    const text = new Client(`${base}/flood?count=3&bytes=4`);
    assert.deepEqual(await text.end(), [texts, 1000, ""]);
    const binary = new Client(`${base}/flood?count=3&bytes=4&kind=binary`);
    assert.deepEqual(await binary.end(), [texts.map((text) => Buffer.from(text)), 1000, ""]);
  },

  async close(base) {
    const client = await Client.connect(`${base}/close?code=4999&reason=%EC%95%88%EB%85%95&after_messages=1`);
    client.socket.send(TEXT);
    assert.deepEqual(await client.end(), [[TEXT], 4999, "안녕"]);
    for (const code of [1005, 1006]) {
      assert.deepEqual(await new Client(`${base}/close?code=${code}`).end(), [[], code, ""]);
    }
  },

  async abort(base) {
    for (const reset of [false, true]) {
      const client = await Client.connect(`${base}/abort?after_ms=50&reset=${reset}`);
      assert.deepEqual(await client.end(), [[], 1006, ""]);
    }
  },

  async silent(base) {
    const client = await Client.connect(`${base}/silent`);
    client.socket.send(TEXT);
    client.socket.ping();
    // The pong comes after whatever would have been an answer to the message.
    await once(client.socket, "pong");
    await client.leave();
    assert.deepEqual(client.messages, []);
  },

  async slow(base) {
    const client = await Client.connect(`${base}/slow?bytes_per_s=100000`);
    client.socket.send("a".repeat(1000));
    client.socket.send(Buffer.alloc(500));
    for (const [sequence, bytes, total_bytes] of [[0, 1000, 1000], [1, 500, 1500]]) {
      const { elapsed_ms, ...told } = await client.receiveJson();
      assert.deepEqual(told, { sequence, bytes, total_bytes });
    }
    await client.leave();
  },

  async ping(base) {
    const client = await Client.connect(`${base}/ping?interval_ms=100`);
    for (const sequence of [0, 1]) {
      const told = await client.receiveJson();
      assert.equal(told.sequence, sequence);
      assert.ok(told.rtt_ms >= 0);
    }
    await client.leave();
  },

  async refuse(base) {
    assert.equal((await refused(`${base}/refuse`)).statusCode, 403);
    const response = await refused(`${base}/refuse?status=503&retry_after=7`);
    assert.equal(response.statusCode, 503);
    assert.equal(response.headers["retry-after"], "7");
  },

  async "basic-auth"(base) {
    assert.equal(scheme(await refused(`${base}/basic-auth`)), "Basic");
    const options = { auth: "alice:secret" };
    assert.equal(scheme(await refused(`${base}/basic-auth`, options)), "Basic");
    const client = await Client.connect(`${base}/basic-auth?user=alice&password=secret`, options);
    await client.echoes();
  },

  async bearer(base) {
    assert.equal(scheme(await refused(`${base}/bearer`)), "Bearer");
    const options = { headers: { Authorization: "Bearer secret" } };
    assert.equal(scheme(await refused(`${base}/bearer`, options)), "Bearer");
    const client = await Client.connect(`${base}/bearer?token=secret`, options);
    await client.echoes();
  },
};

const [base, name] = process.argv.slice(2);
// Node ends without a word when it waits for what can no longer come: only reaching the end is a success.
process.exitCode = 1;
ENDPOINTS[name](base).then(() => {
  process.exitCode = 0;
});
