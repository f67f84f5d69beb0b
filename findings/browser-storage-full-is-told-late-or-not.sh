#!/usr/bin/env bash
# Storage that is full: Chromium's IndexedDB says so at the commit only, Firefox's file handle not at all.
#
# A program that keeps what it receives wants to know which record did not fit. In Chromium every `put` of a transaction succeeds, far
# beyond the quota; only the transaction's `abort` tells, and everything in it is gone. In Firefox the `put` that passes the quota fails, as
# one would expect. With a file of the origin private file system it is the other way round. In Chromium `write()` of a sync access handle
# throws. In Firefox it returns 0 and throws nothing, and `flush()` succeeds. In a private context of Chromium it returns 4294967288, which
# is -8 as an unsigned number, and throws nothing either. So a writer has to compare the number that `write()` returns with the
# length that it gave, for equality: "at least so much" takes a failure for a very large write.
#
# Chromium 156.0.8078.114 (quota 50 MiB by CDP, playwright-core 1.65.1), Firefox ESR 153.8.0 (limit 50 MiB by preference, of
# which an origin gets 20 %), both of Debian 12, headless. One transaction of puts of 1 MiB, then writes of 1 MiB to a file. Seen:
#
#   chromium: puts that failed: 0, then abort QuotaExceededError; write: QuotaExceededError
#   chromium, private: puts that failed: 0, then abort QuotaExceededError; write: 4294967288, flush: fine
#   firefox: puts that failed: 1, then abort QuotaExceededError; write: 0, flush: fine
set -euo pipefail

chromium --version 2>/dev/null | grep -q ' 156\.0\.8078\.114 ' || { echo "needs Chromium 156.0.8078.114"; exit 2; }
firefox-esr --version | grep -q ' 153\.8\.0esr' || { echo "needs Firefox 153.8.0esr"; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund playwright-core@1.65.1 >&2

cat > page.html <<'HTML'
<!doctype html><script>
const MIB = 1 << 20;

function random() {
  const bytes = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  return bytes;
}

async function puts() {
  const database = await new Promise((done, failed) => {
    const opening = indexedDB.open('d', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('s', { autoIncrement: true });
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
  const transaction = database.transaction('s', 'readwrite');
  let failures = 0;
  for (let index = 0; index < 120; index++) {
    transaction.objectStore('s').put(random()).onerror = event => {
      // Those after the first are refused because the transaction has ended.
      if (event.target.error.name !== 'AbortError') failures++;
    };
  }
  const end = await new Promise(done => {
    transaction.oncomplete = () => done('complete');
    transaction.onabort = () => done('abort ' + transaction.error?.name);
  });
  return `puts that failed: ${failures}, then ${end}`;
}

const worker = `onmessage = async () => {
  const folder = await navigator.storage.getDirectory();
  const file = await (await folder.getFileHandle('f', { create: true })).createSyncAccessHandle();
  const piece = new Uint8Array(${MIB});
  let said = 'no limit';
  for (let index = 0; index < 120; index++) {
    let written;
    try { written = file.write(piece, { at: index * ${MIB} }); } catch (error) { said = error.name; break; }
    if (written !== ${MIB}) {
      said = String(written);
      try { file.flush(); said += ', flush: fine'; } catch (error) { said += ', flush: ' + error.name; }
      break;
    }
  }
  try { file.close(); } catch {}
  postMessage(said);
};`;

async function writes() {
  const thread = new Worker(URL.createObjectURL(new Blob([worker])));
  return new Promise(done => { thread.onmessage = ({ data }) => done(`write: ${data}`); thread.postMessage(0); });
}

async function run() {
  const said = `${await puts()}; ${await writes()}`;
  await fetch('/said', { method: 'POST', body: said });
}
if (location.search !== '?wait') run();
</script>
HTML
cat > run.cjs <<'JS'
const { createServer } = require('node:http');
const { spawn } = require('node:child_process');
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { chromium } = require('playwright-core');

let hear;
const server = createServer(async (request, response) => {
  if (request.method === 'POST') {
    let body = '';
    for await (const piece of request) body += piece;
    response.end();
    hear(body);
  } else {
    response.setHeader('content-type', 'text/html');
    response.end(readFileSync('page.html'));
  }
});

async function inChromium(origin, isPrivate) {
  const options = { executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] };
  const browser = isPrivate ? await chromium.launch(options) : await chromium.launchPersistentContext('chromium', options);
  const page = await browser.newPage();
  await page.goto(`${origin}/?wait`);
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 50 << 20 });
  const said = new Promise(done => { hear = done; });
  await page.evaluate('run()');
  await said;
  await browser.close();
  return said;
}

async function inFirefox(origin) {
  mkdirSync('profile');
  // In KiB.
  writeFileSync('profile/user.js', 'user_pref("dom.quotaManager.temporaryStorage.fixedLimit", 51200);\n');
  const said = new Promise(done => { hear = done; });
  const browser = spawn('firefox-esr', ['--headless', '--no-remote', '--profile', 'profile', `${origin}/`], { stdio: 'ignore', detached: true });
  await said;
  process.kill(-browser.pid, 'SIGKILL');
  return said;
}

server.listen(0, '127.0.0.1', async () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  console.log(`chromium: ${await inChromium(origin, false)}`);
  console.log(`chromium, private: ${await inChromium(origin, true)}`);
  console.log(`firefox: ${await inFirefox(origin)}`);
  process.exit(0);
});
JS

timeout 180 node run.cjs | tee seen
diff seen - <<'SEEN'
chromium: puts that failed: 0, then abort QuotaExceededError; write: QuotaExceededError
chromium, private: puts that failed: 0, then abort QuotaExceededError; write: 4294967288, flush: fine
firefox: puts that failed: 1, then abort QuotaExceededError; write: 0, flush: fine
SEEN
