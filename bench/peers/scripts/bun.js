// Bun's own WebSocket server (uWebSockets) as its documentation has it; on `/room` its `publish`.

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request, server) {
    const inRoom = new URL(request.url).pathname === "/room";
    if (server.upgrade(request, { data: { inRoom } })) {
      return undefined;
    }
    return new Response("a WebSocket is expected", { status: 426 });
  },
  websocket: {
    open(ws) {
      if (ws.data.inRoom) {
        ws.subscribe("room");
      }
    },
    message(ws, message) {
      if (ws.data.inRoom) {
        ws.publish("room", message);
      } else {
        ws.send(message);
      }
    },
  },
});

console.log(`listening 127.0.0.1:${server.port}`);
console.log(`Bun ${Bun.version}`);
