#!/usr/bin/env bash
# oidc-client-ts: with `dpop` and `loadUserInfo` the login fails, as userinfo gets the DPoP-bound token as Bearer, without a proof.
#
# Tried with oidc-client-ts 3.5.0 on Node.js on 2026-11-30.
# The settings `dpop` (proofs at the token endpoint, so that tokens are bound to a key of the browser) and `loadUserInfo: true`
# are both documented, and nothing says that they exclude each other. The library proves its key when it redeems the code and when
# it refreshes. But the request to the userinfo endpoint that is part of the same call sends `Authorization: Bearer` with the bound
# token, whatever token_type the server returned, and no DPoP header. A server must refuse that (RFC 9449 §7.2), and then
# signinCallback() rejects after the tokens were issued (upstream issue 2182, open). Leave loadUserInfo out and call userinfo with UserManager.dpopProof().
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund oidc-client-ts@3.5.0 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { createServer } from 'node:http'
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts'

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
const requests = {}
const server = createServer((request, response) => {
  const issuer = `http://localhost:${server.address().port}`
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: issuer, sub: 'pat', aud: 'app', iat: now, exp: now + 60 }
  const replies = {
    '/.well-known/openid-configuration': {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
    },
    '/token': { access_token: 'bound', token_type: 'DPoP', id_token: `${part({ alg: 'none' })}.${part(claims)}.` },
    '/userinfo': { sub: 'pat', email: 'pat@example.test' },
  }
  requests[request.url] = request.headers
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(replies[request.url]))
})
await new Promise((listening) => server.listen(0, listening))

globalThis.window = globalThis // The library is for browsers and reads window.crypto.
const keys = new Map()
const store = {
  get: async (key) => keys.get(key) ?? null,
  set: async (key, value) => void keys.set(key, value),
  remove: async (key) => keys.delete(key),
  getAllKeys: async () => [...keys.keys()],
}
const client = new OidcClient({
  authority: `http://localhost:${server.address().port}`,
  client_id: 'app',
  redirect_uri: 'http://localhost/callback',
  loadUserInfo: true,
  stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  dpop: { store },
})
const { state } = await client.createSigninRequest({})
await store.set('app', { keys: await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']) })
const answer = `http://localhost/callback?code=x&state=${state.id}`
const extra = await client.getDpopProof(store).then((proof) => ({ DPoP: proof }))
const { token_type: type } = await client.processSigninResponse(answer, extra)
console.log(`token_type: ${type}`)
for (const path of ['/token', '/userinfo']) {
  const { authorization = 'none', dpop } = requests[path]
  console.log(`${path}: Authorization ${authorization.split(' ')[0]}, ${dpop ? 'with a proof' : 'without a proof'}`)
}
server.close()
JS

expected="token_type: DPoP
/token: Authorization none, with a proof
/userinfo: Authorization Bearer, without a proof"
seen="$(node try.mjs)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
