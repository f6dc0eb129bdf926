import { createSecretKey, generateKeyPairSync } from 'node:crypto'
import { type JWTHeaderParameters, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { type AssertionDemand, type AssertionKey, verifyAssertion } from './assertion.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const now = new Date('2026-11-30T12:00:00Z')
const iat = now.getTime() / 1000
const later = new Date('2027-01-01T00:00:00Z')
const keys: readonly AssertionKey[] = [
  { keyId: 'rsa', pem, expiresAt: later },
  { keyId: 'expired', pem, expiresAt: now },
  { keyId: 'ec', jwk: ec.publicKey.export({ format: 'jwk' }) },
  { keyId: 'ed', jwk: ed.publicKey.export({ format: 'jwk' }) },
  { keyId: 'ps256', jwk: { ...rsa.publicKey.export({ format: 'jwk' }), alg: 'PS256' } },
  { keyId: 'private', jwk: ec.privateKey.export({ format: 'jwk' }) },
  { keyId: 'secret', jwk: createSecretKey(Buffer.alloc(32)).export({ format: 'jwk' }) },
  { keyId: 'twice', jwk: ec.publicKey.export({ format: 'jwk' }) },
  { keyId: 'twice', jwk: ec.publicKey.export({ format: 'jwk' }) },
]
const demand: AssertionDemand = {
  subject: 'c1',
  audiences: ['https://auth.example', 'https://auth.example/oauth/v2/token'],
  keys,
  now,
}
const claims = { iss: 'c1', sub: 'c1', aud: 'https://auth.example', iat, exp: iat + 60, jti: 'j1' }

function sign(
  payload: object,
  header: JWTHeaderParameters,
  key: Parameters<SignJWT['sign']>[0] = rsa.privateKey,
) {
  return new SignJWT({ ...claims, ...payload }).setProtectedHeader(header).sign(key)
}
const byRsa = { alg: 'RS256', kid: 'rsa' }

test('an assertion of the subject counts once, by the key that it names', async () => {
  expect(await verifyAssertion(await sign({}, byRsa), demand)).toMatchObject({
    valid: true,
    keyId: 'rsa',
    once: { value: 'c1 j1', expiresAt: new Date((iat + 90) * 1000) },
  })
  const other = await verifyAssertion(
    await sign({ jti: undefined, exp: iat + 9000, aud: ['x', demand.audiences[1]] }, byRsa),
    demand,
  )
  expect(other).toMatchObject({ valid: true, once: undefined })
  const long = await verifyAssertion(await sign({ exp: iat + 90_000 }, byRsa), demand)
  expect(long).toMatchObject({ once: { expiresAt: new Date((iat + 3630) * 1000) } })
})

test.each([
  [{ alg: 'PS384', kid: 'rsa' }, rsa.privateKey],
  [{ alg: 'PS256', kid: 'ps256' }, rsa.privateKey],
  [{ alg: 'ES256', kid: 'ec' }, ec.privateKey],
  [{ alg: 'EdDSA', kid: 'ed' }, ed.privateKey],
])('the algorithm of the key counts: %j', async (header, key) => {
  expect(await verifyAssertion(await sign({}, header, key), demand)).toMatchObject({ valid: true })
})

test('a key without a name is found if it is the only one', async () => {
  const one = { ...demand, keys: [{ keyId: undefined, jwk: ec.publicKey.export({ format: 'jwk' }) }] }
  const text = await sign({}, { alg: 'ES256' }, ec.privateKey)
  expect(await verifyAssertion(text, one)).toMatchObject({ valid: true, keyId: undefined })
  expect(await verifyAssertion(text, demand)).toMatchObject({ valid: false })
})

test.each([
  ['another issuer', { iss: 'c2' }],
  ['another subject', { sub: 'c2' }],
  ['another audience', { aud: 'https://other.example' }],
  ['an audience below the issuer', { aud: 'https://auth.example/' }],
  ['no audience', { aud: undefined }],
  ['no expiry', { exp: undefined }],
  ['an expiry in the past', { exp: iat - 31 }],
  ['no instant', { iat: undefined }],
  ['an instant over an hour ago', { iat: iat - 3631 }],
  ['an instant in the future', { iat: iat + 31 }],
  ['a start in the future', { nbf: iat + 31 }],
  ['an id too long', { jti: 'x'.repeat(513) }],
])('an assertion with %s is refused', async (_, payload) => {
  expect(await verifyAssertion(await sign(payload, byRsa), demand)).toMatchObject({ valid: false })
})

test.each([
  ['an expired key', { alg: 'RS256', kid: 'expired' }, rsa.privateKey],
  ['an unknown key', { alg: 'RS256', kid: 'x' }, rsa.privateKey],
  ['two keys of one name', { alg: 'ES256', kid: 'twice' }, ec.privateKey],
  ['a registered private key', { alg: 'ES256', kid: 'private' }, ec.privateKey],
  ['a registered secret', { alg: 'HS256', kid: 'secret' }, Buffer.alloc(32)],
  ['the public key as a secret', { alg: 'HS256', kid: 'rsa' }, Buffer.from(pem)],
  ['an algorithm that the JWK excludes', { alg: 'RS256', kid: 'ps256' }, rsa.privateKey],
  ["another subject's key", { alg: 'ES256', kid: 'rsa' }, ec.privateKey],
])('an assertion by %s is refused', async (_, header, key) => {
  expect(await verifyAssertion(await sign({}, header, key), demand)).toMatchObject({ valid: false })
})

test('the algorithm none, other texts and an unbounded one are refused', async () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const none = `${encode({ alg: 'none', kid: 'rsa' })}.${encode(claims)}.`
  for (const text of [none, '', 'a.b.c', encode(claims), 'A'.repeat(9000)]) {
    expect(await verifyAssertion(text, demand)).toMatchObject({ valid: false })
  }
})

test.each(['oauth-authz-req+jwt', 'dpop+jwt', 'at+jwt', 'logout+jwt'])(
  'a JWT of the type %s is no assertion, whatever its claims',
  async (typ) => {
    expect(await verifyAssertion(await sign({}, { ...byRsa, typ }), demand)).toMatchObject({ valid: false })
  },
)

test.each(['JWT', 'jwt', 'client-authentication+jwt'])('an assertion may have the type %s', async (typ) => {
  expect(await verifyAssertion(await sign({}, { ...byRsa, typ }), demand)).toMatchObject({ valid: true })
})
