#!/usr/bin/env bash
# JetStream: a purge up to a sequence beyond the end moves the next sequence there, and a purge keeps the message ids.
#
# A purge with `seq: N` removes what is older than N. Where the stream ends before N, one expects it to remove all and to change nothing
# else. The next message gets sequence N, after a gap that no message ever filled. So a program that trims a log "up to where its
# readers are" must not compute N past the last sequence.
#
# A purge of everything leaves an empty stream whose duplicate window still knows every message. A message published again with
# its id is acknowledged as a duplicate, with a sequence, while nothing is stored. After a restart of the server the same id is taken, because
# the window is made from the messages that are stored. An acknowledgement with `duplicate` thus does not mean "is in the stream".
#
# nats-server 2.9.10 (Debian 12), nats-py 2.16.0. Seen:
#
#   first message: seq 1
#   purge {"seq": 50}: purged 1
#   next message: seq 50
#   purge {}: purged 1, 0 messages left
#   the same id again: seq 50, duplicate True, 0 messages left
#   the same id after a restart: seq 51, duplicate None, 1 messages left
set -euo pipefail

folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq nats-server=2.9.10-1+b3 >&2
dpkg -x nats-server_*.deb .
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check nats-py==2.16.0

cat > purge.py <<'PY'
import asyncio, json, sys, nats

async def main(phase, url):
    connection = await nats.connect(url)
    stream = connection.jetstream()

    async def publish(text, message_id):
        return await stream.publish("s.a", text, headers={"Nats-Msg-Id": message_id})

    async def purge(request):
        answer = await connection.request("$JS.API.STREAM.PURGE.S", json.dumps(request).encode())
        return json.loads(answer.data)["purged"]

    async def left():
        return (await stream.stream_info("S")).state.messages

    if phase == "before":
        await stream.add_stream(name="S", subjects=["s.>"], storage="file")
        print("first message: seq", (await publish(b"a", "1")).seq)
        print('purge {"seq": 50}: purged', await purge({"seq": 50}))
        print("next message: seq", (await publish(b"b", "2")).seq)
        print("purge {}: purged", await purge({}), end=", ")
        print(await left(), "messages left")
        again = await publish(b"b", "2")
        print(f"the same id again: seq {again.seq}, duplicate {again.duplicate}, {await left()} messages left")
    else:
        again = await publish(b"b", "2")
        print(f"the same id after a restart: seq {again.seq}, duplicate {again.duplicate}, {await left()} messages left")
    await connection.close()

asyncio.run(main(*sys.argv[1:]))
PY

start() {
  rm -f ports/*
  ./usr/sbin/nats-server -a 127.0.0.1 -p -1 -js -sd store --ports_file_dir ports > log 2>&1 &
  server=$!
  until compgen -G 'ports/*.ports' > /dev/null && grep -q nats: ports/*.ports; do sleep 0.05; done
  url=$(grep -o 'nats://[^"]*' ports/*.ports)
}

mkdir ports
start
python/bin/python purge.py before "$url" > seen
kill -TERM "$server"
wait "$server" || true
start
python/bin/python purge.py after "$url" >> seen
cat seen
diff seen - <<'SEEN'
first message: seq 1
purge {"seq": 50}: purged 1
next message: seq 50
purge {}: purged 1, 0 messages left
the same id again: seq 50, duplicate True, 0 messages left
the same id after a restart: seq 51, duplicate None, 1 messages left
SEEN
