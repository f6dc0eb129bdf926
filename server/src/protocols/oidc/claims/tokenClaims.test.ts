import { expect, test } from 'vitest'
import { accessTokenClaims, halfHash, idTokenClaims } from './tokenClaims.ts'

const token = {
  issuer: 'https://id.test',
  subject: 'ada',
  audience: ['api', 'shop'],
  clientId: 'web',
  now: new Date('2026-11-30T02:00:00.900Z'),
  lifetime: 60,
  clockSkew: 0,
  grantId: 'o1',
}
const issued = Date.parse('2026-11-30T02:00:00Z') / 1000

test('an ID token names its client as party and audience, and leaves out what is not known', () => {
  expect(idTokenClaims({ ...token, amr: [], alg: 'RS256' })).toEqual({
    iss: 'https://id.test',
    sub: 'ada',
    aud: ['api', 'shop', 'web'],
    iat: issued,
    exp: issued + 60,
    azp: 'web',
    client_id: 'web',
    'urn:sallyport:grant': 'o1',
  })
})

test('an ID token is bound to its request, session and access token', () => {
  const full = idTokenClaims({
    ...token,
    clockSkew: 5,
    authTime: new Date('2026-11-30T01:59:00Z'),
    nonce: 'n',
    acr: 'urn:sallyport:aal:2',
    amr: ['pwd', 'otp', 'mfa'],
    sessionId: 's1',
    accessToken: 'token',
    alg: 'RS256',
  })
  expect(full).toMatchObject({
    iat: issued - 5,
    exp: issued + 65,
    auth_time: issued - 65,
    nonce: 'n',
    acr: 'urn:sallyport:aal:2',
    amr: ['pwd', 'otp', 'mfa'],
    sid: 's1',
    at_hash: halfHash('token', 'RS256'),
  })
})

test('hashes are the left half of the hash of the algorithm', () => {
  // The example of OpenID Connect Core 1.0 §A.4.
  expect(halfHash('jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y', 'RS256')).toBe('77QmUPtjPfzWtF2AnpK9RQ')
  expect(Buffer.from(halfHash('x', 'ES384'), 'base64url')).toHaveLength(24)
  expect(Buffer.from(halfHash('x', 'EdDSA'), 'base64url')).toHaveLength(32)
})

test('a JWT access token is for its client if it has no other audience', () => {
  const jti = 'o1.t1'
  expect(accessTokenClaims({ ...token, jti })).toMatchObject({ aud: ['api', 'shop'], nbf: issued, jti })
  expect(accessTokenClaims({ ...token, audience: [], jti }).aud).toEqual(['web'])
  const bound = { jkt: 'thumb' }
  const actor = { iss: 'https://id.test', sub: 'bob' }
  expect(accessTokenClaims({ ...token, jti, confirmation: bound, actor })).toMatchObject({
    cnf: bound,
    act: actor,
  })
})
