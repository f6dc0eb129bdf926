#!/usr/bin/env bash
# openid-client: a reply of 200 with a WWW-Authenticate header makes fetchProtectedResource() and fetchUserInfo() throw; other calls take it.
#
# Tried with openid-client 6.9.0 (on oauth4webapi 3.8.8) on Node.js on 2026-11-30.
# A challenge may stand in any reply, also of success, where it tells that other credentials could give another result (RFC 9110
# §11.6.1); Kerberos even ends so (`WWW-Authenticate: Negotiate`, RFC 4559), and gateways add their own. fetchProtectedResource(), the
# signed-in fetch() for any API, throws WWWAuthenticateChallengeError for each of them, whatever the scheme, so that the caller has
# to take the reply, with status 200 and its body, from `response` of the error. Token endpoint, introspection, revocation and pushed requests
# did the same until issue 191 of oauth4webapi; they now take a challenge with the expected status. The documentation
# says that challenges are rejected, and explains the error by expired tokens and a 401. A server had better not send the header with 200.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund openid-client@6.9.0 oauth4webapi@3.8.8 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { createServer } from 'node:http'
import * as client from 'openid-client'

let challenge
const replies = {
  '/token': { access_token: 'token', token_type: 'Bearer' },
  '/introspect': { active: true },
  '/userinfo': { sub: 'pat' },
  '/things': ['thing'],
}
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  if (challenge) response.setHeader('www-authenticate', challenge)
  response.end(JSON.stringify(replies[request.url]))
})
await new Promise((listening) => server.listen(0, listening))
const issuer = `http://localhost:${server.address().port}`
const endpoints = { token: 'token', introspection: 'introspect', userinfo: 'userinfo' }
const metadata = Object.entries(endpoints).map(([name, path]) => [`${name}_endpoint`, `${issuer}/${path}`])
const config = new client.Configuration({ issuer, ...Object.fromEntries(metadata) }, 'app', 'secret')
client.allowInsecureRequests(config)
const calls = {
  clientCredentialsGrant: () => client.clientCredentialsGrant(config),
  tokenIntrospection: () => client.tokenIntrospection(config, 'token'),
  fetchUserInfo: () => client.fetchUserInfo(config, 'token', 'pat'),
  fetchProtectedResource: () => client.fetchProtectedResource(config, 'token', new URL(`${issuer}/things`), 'GET'),
}
for (challenge of [undefined, 'Negotiate', 'Basic realm="gateway"', 'Bearer'])
  for (const [name, call] of Object.entries(calls)) {
    const seen = await call().then(
      () => 'works',
      (error) => `${error.name}, status ${error.status}`,
    )
    console.log(`${challenge ?? 'no challenge'} | ${name}: ${seen}`)
  }
server.closeAllConnections()
server.close()
JS

expected="$(for challenge in 'no challenge' Negotiate 'Basic realm="gateway"' Bearer; do
  for call in clientCredentialsGrant tokenIntrospection fetchUserInfo fetchProtectedResource; do
    seen=works
    [[ "$challenge" != 'no challenge' && "$call" = fetch* ]] && seen='WWWAuthenticateChallengeError, status 200'
    echo "$challenge | $call: $seen"
  done
done)"
seen="$(node try.mjs)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
