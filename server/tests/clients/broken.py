"""What Python `websockets` makes of a broken server: `broken.py <ws://host:port/broken/case>`.

Prints one line: `handshake failed`, `message` and what came, or `closed` and the close code as this client tells
it. Whether that is right is not decided here.
"""

import asyncio
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake


async def outcome(url):
    try:
        async with connect(url) as socket:
            try:
                message = await socket.recv()
                # The case is about the one behind it.
                if str(message).startswith("first of two"):
                    message = await socket.recv()
                return f"message {message!r}"
            except ConnectionClosed:
                return f"closed {socket.close_code}"
    except InvalidHandshake:
        return "handshake failed"


print(asyncio.run(outcome(sys.argv[1])))
