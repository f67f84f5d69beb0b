#!/usr/bin/env bash
# One WebSocket handshake without an answer holds up every other to that address: in Chromium of the same port, in Firefox of all ports.
#
# RFC 6455 section 4.1 lets a client have one connection to an address in the state CONNECTING at a time. Browsers keep to it, so a dead
# development server makes a page's other sockets wait, and nothing on the wire or in the console says so: the second request is
# not sent at all. The RFC means the address; Chromium takes address and port, Firefox the address. To end the wait, close the socket
# that connects: the next handshake is sent at once. `fetch` does not wait.
#
# Chromium 156.0.8078.114 and Firefox ESR 153.8.0 (Debian 12), headless, started without a driver. Seen:
#
#   chromium: before close: dead:1 fetch other; after close: dead:2
#   firefox: before close: dead:1 fetch; after close: dead:2
#
# `dead:1` and `dead:2` are handshakes to a port that never answers, `other` is one to another port of the same address, `fetch` a
# plain request to that port. They are started in this order. "Before" is what the servers have seen after five seconds, "after" what
# they see once dead:1 is closed. In Firefox dead:2 then holds up `other`, whose server is well, in its turn.
set -euo pipefail

chromium --version | grep -q ' 156\.0\.8078\.114 ' || { echo "needs Chromium 156.0.8078.114"; exit 2; }
firefox-esr --version | grep -q ' 153\.8\.0esr' || { echo "needs Firefox 153.8.0esr"; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > run.py <<'PY'
import http.server, json, os, signal, socket, subprocess, sys, tempfile, threading

kind = sys.argv[1]
seen, lock, closed, done = [], threading.Lock(), threading.Event(), threading.Event()
before = []

def note(what):
    with lock:
        seen.append(what)

def dead(listener):
    """Takes connections, reads the request and says nothing."""
    kept = []
    while True:
        connection, _ = listener.accept()
        kept.append(connection)
        def read(connection=connection):
            head = connection.recv(4096).decode(errors="replace")
            if head.startswith("GET /dead:"):
                note(head.split()[1][1:])
        threading.Thread(target=read, daemon=True).start()

class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b""
        if self.path == "/":
            body = PAGE
        elif self.path == "/fetch":
            note("fetch")
        elif self.path == "/other":
            note("other")
        elif self.path == "/before":
            with lock:
                before.extend(seen)
                seen.clear()
        elif self.path == "/after":
            done.set()
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=dead, args=(listener,), daemon=True).start()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
port, dead_port = server.server_address[1], listener.getsockname()[1]
PAGE = b"""<!doctype html><script>
const pause = ms => new Promise(go => setTimeout(go, ms));
(async () => {
  const first = new WebSocket("ws://127.0.0.1:DEAD/dead:1");
  await pause(1000);
  new WebSocket("ws://127.0.0.1:DEAD/dead:2");
  new WebSocket("ws://127.0.0.1:PORT/other");
  await fetch("/fetch");
  await pause(5000);
  await fetch("/before");
  first.close();
  await pause(3000);
  await fetch("/after");
})();
</script>""".replace(b"DEAD", str(dead_port).encode()).replace(b"PORT", str(port).encode())
threading.Thread(target=server.serve_forever, daemon=True).start()

url, profile = f"http://127.0.0.1:{port}/", tempfile.mkdtemp(dir=".")
command = {
    "chromium": ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
                 f"--user-data-dir={os.path.abspath(profile)}", "--remote-debugging-port=0", url],
    "firefox": ["firefox-esr", "--headless", "--no-remote", "--profile", os.path.abspath(profile), url],
}[kind]
browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
try:
    if not done.wait(120):
        sys.exit("the page did not come to its end")
finally:
    os.killpg(browser.pid, signal.SIGKILL)
    browser.wait()
print(f"{kind}: before close: {' '.join(sorted(before))}; after close: {' '.join(sorted(set(seen)))}")
PY

for browser in chromium firefox; do python3 run.py "$browser"; done | tee seen
diff seen - <<'SEEN'
chromium: before close: dead:1 fetch other; after close: dead:2
firefox: before close: dead:1 fetch; after close: dead:2
SEEN
