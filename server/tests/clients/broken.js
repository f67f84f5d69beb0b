// What npm `ws` makes of a broken server: `broken.js <ws://host:port/broken/case>`.
//
// Prints one line: `handshake failed`, `message` and what came, or `closed` and the close code as this client
// tells it. Whether that is right is not decided here.

const WebSocket = require("ws");

const socket = new WebSocket(process.argv[2]);
let outcome = "handshake failed";
socket.on("open", () => {
  outcome = undefined;
});
let isFirst = true;
socket.on("message", (data) => {
  // The case is about the one behind it.
  if (isFirst && `${data}`.startsWith("first of two")) {
    isFirst = false;
    return;
  }
  outcome = `message '${data}'`;
  socket.close();
});
// A close follows each error, and tells all that is asked for here.
socket.on("error", () => {});
socket.on("close", (code) => console.log(outcome ?? `closed ${code}`));
