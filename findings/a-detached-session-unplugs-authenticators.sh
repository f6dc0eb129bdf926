#!/usr/bin/env bash
# Chromium: detaching any debugging session of a page removes the virtual authenticators that another session of it has added.
#
# Tried with Chromium 156 (Debian 12) through playwright-core 1.65.1 on 2026-11-30.
# A test gives a page a virtual authenticator over one session of the DevTools protocol (WebAuthn.enable, WebAuthn.addVirtualAuthenticator). A helper
# that knows nothing of WebAuthn opens a second session for a picture or a metric and detaches it, as one should. From then on
# navigator.credentials.create in the page waits for a real key that nobody has: no error, no event, the first session stays attached, and
# adding an authenticator again fails because the environment "has not been enabled", until WebAuthn.enable is sent once more.
# While the second session stays attached, all is well; so helpers beside WebAuthn tests keep their session for the life of the page.
# The protocol's description calls enable and disable commands of the domain and does not say that they are shared by all sessions.
set -euo pipefail
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
  { echo "install Chromium first (Debian: apt-get install chromium)" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund playwright-core@1.65.1 >/dev/null 2>&1

cat > try.mjs <<'JS'
import http from 'node:http'
import { chromium } from 'playwright-core'

const server = http.createServer((_, response) => {
  response.setHeader('content-type', 'text/html')
  response.end('<title>keys</title>')
})
await new Promise((listening) => server.listen(0, 'localhost', listening))
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] })
console.error(browser.version())
const authenticator = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
}
const create = `Promise.race([
  navigator.credentials.create({ publicKey: {
    challenge: new Uint8Array(16), rp: { name: 'rp' }, user: { id: new Uint8Array([1]), name: 'n', displayName: 'n' },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
  } }).then(() => 'made', (error) => error.name),
  new Promise((over) => setTimeout(over, 3000, 'waits')),
])`
for (const way of ['kept', 'detached', 'detached, then enabled again']) {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`http://localhost:${server.address().port}/`)
  const first = await page.context().newCDPSession(page)
  await first.send('WebAuthn.enable')
  await first.send('WebAuthn.addVirtualAuthenticator', { options: authenticator })
  const second = await page.context().newCDPSession(page)
  await second.send('Page.getLayoutMetrics')
  if (way !== 'kept') await second.detach()
  if (way.endsWith('again')) {
    await first.send('WebAuthn.enable')
    await first.send('WebAuthn.addVirtualAuthenticator', { options: authenticator })
  }
  console.log(`second session ${way}: ${await page.evaluate(create)}`)
  const again = await first.send('WebAuthn.addVirtualAuthenticator', { options: { ...authenticator, transport: 'usb' } })
    .then(() => 'accepted', (error) => (/not been enabled/.test(error.message) ? 'not enabled' : error.message))
  console.log(`  another authenticator by the first: ${again}`)
}
await browser.close()
server.close()
JS
expected="second session kept: made
  another authenticator by the first: accepted
second session detached: waits
  another authenticator by the first: not enabled
second session detached, then enabled again: made
  another authenticator by the first: accepted"
seen="$(node try.mjs "$browser")"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
