import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { sha256 } from '../../kernel/crypto/sha256.ts'
import { type DpopDemand, verifyDpopProof } from './dpopProof.ts'

const pair = await generateKeyPair('ES256', { extractable: true })
const other = await generateKeyPair('ES256', { extractable: true })
const jwk = await exportJWK(pair.publicKey)
const now = new Date('2026-11-30T12:00:00Z')
const iat = now.getTime() / 1000
const demand: DpopDemand = {
  method: 'POST',
  url: 'https://auth.example/oauth/v2/token',
  now,
  nonces: 'offered',
  isNonce: (nonce) => nonce === 'fresh',
}
const claims = { jti: 'j1', htm: 'POST', htu: demand.url, iat }

function proof(payload: object, header: Partial<JWTHeaderParameters> = {}, key = pair.privateKey) {
  const full = { alg: 'ES256', typ: 'dpop+jwt', jwk, ...header }
  return new SignJWT({ ...claims, ...payload }).setProtectedHeader(full).sign(key)
}

test('a proof for this request gives the thumbprint of its key', async () => {
  expect(await verifyDpopProof(await proof({}), demand)).toEqual({
    valid: true,
    jkt: await calculateJwkThumbprint(jwk),
    once: `${await calculateJwkThumbprint(jwk)} j1`,
    expiresAt: new Date((iat + 75) * 1000),
  })
})

test.each([
  ['other spelling', 'HTTPS://AUTH.example:443/oauth/x/../v2/token'],
  ['query and fragment', 'https://auth.example/oauth/v2/token?x=1#y'],
])('the URL may have %s', async (_, htu) => {
  expect(await verifyDpopProof(await proof({ htu }), demand)).toMatchObject({ valid: true })
})

test.each([
  ['another method', { htm: 'GET' }],
  ['the method in lower case', { htm: 'post' }],
  ['another path', { htu: 'https://auth.example/oauth/v2/token/' }],
  ['another host', { htu: 'https://evil.example/oauth/v2/token' }],
  ['another scheme', { htu: 'http://auth.example/oauth/v2/token' }],
  ['another port', { htu: 'https://auth.example:8443/oauth/v2/token' }],
  ['a URL with a user', { htu: 'https://auth.example@auth.example/oauth/v2/token' }],
  ['no URL', { htu: undefined }],
  ['no id', { jti: undefined }],
  ['an empty id', { jti: '' }],
  ['an id too long', { jti: 'x'.repeat(257) }],
  ['no instant', { iat: undefined }],
  ['an instant that is no number', { iat: 'now' }],
  ['an expiry in the past', { exp: iat - 20 }],
])('a proof with %s is refused', async (_, payload) => {
  expect(await verifyDpopProof(await proof(payload), demand)).toMatchObject({ error: 'invalid_dpop_proof' })
})

test.each([
  ['another type', { typ: 'JWT' }],
  ['no key', { jwk: undefined }],
  ["another key than the signature's", { jwk: await exportJWK(other.publicKey) }],
  ['a private key', { jwk: await exportJWK(pair.privateKey) }],
])('a proof whose header has %s is refused', async (_, header) => {
  const text = await proof({}, header as never)
  expect(await verifyDpopProof(text, demand)).toMatchObject({ error: 'invalid_dpop_proof' })
})

test('a secret as key, the algorithm none and an unknown critical header are refused', async () => {
  const secret = new Uint8Array(32)
  const oct = { kty: 'oct', k: Buffer.from(secret).toString('base64url') }
  const header = { alg: 'HS256', typ: 'dpop+jwt', jwk: oct }
  const hmac = await new SignJWT(claims).setProtectedHeader(header as never).sign(secret)
  expect(await verifyDpopProof(hmac, demand)).toMatchObject({ error: 'invalid_dpop_proof' })
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const none = `${encode({ alg: 'none', typ: 'dpop+jwt', jwk })}.${encode(claims)}.`
  expect(await verifyDpopProof(none, demand)).toMatchObject({ error: 'invalid_dpop_proof' })
  const [, body, signature] = (await proof({})).split('.')
  const critical = `${encode({ alg: 'ES256', typ: 'dpop+jwt', jwk, crit: ['x'], x: 1 })}.${body}.${signature}`
  expect(await verifyDpopProof(critical, demand)).toMatchObject({ error: 'invalid_dpop_proof' })
})

test('two proofs in one header, an unbounded one and no JWT are refused', async () => {
  const text = await proof({})
  for (const sent of [`${text}, ${text}`, `${text}${'A'.repeat(4096)}`, '', 'a.b.c']) {
    expect(await verifyDpopProof(sent, demand)).toMatchObject({ error: 'invalid_dpop_proof' })
  }
})

test('a wrong nonce is refused, and none if nonces are required', async () => {
  const required = { ...demand, nonces: 'required' } as const
  expect(await verifyDpopProof(await proof({ nonce: 'fresh' }), required)).toMatchObject({ valid: true })
  for (const [nonce, asked] of [
    ['stale', demand],
    [1, demand],
    ['stale', required],
    [undefined, required],
  ] as const) {
    expect(await verifyDpopProof(await proof({ nonce }), asked)).toMatchObject({ error: 'use_dpop_nonce' })
  }
})

test.each([
  ['old', -61],
  ['of yesterday', -86_400],
  ['future', 16],
  ['of tomorrow', 86_400],
])('a proof with an instant that is %s needs a nonce, which says when it was made', async (_, seconds) => {
  const at = { iat: iat + seconds }
  const asks = { error: 'use_dpop_nonce', reason: expect.stringContaining('not recent') }
  expect(await verifyDpopProof(await proof(at), demand)).toMatchObject(asks)
  const stale = await verifyDpopProof(await proof({ ...at, nonce: 'stale' }), demand)
  expect(stale).toMatchObject({ error: 'use_dpop_nonce' })
  // It is remembered until the nonce is of no use any more, whatever instant it names.
  const expiresAt = new Date((iat + 180) * 1000)
  const given = await verifyDpopProof(await proof({ ...at, nonce: 'fresh' }), demand)
  expect(given).toMatchObject({ valid: true, expiresAt })
})

test('a presented token must be the one that the proof names', async () => {
  const ath = sha256('token').toString('base64url')
  const presented = { ...demand, accessToken: 'token' }
  expect(await verifyDpopProof(await proof({ ath }), presented)).toMatchObject({ valid: true })
  for (const wrong of [undefined, sha256('other').toString('base64url')]) {
    expect(await verifyDpopProof(await proof({ ath: wrong }), presented)).toMatchObject({
      error: 'invalid_dpop_proof',
    })
  }
})
