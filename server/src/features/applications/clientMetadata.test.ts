import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../kernel/refusal.ts'
import { parseClientMetadata } from './clientMetadata.ts'

const reasonOf = (json: unknown) => {
  const outcome = parseClientMetadata(json)
  return isRefusal(outcome) ? outcome.message : undefined
}
const jwkOf = (type: 'rsa' | 'ec' | 'ed25519', half: 'publicKey' | 'privateKey', bits = 2048) => {
  const pair =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: bits })
      : type === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519')
  return pair[half].export({ format: 'jwk' })
}

test('all registered members are kept', () => {
  const metadata = {
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=app,O=Example',
    jwks: {
      keys: [
        { ...jwkOf('rsa', 'publicKey'), kid: 'one' },
        { ...jwkOf('ed25519', 'publicKey'), kid: 'two' },
      ],
    },
    dpop_bound_access_tokens: true,
    tls_client_certificate_bound_access_tokens: false,
    require_pushed_authorization_requests: true,
    require_signed_request_object: true,
    default_max_age: 0,
    required_acr_values: ['urn:sallyport:aal:2'],
    client_uri: 'https://app.example.com',
    contacts: ['ops@example.com'],
  }
  expect(parseClientMetadata(metadata)).toEqual(metadata)
  expect(parseClientMetadata({})).toEqual({})
})

test.each<[string, unknown, string]>([
  ['an unknown member', { dpop: true }, 'dpop'],
  ['a wrong type', { dpop_bound_access_tokens: 'true' }, 'dpop_bound_access_tokens'],
  ['an age below 0', { default_max_age: -1 }, 'default_max_age'],
  ['an unknown acr', { required_acr_values: ['mfa'] }, 'required_acr_values'],
  ['no subject', { token_endpoint_auth_method: 'tls_client_auth' }, 'exactly one of'],
  [
    'two subjects',
    {
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_san_dns: 'a.example.com',
      tls_client_auth_san_ip: '192.0.2.1',
    },
    'exactly one of',
  ],
  [
    'a subject without its method',
    { tls_client_auth_san_dns: 'a.example.com' },
    'tls_client_auth_san_dns needs',
  ],
  ['self-signed without a certificate', { token_endpoint_auth_method: 'self_signed_tls_client_auth' }, 'x5c'],
  ['a resource that is no URI', { resource: 'api' }, 'resource'],
  ['a resource with a fragment', { resource: 'https://api.example.com/#x' }, 'resource'],
  ['a logo that is a script', { logo_uri: 'javascript:alert(1)' }, 'logo_uri'],
  ['no object', null, 'the object'],
])('%s is refused by name', (_, json, reason) => {
  expect(reasonOf(json)).toContain(reason)
})

describe('keys of a client', () => {
  test.each(['rsa', 'ec', 'ed25519'] as const)('a public %s key is taken, its private half never', (type) => {
    expect(reasonOf({ jwks: { keys: [jwkOf(type, 'publicKey')] } })).toBeUndefined()
    const refused = reasonOf({ jwks: { keys: [jwkOf(type, 'privateKey')] } })
    expect(refused).toContain('jwks.keys.0 must be a public')
  })

  test.each<[string, object]>([
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }],
    ['a short RSA key', jwkOf('rsa', 'publicKey', 1024)],
    ['a broken key', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }],
    ['an empty kid', { ...jwkOf('ec', 'publicKey'), kid: '' }],
  ])('%s is refused', (_, key) => {
    expect(reasonOf({ jwks: { keys: [key] } })).toContain('jwks.keys.0')
  })

  test.each<[string, object]>([
    ['for encryption', { ...jwkOf('rsa', 'publicKey'), use: 'enc' }],
    ['of an unknown curve', { kty: 'OKP', crv: 'X25519', x: 'A'.repeat(43) }],
    ['of an unknown type', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' }],
    ['with another algorithm', { ...jwkOf('ec', 'publicKey'), alg: 'ECDH-ES' }],
    ['that verifies nothing', { ...jwkOf('ec', 'publicKey'), key_ops: ['deriveKey'] }],
  ])('a key %s is taken beside one that verifies, not alone', (_, other) => {
    const key = { ...jwkOf('ec', 'publicKey'), ext: true }
    expect(reasonOf({ jwks: { keys: [other, key] } })).toBeUndefined()
    expect(reasonOf({ jwks: { keys: [other] } })).toContain('jwks.keys.0 must be a public')
  })

  test('a key for encryption is refused with its secret part', () => {
    const secret = { ...jwkOf('rsa', 'privateKey'), use: 'enc' }
    expect(reasonOf({ jwks: { keys: [jwkOf('ec', 'publicKey'), secret] } })).toContain('jwks.keys.1')
  })

  test('of a key of an unknown type nothing is kept that might be secret', () => {
    const key = jwkOf('ec', 'publicKey')
    const other = { kty: 'XYZ', kid: 'x', alg: 'XYZ-1', public: 'AAAA', seed: 'BBBB' }
    const parsed = parseClientMetadata({ jwks: { keys: [key, other] } })
    expect(parsed).toEqual({ jwks: { keys: [key, { kty: 'XYZ', kid: 'x', alg: 'XYZ-1' }] } })
    expect(reasonOf({ jwks: { keys: [key, { kty: 'AKP', pub: 'AAAA' }] } })).toBeUndefined()
  })

  test.each<[string, unknown]>([
    ['a short RSA key', { ...jwkOf('rsa', 'publicKey', 1024), kid: 'x' }],
    ['a long RSA key', { kty: 'RSA', e: 'AQAB', n: Buffer.alloc(1025, 255).toString('base64url'), kid: 'x' }],
    ['a point that is not on its curve', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'x' }],
    ['a key without its parts', { kty: 'EC', crv: 'P-256', kid: 'x' }],
    ['a key without a type', { kid: 'x', n: 'AAAA' }],
    ['a number as id', { ...jwkOf('ec', 'publicKey'), kid: 7 }],
    ['an empty id', { ...jwkOf('ec', 'publicKey'), kid: '' }],
    ['an object as use', { ...jwkOf('ec', 'publicKey'), use: {} }],
    ['a list as alg', { ...jwkOf('ec', 'publicKey'), alg: ['ES256'] }],
    ['a text as key_ops', { ...jwkOf('ec', 'publicKey'), key_ops: 'verify' }],
    ['an object as part of a key', { ...jwkOf('ec', 'publicKey'), x: {} }],
    ['null', null],
    ['a text', 'key'],
    ['a list', []],
  ])('%s is left out of a set beside a key that verifies, and refused alone', (_, other) => {
    const key = { ...jwkOf('ec', 'publicKey'), kid: 'good' }
    expect(parseClientMetadata({ jwks: { keys: [other, key] } })).toEqual({ jwks: { keys: [key] } })
    expect(reasonOf({ jwks: { keys: [other] } })).toContain('jwks.keys.0 must be a public')
  })

  test.each<[string, object]>([
    ['an object', { ext: { a: 1 } }],
    ['a list of objects', { certs: [{}] }],
    ['null, as some write what is absent', { use: null, alg: null, kid: null, d: null }],
  ])('a member of a key that is %s is ignored', (_, members) => {
    const key = jwkOf('ec', 'publicKey')
    expect(parseClientMetadata({ jwks: { keys: [{ ...key, ...members }] } })).toEqual({
      jwks: { keys: [key] },
    })
  })

  test('members of the set that are not understood are ignored', () => {
    const keys = [jwkOf('ec', 'publicKey')]
    expect(parseClientMetadata({ jwks: { keys, issuer: 'https://app.example', x: null } })).toEqual({
      jwks: { keys },
    })
    expect(reasonOf({ jwks: { keys: [] } })).toContain('jwks')
  })

  test.each([{}, ['x'], 1, true])('a secret part that is %j is refused, also beside a good key', (d) => {
    const keys = [jwkOf('ec', 'publicKey'), { ...jwkOf('rsa', 'publicKey', 1024), d }]
    expect(reasonOf({ jwks: { keys } })).toContain('jwks.keys.1 must be a public')
  })

  test('a certificate counts only with a key that is taken', () => {
    const good = { ...jwkOf('ec', 'publicKey'), kid: 'good' }
    const short = { ...jwkOf('rsa', 'publicKey', 1024), kid: 'short', x5c: ['AAAA'] }
    const method = { token_endpoint_auth_method: 'self_signed_tls_client_auth' }
    expect(reasonOf({ ...method, jwks: { keys: [good, short] } })).toContain('x5c')
  })

  test('several keys need ids of their own, and there are at most 10', () => {
    const key = jwkOf('ec', 'publicKey')
    expect(reasonOf({ jwks: { keys: [key, key] } })).toContain('kid')
    const many = Array.from({ length: 11 }, (_, at) => ({ ...key, kid: String(at) }))
    expect(reasonOf({ jwks: { keys: many } })).toContain('jwks')
    expect(reasonOf({ jwks: { keys: many.slice(1) } })).toBeUndefined()
  })
})

test('is no longer than a header that every client reads, also if it was registered by a body', () => {
  const contacts = (length: number) => ({ contacts: Array.from({ length }, () => '漢'.repeat(400)) })
  expect(isRefusal(parseClientMetadata(contacts(5)))).toBe(false)
  expect(isRefusal(parseClientMetadata(contacts(6)))).toBe(true)
})
