#!/usr/bin/env bash
# Firefox waits by itself before it reconnects a WebSocket, after failures, and tells nobody; another path does not wait.
#
# A page that retries has a wait of its own, with jitter, and a countdown. In Firefox a second one comes on top: after each failed
# connection the next `new WebSocket` to the same address, port and path stays in CONNECTING without a byte on the wire, for 0.2 s at
# first and 1.5 times as long after each failure. A server that is back is thus reached seconds after the page's "now". A query does
# not count, so a retry number in it does not help; another path does. Chromium has nothing of the kind.
#
# Chromium 156.0.8078.114 and Firefox ESR 153.8.0 (Debian 12), headless, started without a driver. The page fails eight times in a
# row. Then the server listens, and the page opens another path, then the same one with another query. Seen:
#
#   chromium: same path opened after less than 1 s; other path after less than 1 s
#   firefox: same path opened after more than 2 s; other path after less than 1 s
set -euo pipefail

chromium --version 2>/dev/null | grep -q ' 156\.0\.8078\.114 ' || { echo "needs Chromium 156.0.8078.114"; exit 2; }
firefox-esr --version | grep -q ' 153\.8\.0esr' || { echo "needs Firefox 153.8.0esr"; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > run.py <<'PY'
import base64, hashlib, http.server, json, os, signal, socket, subprocess, sys, tempfile, threading

kind = sys.argv[1]
done, said = threading.Event(), {}

# Bound, so that the port stays ours, and not listening, so that it refuses.
target = socket.socket()
target.bind(("127.0.0.1", 0))
target_port = target.getsockname()[1]

def accept():
    kept = []
    while True:
        connection, _ = target.accept()
        kept.append(connection)
        def answer(connection=connection):
            head = connection.recv(4096).decode(errors="replace")
            key = next(line.split(": ")[1] for line in head.split("\r\n") if line.lower().startswith("sec-websocket-key"))
            digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
            connection.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                f"Sec-WebSocket-Accept: {base64.b64encode(digest).decode()}\r\n\r\n").encode())
        threading.Thread(target=answer, daemon=True).start()

PAGE = b"""<!doctype html><script>
const connect = path => new Promise(end => {
  const start = performance.now();
  const socket = new WebSocket('ws://127.0.0.1:PORT' + path);
  socket.onopen = socket.onclose = event => end({ event: event.type, ms: performance.now() - start });
});
(async () => {
  for (let index = 0; index < 8; index++) {
    const { event } = await connect('/same?' + index);
    if (event !== 'close') throw event;
  }
  await fetch('/listen');
  // One after the other: Firefox has one handshake to an address at a time, and would hold up the second for the first.
  const other = await connect('/other');
  const same = await connect('/same?again');
  await fetch('/done', { method: 'POST', body: JSON.stringify({ same, other }) });
})();
</script>""".replace(b"PORT", str(target_port).encode())

class Page(http.server.BaseHTTPRequestHandler):
    def answer(self, body=b""):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/listen":
            target.listen()
            threading.Thread(target=accept, daemon=True).start()
        self.answer(PAGE if self.path == "/" else b"")

    def do_POST(self):
        said.update(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.answer()
        done.set()

    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=server.serve_forever, daemon=True).start()
url, profile = f"http://127.0.0.1:{server.server_address[1]}/", os.path.abspath(tempfile.mkdtemp(dir="."))
command = {
    "chromium": ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
                 f"--user-data-dir={profile}", "--remote-debugging-port=0", url],
    "firefox": ["firefox-esr", "--headless", "--no-remote", "--profile", profile, url],
}[kind]
browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
try:
    if not done.wait(180):
        sys.exit("the page did not come to its end")
finally:
    os.killpg(browser.pid, signal.SIGKILL)
    browser.wait()

def after(outcome):
    print(kind, outcome, file=sys.stderr)
    assert outcome["event"] == "open", outcome
    return "less than 1 s" if outcome["ms"] < 1000 else "more than 2 s" if outcome["ms"] > 2000 else "1 to 2 s"

print(f"{kind}: same path opened after {after(said['same'])}; other path after {after(said['other'])}")
PY

for browser in chromium firefox; do python3 run.py "$browser"; done | tee seen
diff seen - <<'SEEN'
chromium: same path opened after less than 1 s; other path after less than 1 s
firefox: same path opened after more than 2 s; other path after less than 1 s
SEEN
