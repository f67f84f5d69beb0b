"""Python `websockets` with compression, at /echo: `compression.py <ws://host:port>`.

Each pair of terms is agreed on, and what is sent comes back: messages of many sizes, fragments, and 1,000 short
messages, each like the one before.
"""

import asyncio
import sys
from urllib.parse import quote

from websockets.asyncio.client import connect
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

# None is what the library offers by itself.
OFFERS = [
    None,
    {"server_no_context_takeover": True},
    {"client_no_context_takeover": True},
    {"server_max_window_bits": 8, "client_max_window_bits": 9},
    {"server_max_window_bits": 12, "client_max_window_bits": 15},
]
TERMS = [
    "on",
    "permessage-deflate",
    "server_max_window_bits=9; client_max_window_bits=10",
]
SIZES = [0, 1, 125, 126, 127, 65536, 1 << 20]


def text(size):
    """A text that is neither the same all over nor noise."""
    parts, length, number = [], 0, 0
    while length < size:
        parts.append(f'{{"n":{number},"square":{number * number}}}')
        length += len(parts[-1])
        number += 1
    return "".join(parts)[:size]


async def echoes(socket, sent, expected):
    await socket.send(sent)
    got = await socket.recv()
    if got != expected:
        raise AssertionError(f"{len(got)} bytes instead of {len(expected)}")


async def main(url):
    for terms in TERMS:
        for offer in OFFERS:
            options = {}
            if offer is not None:
                factory = ClientPerMessageDeflateFactory(**offer)
                options = {"compression": None, "extensions": [factory]}
            address = f"{url}/echo?compression={quote(terms)}"
            async with connect(address, **options) as socket:
                agreed = [extension.name for extension in socket.protocol.extensions]
                if agreed != ["permessage-deflate"]:
                    raise AssertionError(f"{offer}, {terms}: {agreed}")
                for size in SIZES:
                    await echoes(socket, text(size), text(size))
                    await echoes(socket, b"7" * size, b"7" * size)
                await echoes(socket, ["one, ", "two, ", "three"], "one, two, three")
                for number in range(1000):
                    message = f"message {number}, much like the one before"
                    await echoes(socket, message, message)
    async with connect(f"{url}/echo", compression=None) as socket:
        if socket.protocol.extensions:
            raise AssertionError(socket.protocol.extensions)


asyncio.run(main(sys.argv[1]))
