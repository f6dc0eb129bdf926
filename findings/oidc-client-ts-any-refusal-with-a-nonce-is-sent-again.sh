#!/usr/bin/env bash
# oidc-client-ts: with DPoP, every refusal whose reply has the header DPoP-Nonce is taken for `use_dpop_nonce`: the code or refresh token is sent again, and the error code is lost.
#
# Tried with oidc-client-ts 3.5.0 on Node 26 and 20 on 2026-12-02, against a small token endpoint that refuses as RFC 6749 §5.2 says.
# RFC 9449 §8.2 lets a server put a new nonce into any reply. The library looks at the header alone, not at `error`. A code that was refused with
# `invalid_grant` is therefore redeemed a second time, which servers may count as the replay of a code, and a refresh token likewise. The second refusal
# rejects with an `ErrorDPoPNonce` that has no `error` property, so that code that asks `error.error === 'invalid_grant'` (does the login have to begin
# again?) sees neither. Without the header the same refusal is one request and an `ErrorResponse` with `error`.
# A server serves this library best by sending the header with `use_dpop_nonce` and with successes only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund oidc-client-ts@3.5.0 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { createServer } from 'node:http'
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts'

globalThis.window = globalThis // The library is for browsers and reads window.crypto.
let withNonce = false
let requests = 0
const server = createServer((request, reply) => {
  requests++
  request.resume()
  reply.writeHead(400, {
    'content-type': 'application/json',
    ...(withNonce && { 'dpop-nonce': `n${requests}` }),
  })
  reply.end(JSON.stringify({ error: 'invalid_grant', error_description: 'this has expired' }))
})
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const origin = `http://127.0.0.1:${server.address().port}`

/** Keeps the key of DPoP in memory. */
function keyStore() {
  const kept = new Map()
  return {
    set: async (key, value) => void kept.set(key, value),
    get: async (key) => kept.get(key),
    remove: async (key) => void kept.delete(key),
    getAllKeys: async () => [...kept.keys()],
  }
}

function client() {
  return new OidcClient({
    authority: origin,
    client_id: 'page',
    redirect_uri: `${origin}/callback`,
    metadata: { issuer: origin, authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token` },
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    dpop: { store: keyStore() },
  })
}

const ways = {
  async 'a code'() {
    const one = client()
    const { state } = await one.createSigninRequest({})
    await one.processSigninResponse(`${origin}/callback?code=c&state=${state.id}`)
  },
  async 'a refresh token'() {
    const one = client()
    await one.useRefreshToken({ state: { refresh_token: 'r', scope: 'openid', profile: { sub: 's' }, session_state: null } })
  },
}

for (const header of [false, true]) {
  for (const [name, way] of Object.entries(ways)) {
    withNonce = header
    requests = 0
    const error = await way().then(() => undefined, (thrown) => thrown)
    console.log(`${name} refused with invalid_grant, ${header ? 'with' : 'without'} DPoP-Nonce: ${requests} request(s), ${error?.name}, error ${error?.error}`)
  }
}
server.close()
process.exit(0)
JS
node try.mjs | tee seen
diff - seen <<'EXPECTED'
a code refused with invalid_grant, without DPoP-Nonce: 1 request(s), ErrorResponse, error invalid_grant
a refresh token refused with invalid_grant, without DPoP-Nonce: 1 request(s), ErrorResponse, error invalid_grant
a code refused with invalid_grant, with DPoP-Nonce: 2 request(s), ErrorDPoPNonce, error undefined
a refresh token refused with invalid_grant, with DPoP-Nonce: 2 request(s), ErrorDPoPNonce, error undefined
EXPECTED
