"""Python `websockets` at one endpoint of the catalogue: `endpoints.py <ws://host:port> <name>`.

One function an endpoint, named as in the catalogue; it ends without an exception when the endpoint
does as the catalogue says. What /broken does to this client is told by broken.py.
"""

import asyncio
import base64
import json
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

TEXT = "울림\r\n<b>&\0"
BINARY = bytes(range(256))


def equal(got, expected):
    if got != expected:
        raise AssertionError(f"{got!r} instead of {expected!r}")


async def echoes(socket):
    for message in ["", TEXT, b"", BINARY, "a" * 1_000_000]:
        await socket.send(message)
        equal(await socket.recv(), message)


async def closed(socket):
    """The messages before the close, the code and the reason."""
    messages = []
    try:
        while True:
            messages.append(await socket.recv())
    except ConnectionClosed as end:
        frame = end.rcvd
        return messages, frame and frame.code, frame and frame.reason


async def refused(url, **options):
    """The response of a refused handshake."""
    try:
        async with connect(url, **options):
            raise AssertionError("the handshake was accepted")
    except InvalidStatus as refusal:
        return refusal.response


async def lesson(base):
    async with connect(f"{base}/") as socket:
        equal(await socket.recv(), "[서버 접속 완료]")
        await socket.send("안녕")
        equal(await socket.recv(), "서버로부터 응답: 안녕")
        await socket.send(b"\xec\x95\x88\xff")
        equal(await socket.recv(), "서버로부터 응답: 안\ufffd")


async def echo(base):
    async with connect(f"{base}/echo") as socket:
        await echoes(socket)
    async with connect(f"{base}/echo?fragment_bytes=1") as socket:
        await socket.send(TEXT)
        fragments = [fragment async for fragment in socket.recv_streaming(decode=False)]
        equal([len(fragment) for fragment in fragments], [1] * len(TEXT.encode()))
        equal(b"".join(fragments), TEXT.encode())
    async with connect(f"{base}/echo?delay_ms=20&jitter_ms=20") as socket:
        for number in range(10):
            await socket.send(str(number))
        equal([await socket.recv() for _ in range(10)], [str(number) for number in range(10)])


async def headers(base):
    options = {"additional_headers": {"X-Mark": "a b"}}
    async with connect(f"{base}/headers", **options) as socket:
        seen = json.loads(await socket.recv())
        equal(seen["request_line"], "GET /headers HTTP/1.1")
        equal(dict(seen["headers"])["x-mark"], "a b")
        host, port = socket.local_address
        equal(seen["peer"], f"{host}:{port}")
        await echoes(socket)


async def ticker(base):
    async with connect(f"{base}/ticker?symbols=B,A&interval_ms=10&count=3&seed=7") as socket:
        messages, code, _ = await closed(socket)
        snapshot, *news = [json.loads(message) for message in messages]
        equal((snapshot["type"], snapshot["tick"], snapshot["seed"]), ("snapshot", 0, 7))
        equal([quote["symbol"] for quote in snapshot["quotes"]], ["B", "A"])
        equal([message["type"] for message in news], ["quotes"] * 3)
        prices = {quote["symbol"]: quote["price"] for quote in snapshot["quotes"]}
        for quote in (quote for message in news for quote in message["quotes"]):
            equal(quote["price"] != prices[quote["symbol"]], True)
            prices[quote["symbol"]] = quote["price"]
        equal(code, 1000)


async def chat(base):
    room = f"{base}/chat?room=r&name"
    protocols = ["superchat", "chat"]
    async with connect(f"{room}=kim", subprotocols=protocols) as kim, connect(f"{room}=lee", subprotocols=["chat"]) as lee:
        # Of those that the client lists, the first.
        equal((kim.subprotocol, lee.subprotocol), ("superchat", "chat"))

        async def heard(kind):
            while (message := json.loads(await kim.recv()))["type"] != kind:
                pass
            return message

        await kim.send(json.dumps({"type": "join"}))
        equal((await heard("welcome"))["name"], "kim")
        await lee.send(TEXT)
        said = await heard("message")
        equal((said["name"], said["text"]), ("lee", TEXT))
        say = {"type": "say", "id": "0123456789abcdef", "text": "안녕"}
        await kim.send(json.dumps(say))
        equal(await lee.recv(), "kim: 안녕")
        first = await heard("ack")
        equal(first["id"], say["id"])
        # Said again, it is in the log once.
        await kim.send(json.dumps(say))
        equal(await heard("ack"), first)
        await lee.send("!")
        # One's own message may come behind its acknowledgement.
        while (last := await heard("message"))["text"] != "!":
            equal(last["offset"], first["offset"])
        equal(last["offset"], first["offset"] + 1)


async def flood(base):
    for kind, dots in [("text", "..."), ("binary", b"...")]:
        async with connect(f"{base}/flood?count=3&bytes=4&kind={kind}") as socket:
            numbers = ["0", "1", "2"] if kind == "text" else [b"0", b"1", b"2"]
            equal(await closed(socket), ([number + dots for number in numbers], 1000, ""))


async def close(base):
    async with connect(f"{base}/close?code=4999&reason=%EC%95%88%EB%85%95&after_messages=1") as socket:
        await socket.send(TEXT)
        equal(await closed(socket), ([TEXT], 4999, "안녕"))
    async with connect(f"{base}/close?code=1005") as socket:
        equal((await closed(socket))[1], 1005)
    async with connect(f"{base}/close?code=1006") as socket:
        equal((await closed(socket))[1], None)


async def abort(base):
    for reset in ["false", "true"]:
        async with connect(f"{base}/abort?after_ms=50&reset={reset}") as socket:
            equal(await closed(socket), ([], None, None))


async def silent(base):
    async with connect(f"{base}/silent") as socket:
        await socket.send(TEXT)
        # The pong comes after whatever would have been an answer to the message.
        await (await socket.ping())
        await socket.close()
        equal((await closed(socket))[0], [])


async def slow(base):
    async with connect(f"{base}/slow?bytes_per_s=100000") as socket:
        await socket.send("a" * 1000)
        await socket.send(b"b" * 500)
        told = [json.loads(await socket.recv()) for _ in range(2)]
        equal([(it["sequence"], it["bytes"], it["total_bytes"]) for it in told], [(0, 1000, 1000), (1, 500, 1500)])


async def ping(base):
    async with connect(f"{base}/ping?interval_ms=100") as socket:
        told = [json.loads(await socket.recv()) for _ in range(2)]
        equal([it["sequence"] for it in told], [0, 1])
        equal(all(it["rtt_ms"] >= 0 for it in told), True)


async def refuse(base):
    equal((await refused(f"{base}/refuse")).status_code, 403)
    response = await refused(f"{base}/refuse?status=503&retry_after=7")
    equal((response.status_code, response.headers["Retry-After"]), (503, "7"))


async def basic_auth(base):
    response = await refused(f"{base}/basic-auth")
    equal((response.status_code, response.headers["WWW-Authenticate"].split()[0]), (401, "Basic"))
    credentials = base64.b64encode("alice:비밀".encode()).decode()
    options = {"additional_headers": {"Authorization": f"Basic {credentials}"}}
    await refused(f"{base}/basic-auth", **options)
    async with connect(f"{base}/basic-auth?user=alice&password=%EB%B9%84%EB%B0%80", **options) as socket:
        await echoes(socket)
    # This client takes credentials from the address, as a browser does.
    async with connect(f"{base.replace('ws://', 'ws://user:password@')}/basic-auth") as socket:
        await echoes(socket)


async def bearer(base):
    response = await refused(f"{base}/bearer")
    equal((response.status_code, response.headers["WWW-Authenticate"].split()[0]), (401, "Bearer"))
    options = {"additional_headers": {"Authorization": "Bearer secret"}}
    await refused(f"{base}/bearer", **options)
    async with connect(f"{base}/bearer?token=secret", **options) as socket:
        await echoes(socket)


base, name = sys.argv[1:]
asyncio.run(globals()[name.replace("-", "_")](base))
