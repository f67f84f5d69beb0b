"""PyPI `picows` on asyncio, as its documentation has it: what is echoed are frames."""

import asyncio
import platform
from importlib.metadata import version

from picows import WSListener, WSMsgType, ws_create_server


class Echo(WSListener):
    def on_ws_frame(self, transport, frame):
        if frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code(), frame.get_close_message())
            transport.disconnect()
        else:
            transport.send(frame.msg_type, frame.get_payload_as_memoryview())


async def main():
    server = await ws_create_server(lambda request: Echo(), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"listening {host}:{port}", flush=True)
    print(f"Python {platform.python_version()}, picows {version('picows')}", flush=True)
    await server.serve_forever()


asyncio.run(main())
