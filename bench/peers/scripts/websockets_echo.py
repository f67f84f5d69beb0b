"""PyPI `websockets` on asyncio, as its documentation has it."""

import asyncio
import platform

import websockets
from websockets.asyncio.server import serve


async def echo(websocket):
    async for message in websocket:
        await websocket.send(message)


async def main():
    async with serve(echo, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        print(f"listening {host}:{port}", flush=True)
        print(f"Python {platform.python_version()}, websockets {websockets.__version__}", flush=True)
        await server.serve_forever()


asyncio.run(main())
