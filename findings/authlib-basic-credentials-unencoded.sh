#!/usr/bin/env bash
# Authlib: client_secret_basic sends client id and secret as they are, so that a server by the RFC reads another secret if it has a plus sign.
#
# Tried with Authlib 1.9.10 (requests 2.34.2) on Python 3.11 and oauth4webapi 3.8.8 on Node.js on 2026-11-30.
# RFC 6749 (§2.3.1) wants both encoded as in forms before they become user name and password, and servers decode them so. Secrets
# of 32 bytes in base64 have a plus sign in about half of all cases; such a client gets invalid_client for the right secret, while the
# next one works, and client_secret_post works for all. An id that is a URL, which may be registered, ends at its first colon. oauth4webapi
# encodes them. Authlib did too for a short time and went back, as servers that do not decode broke (pull request 594); callers
# are to quote both themselves. We found no word of it in its documentation. A server is safe with ids and secrets of letters and digits.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund oauth4webapi@3.8.8 >/dev/null 2>&1
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check authlib==1.9.10 requests==2.34.2

cat > server.mjs <<'JS'
// A token endpoint: its access token tells which id and secret it has read, decoded as the RFC says.
import { createServer } from 'node:http'

const form = (text) => new URLSearchParams(`text=${text}`).get('text')
const server = createServer((request, response) => {
  const [, id, secret] = /^([^:]*):(.*)$/.exec(Buffer.from(request.headers.authorization.split(' ')[1], 'base64'))
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ access_token: `${form(id)} with ${form(secret)}`, token_type: 'Bearer' }))
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
JS
cat > client.py <<'PY'
import os, sys
from urllib.parse import quote_plus
os.environ['AUTHLIB_INSECURE_TRANSPORT'] = '1'
from authlib.integrations.requests_client import OAuth2Session

def read(id, secret):
    return OAuth2Session(id, secret).fetch_token(sys.argv[1], grant_type='client_credentials')['access_token']

for id, secret in zip(sys.argv[2::2], sys.argv[3::2]):
    print('Authlib:', read(id, secret))
    print('Authlib, quoted before:', read(quote_plus(id), quote_plus(secret)))
PY
cat > client.mjs <<'JS'
import * as oauth from 'oauth4webapi'

const [issuer, ...credentials] = process.argv.slice(2)
const server = { issuer, token_endpoint: issuer }
for (let at = 0; at < credentials.length; at += 2) {
  const client = { client_id: credentials[at] }
  const proof = oauth.ClientSecretBasic(credentials[at + 1])
  const options = { [oauth.allowInsecureRequests]: true }
  const response = await oauth.clientCredentialsGrantRequest(server, client, proof, {}, options)
  console.log(`oauth4webapi: ${(await oauth.processClientCredentialsResponse(server, client, response)).access_token}`)
}
JS

node server.mjs > address &
server=$!
trap 'kill "$server"; rm -rf "$folder"' EXIT
until [ -s address ]; do sleep 0.1; done
credentials=(app kept app a+b/c== app 5%25 https://app.example.test kept)
expected="Authlib: app with kept
Authlib, quoted before: app with kept
Authlib: app with a b/c==
Authlib, quoted before: app with a+b/c==
Authlib: app with 5%
Authlib, quoted before: app with 5%25
Authlib: https with //app.example.test:kept
Authlib, quoted before: https://app.example.test with kept
oauth4webapi: app with kept
oauth4webapi: app with a+b/c==
oauth4webapi: app with 5%25
oauth4webapi: https://app.example.test with kept"
seen="$(python/bin/python -W ignore client.py "$(cat address)" "${credentials[@]}"; node client.mjs "$(cat address)" "${credentials[@]}")"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
