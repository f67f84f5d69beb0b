// Deno's own WebSocket server as its documentation has it: `deno run --allow-net deno.js`.

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen({ port }) {
      console.log(`listening 127.0.0.1:${port}`);
      console.log(`Deno ${Deno.version.deno}`);
    },
  },
  (request) => {
    if (request.headers.get("upgrade") !== "websocket") {
      return new Response("a WebSocket is expected", { status: 426 });
    }
    const { socket, response } = Deno.upgradeWebSocket(request);
    // What is binary would otherwise come as a Blob, which is dearer.
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  },
);
