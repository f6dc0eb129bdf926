#!/usr/bin/env bash
# openid-client: fetchUserInfo() says that it accepts a signed reply, and then fails at one, unless an algorithm was named somewhere.
#
# Tried with openid-client 6.9.0 (on oauth4webapi 3.8.8; jose 6.2.3 signs for the server) on Node.js on 2026-11-30.
# By default the request to userinfo has `Accept: application/json, application/jwt`, both with the same weight. A server that chooses by
# Accept may thus sign. But a signed reply counts only if the client has `userinfo_signed_response_alg`, or the server's
# metadata lists `userinfo_signing_alg_values_supported`; otherwise every login that reads userinfo fails with a ClientError about a missing
# configuration. For ID tokens the library falls back to RS256 in that case; for userinfo it does not, nor does it use the list of ID
# tokens. With the client setting, only application/jwt is asked for, and a server that replies in JSON then fails. The types of
# oauth4webapi, on which it is built, document the missing fallback; that the header promises more is nowhere told. A server
# should sign by registration (OpenID Connect Core §5.3.2) or by a preference for application/jwt, and publish its algorithms.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund openid-client@6.9.0 oauth4webapi@3.8.8 jose@6.2.3 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { createServer } from 'node:http'
import { generateKeyPair, SignJWT } from 'jose'
import { allowInsecureRequests, discovery, fetchUserInfo, None } from 'openid-client'

const { privateKey } = await generateKeyPair('RS256')
async function attempt(what, { metadata = {}, registered = {}, signs = true }) {
  let accepted
  const server = createServer(async (request, response) => {
    const issuer = `http://localhost:${server.address().port}`
    const reply = (type, body) => response.setHeader('content-type', type).end(body)
    if (request.url !== '/userinfo')
      return reply('application/json', JSON.stringify({ issuer, userinfo_endpoint: `${issuer}/userinfo`, ...metadata }))
    accepted = request.headers.accept
    if (!signs) return reply('application/json', JSON.stringify({ sub: 'pat' }))
    const token = new SignJWT({ sub: 'pat' }).setProtectedHeader({ alg: 'RS256' }).setIssuer(issuer).setAudience('app')
    reply('application/jwt', await token.sign(privateKey))
  })
  await new Promise((listening) => server.listen(0, listening))
  const url = new URL(`http://localhost:${server.address().port}`)
  const config = await discovery(url, 'app', registered, None(), { execute: [allowInsecureRequests] })
  const seen = await fetchUserInfo(config, 'token', 'pat').then(
    ({ sub }) => `sub ${sub}`,
    (error) => `${error.name}: ${error.message}`,
  )
  console.log(`${what} | accepts ${accepted} | ${seen}`)
  server.closeAllConnections()
  server.close()
}
const registered = { userinfo_signed_response_alg: 'RS256' }
await attempt('JSON', { signs: false })
await attempt('signed', {})
await attempt('signed, list for ID tokens', { metadata: { id_token_signing_alg_values_supported: ['RS256'] } })
await attempt('signed, list for userinfo', { metadata: { userinfo_signing_alg_values_supported: ['RS256'] } })
await attempt('signed, registered', { registered })
await attempt('JSON, registered as signed', { registered, signs: false })
JS

refused='ClientError: missing client or server configuration to verify used JWT "alg" header parameter'
expected="JSON | accepts application/json, application/jwt | sub pat
signed | accepts application/json, application/jwt | $refused
signed, list for ID tokens | accepts application/json, application/jwt | $refused
signed, list for userinfo | accepts application/json, application/jwt | sub pat
signed, registered | accepts application/jwt | sub pat
JSON, registered as signed | accepts application/jwt | ClientError: JWT UserInfo Response expected"
seen="$(node try.mjs)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
