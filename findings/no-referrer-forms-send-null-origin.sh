#!/usr/bin/env bash
# Chromium: a form on a page with `Referrer-Policy: no-referrer` is posted to its own origin with `Origin: null`.
#
# Tried with Chromium 156 (Debian 12) through playwright-core 1.64.1 on 2026-11-29.
# no-referrer looks like the strictest and so the best policy for a login page. But the Fetch standard serializes the
# origin of a POST as "null" under it, also for the same origin. A server that protects its forms by comparing Origin with
# its own origin then refuses every one of its own forms. `same-origin` leaks nothing to other sites either, and keeps
# Origin. Sec-Fetch-Site says "same-origin" under both policies.
set -euo pipefail
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  { echo "install Chromium first (Debian: apt-get install chromium)" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund playwright-core@1.64.1 >/dev/null 2>&1

cat > try.mjs <<'JS'
import http from 'node:http'
import { chromium } from 'playwright-core'

const posted = []
const server = http.createServer((request, response) => {
  const policy = request.url.slice(1)
  if (request.method === 'POST') posted.push(request.headers)
  response.setHeader('referrer-policy', policy)
  response.setHeader('content-type', 'text/html')
  response.end(`<form method="post" action="/${policy}"><button>send</button></form>`)
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const origin = `http://127.0.0.1:${server.address().port}`
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] })
console.error(browser.version())
const page = await browser.newPage()
for (const policy of ['no-referrer', 'same-origin']) {
  await page.goto(`${origin}/${policy}`)
  await Promise.all([page.waitForNavigation(), page.click('button')])
  const { origin: sent, 'sec-fetch-site': site } = posted.at(-1)
  console.log(`${policy}: Origin ${sent === origin ? 'is its own' : sent}, Sec-Fetch-Site ${site}`)
}
await browser.close()
server.close()
JS

expected="no-referrer: Origin null, Sec-Fetch-Site same-origin
same-origin: Origin is its own, Sec-Fetch-Site same-origin"
seen="$(node try.mjs "$browser")"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
