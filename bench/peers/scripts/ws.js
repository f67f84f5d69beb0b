// npm `ws` as its README has it; on `/room` a loop over the clients, as every chat tutorial has it.
//
// Node finds `ws` by NODE_PATH.

const { WebSocket, WebSocketServer } = require("ws");
const { version } = require("ws/package.json");

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
const room = new Set();

server.on("connection", (ws, request) => {
  ws.on("error", console.error);
  if (request.url === "/room") {
    room.add(ws);
    ws.on("close", () => room.delete(ws));
    ws.on("message", (data, isBinary) => {
      for (const client of room) {
        if (client !== ws && client.readyState === WebSocket.OPEN) {
          client.send(data, { binary: isBinary });
        }
      }
    });
  } else {
    ws.on("message", (data, isBinary) => ws.send(data, { binary: isBinary }));
  }
});

server.on("listening", () => {
  console.log(`listening 127.0.0.1:${server.address().port}`);
  console.log(`Node ${process.version.slice(1)}, ws ${version}`);
});
