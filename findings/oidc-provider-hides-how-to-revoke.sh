#!/usr/bin/env bash
# oidc-provider: its metadata says, by what it leaves out, that revocation takes client_secret_basic only, though public and keyed clients can revoke.
#
# Tried with oidc-provider 9.13.3 (jose 6.2.3 for the client) on Node.js on 2026-11-30.
# With `features.revocation` the discovery document names the endpoint, but not `revocation_endpoint_auth_methods_supported`. RFC 8414 (§2)
# gives its absence a meaning: client_secret_basic. A client that obeys cannot revoke without a secret; in fact the
# endpoint takes every method of the token endpoint, which are listed. Even with `clientAuthMethods: ['private_key_jwt']`, where no client can have
# a secret, the metadata says so. For introspection the list is missing as well, which there only means "ask elsewhere". Early
# releases had methods of their own for both (pull request 74); we found neither an issue nor a word in the documentation about the absence.
# `discovery` in the configuration takes further members: put both lists there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund oidc-provider@9.13.3 jose@6.2.3 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import Provider from 'oidc-provider'

const { privateKey, publicKey } = await generateKeyPair('ES256')
const about = { redirect_uris: ['https://app.example.test/callback'] }
const keyed = {
  ...about,
  client_id: 'keyed',
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: 'ES256',
  jwks: { keys: [await exportJWK(publicKey)] },
}
const open = { ...about, client_id: 'open', token_endpoint_auth_method: 'none' }

async function attempt(methods, clients, more = {}) {
  let handle
  const server = createServer((request, response) => handle(request, response))
  await new Promise((listening) => server.listen(0, listening))
  const issuer = `http://localhost:${server.address().port}`
  const enabled = { enabled: true }
  const features = { devInteractions: { enabled: false }, revocation: enabled, introspection: enabled }
  handle = new Provider(issuer, { clients, clientAuthMethods: methods, features, ...more }).callback()
  const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()
  for (const endpoint of ['token', 'revocation', 'introspection'])
    console.log(`${endpoint}: ${metadata[`${endpoint}_endpoint_auth_methods_supported`]?.join(' ') ?? 'not listed'}`)
  for (const { client_id: id, token_endpoint_auth_method: method } of clients) {
    const assertion = new SignJWT({ jti: 'one' }).setProtectedHeader({ alg: 'ES256' }).setIssuer(id).setSubject(id)
    const proof = method === 'none' ? {} : {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion.setAudience(issuer).setIssuedAt().setExpirationTime('1 minute').sign(privateKey),
    }
    const body = new URLSearchParams({ token: 'of no one', client_id: id, ...proof })
    const { status } = await fetch(metadata.revocation_endpoint, { method: 'POST', body })
    console.log(`revocation by ${method}: ${status}`)
  }
  server.closeAllConnections()
  server.close()
}
await attempt(['none', 'private_key_jwt'], [open, keyed])
await attempt(['private_key_jwt'], [keyed])
await attempt(['private_key_jwt'], [keyed], { discovery: { revocation_endpoint_auth_methods_supported: ['private_key_jwt'] } })
JS

expected="token: none private_key_jwt
revocation: not listed
introspection: not listed
revocation by none: 200
revocation by private_key_jwt: 200
token: private_key_jwt
revocation: not listed
introspection: not listed
revocation by private_key_jwt: 200
token: private_key_jwt
revocation: private_key_jwt
introspection: not listed
revocation by private_key_jwt: 200"
seen="$(node try.mjs 2>/dev/null)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
