// What this browser does with a WebSocket. Each probe puts a phrase into `outcomes`; none waits for another.
((raw, server, cases) => {
  const outcomes = (window.outcomes = {});
  const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // Connects, and tells how that went until the socket closed or the time was over.
  const watch = (address, protocols = [], ms = 4000, act = () => {}) =>
    new Promise((resolve) => {
      const seen = { opened: false, messages: [], close: null, threw: null, ms: 0 };
      const started = performance.now();
      let socket;
      try {
        socket = new WebSocket(address, protocols);
      } catch (error) {
        return resolve({ ...seen, threw: error.name });
      }
      const end = () => resolve({ ...seen, ms: performance.now() - started });
      const timer = setTimeout(() => (end(), socket.close()), ms);
      socket.onopen = () => {
        seen.opened = true;
        seen.extensions = socket.extensions;
        seen.openedAfterMs = performance.now() - started;
        act(socket, end);
      };
      socket.onmessage = ({ data }) => (seen.messages.push(data), act(socket, end));
      socket.onclose = ({ code, wasClean }) => {
        clearTimeout(timer);
        seen.close = { code, wasClean };
        end();
      };
    });

  const fate = ({ opened, messages, close, threw }) => {
    if (threw) return `throws ${threw}`;
    if (close && !close.wasClean) return opened ? `fails with ${close.code}` : "does not open";
    const taken = messages.length > 0 ? "takes the message" : opened ? "opens" : "";
    const ended = close ? `closes cleanly with ${close.code}` : "stays open";
    return [taken, ended].filter(Boolean).join(", ");
  };

  const probe = async (name, run) => {
    try {
      outcomes[name] = await run();
    } catch (error) {
      outcomes[name] = `the probe failed: ${error}`;
    }
  };

  const run = async () => {
    for (const name of cases) {
      const seen = await watch(`${server}/broken/${name}`, [], 3000);
      // A frame right behind the handshake may fail the connection before it opens.
      const hasFailed = seen.close && !seen.close.wasClean;
      outcomes[`broken ${name}`] = hasFailed ? `fails with ${seen.close.code}` : fate(seen);
    }
    await probe("offer", async () => {
      const { messages } = await watch(`${raw}/offer`, [], 1000);
      return `\`${messages[0] || "nothing"}\``;
    });
    await probe("extensions", async () => `\`${(await watch(`${raw}/deflate`, [], 1000)).extensions}\``);
    await probe("subprotocol", async () => fate(await watch(`${raw}/open`, ["v1"], 1000)));
    await probe("refused", async () => fate(await watch(`${server}/refuse?status=401`, [], 2000)));
    await probe("interim", async () => fate(await watch(`${raw}/interim`, [], 2000)));
    await probe("fin", async () => fate(await watch(`${raw}/fin`, [], 4000, (socket) => socket.send("open"))));
    await probe("frames", async () => {
      const send = (socket) => socket.sent || ((socket.sent = true), socket.send("x".repeat(1 << 20)));
      const { messages } = await watch(`${raw}/count`, [], 4000, send);
      return messages[0] === "1" ? "1 frame" : "several frames";
    });
    await probe("unsent", async () => {
      const socket = new WebSocket(`${raw}/unread`);
      await new Promise((resolve) => (socket.onopen = resolve));
      for (let index = 0; index < 64; index += 1) socket.send(new Uint8Array(1 << 20));
      socket.close();
      const closed = new Promise((resolve) => (socket.onclose = () => resolve("closes")));
      return Promise.race([closed, after(6000).then(() => "still closing after 6 s")]);
    });
    await probe("backoff", async () => {
      for (let index = 0; index < 8; index += 1) await watch(`${raw}/fails-at-first`, [], 20000);
      const { openedAfterMs } = await watch(`${raw}/fails-at-first`, [], 20000);
      return openedAfterMs > 500 ? "waits for seconds before it connects" : "connects at once";
    });
    await probe("unanswered close", async () => {
      const { ms } = await watch(`${raw}/open`, [], 90000, (socket) => socket.close());
      return `${Math.round(ms / 1000)} s`;
    });
    outcomes.done = "";
  };
  run();
})
