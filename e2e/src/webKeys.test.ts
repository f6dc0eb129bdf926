import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ECDSACurve, RSABits, RSAHasher, State } from '@zitadel/proto/zitadel/webkey/v2/key_pb.js'
import { WebKeyService } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import { WebKeyService as WebKeyServiceBeta } from '@zitadel/proto/zitadel/webkey/v2beta/webkey_service_pb.js'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { signJwt, verifyJwt } from '../../server/src/features/web-keys/index.ts'
import { addCallers } from './callers.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { outcome } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock })
const { deps } = server.product
const { instanceId } = server.first
const keys = server.client(WebKeyService)
const issuer = 'https://id.test'
const typ = 'JWT'
const now = () => Math.floor(clock.now().getTime() / 1000)
const claims = () => ({ iss: issuer, sub: 'ada', iat: now(), exp: now() + 60 })
const sign = (of = instanceId) => signJwt(deps, of, { claims: claims(), typ })
const verify = (jwt: string, of = instanceId) => verifyJwt(deps, of, jwt, { issuer, now: clock.now(), typ })
const published = async (headers = {}) =>
  (await server.rest('GET', '/oauth/v2/keys', { token: null, headers })).json as JSONWebKeySet
const statesOf = async () =>
  (await keys.listWebKeys({})).webKeys.map(({ id, state }) => [id, State[state]] as const)

/** What a resource server does: the key set and a standard library. */
async function clientVerifies(jwt: string, algorithm: string) {
  const options = { issuer, algorithms: [algorithm], currentDate: clock.now() }
  const { protectedHeader } = await jwtVerify(jwt, createLocalJWKSet(await published()), options)
  return protectedHeader
}

test('a new instance has two RSA keys, the first of which signs', async () => {
  const { webKeys } = await keys.listWebKeys({})
  expect(webKeys.map(({ state }) => state)).toEqual([State.ACTIVE, State.INITIAL])
  for (const { key } of webKeys) {
    expect(key).toMatchObject({
      case: 'rsa',
      value: { bits: RSABits.RSA_BITS_2048, hasher: RSAHasher.RSA_HASHER_SHA256 },
    })
  }
  const jwt = await sign()
  expect(await clientVerifies(jwt, 'RS256')).toEqual({ alg: 'RS256', kid: webKeys[0]?.id, typ: 'JWT' })
  const { keys: jwks } = await published()
  expect(jwks.map((jwk) => Object.keys(jwk).toSorted())).toEqual(
    [0, 1].map(() => ['alg', 'e', 'kid', 'kty', 'n', 'use']),
  )
})

describe('keys of every kind sign for standard clients', () => {
  const { RSA_BITS_2048, RSA_BITS_3072, RSA_BITS_4096 } = RSABits
  const rsa = (bits: RSABits, hasher: RSAHasher) => ({ case: 'rsa', value: { bits, hasher } }) as const
  const ecdsa = (curve: ECDSACurve) => ({ case: 'ecdsa', value: { curve } }) as const
  const kinds = [
    [rsa(RSA_BITS_2048, RSAHasher.RSA_HASHER_SHA256), 'RS256'],
    [rsa(RSA_BITS_3072, RSAHasher.RSA_HASHER_SHA384), 'RS384'],
    [rsa(RSA_BITS_4096, RSAHasher.RSA_HASHER_SHA512), 'RS512'],
    [ecdsa(ECDSACurve.ECDSA_CURVE_P256), 'ES256'],
    [ecdsa(ECDSACurve.ECDSA_CURVE_P384), 'ES384'],
    [ecdsa(ECDSACurve.ECDSA_CURVE_P512), 'ES512'],
    [{ case: 'ed25519', value: {} } as const, 'EdDSA'],
  ] as const

  test.each(kinds)('%o signs with %s', async (key, alg) => {
    const { id } = await keys.createWebKey({ key })
    await keys.activateWebKey({ id })
    const listed = (await keys.listWebKeys({})).webKeys.find((one) => one.id === id)
    expect(listed).toMatchObject({ state: State.ACTIVE, key })
    const jwt = await sign()
    expect(await clientVerifies(jwt, alg)).toEqual({ alg, kid: id, typ: 'JWT' })
    expect(await verify(jwt)).toMatchObject({ sub: 'ada' })
  })
})

test('a key is RSA with 2048 bits unless the request names a kind, and then all of it', async () => {
  const { id } = await keys.createWebKey({})
  const listed = (await keys.listWebKeys({})).webKeys.find((one) => one.id === id)
  expect(listed?.key).toMatchObject({ case: 'rsa', value: { bits: RSABits.RSA_BITS_2048 } })
  await keys.deleteWebKey({ id })
  for (const kind of ['rsa', 'ecdsa'] as const) {
    const half = keys.createWebKey({ key: { case: kind, value: {} } })
    expect(await outcome(half)).toBe('InvalidArgument')
  }
})

test('activating a key takes it over, and a key may sign again', async () => {
  const before = (await statesOf()).find(([, state]) => state === 'ACTIVE')?.[0] ?? ''
  const { id } = await keys.createWebKey({ key: { case: 'ed25519', value: {} } })
  clock.advance(1)
  const { changeDate } = await keys.activateWebKey({ id })
  clock.advance(1)
  expect((await keys.activateWebKey({ id })).changeDate).toEqual(changeDate)
  expect(await statesOf()).toEqual(
    expect.arrayContaining([
      [before, 'INACTIVE'],
      [id, 'ACTIVE'],
    ]),
  )
  await keys.activateWebKey({ id: before })
  expect(await statesOf()).toEqual(
    expect.arrayContaining([
      [before, 'ACTIVE'],
      [id, 'INACTIVE'],
    ]),
  )
  expect(await outcome(keys.activateWebKey({ id: 'unknown' }))).toBe('NotFound web_key.not_found')
})

test('a removed key is no longer published and what it has signed no longer verifies', async () => {
  const { id } = await keys.createWebKey({ key: { case: 'ed25519', value: {} } })
  const before = (await statesOf()).find(([, state]) => state === 'ACTIVE')?.[0] ?? ''
  await keys.activateWebKey({ id })
  const jwt = await sign()
  expect(await outcome(keys.deleteWebKey({ id }))).toBe('FailedPrecondition web_key.active')
  await keys.activateWebKey({ id: before })
  expect(await verify(jwt)).toBeDefined()
  expect((await keys.deleteWebKey({ id })).deletionDate).toBeDefined()
  expect(await verify(jwt)).toBeUndefined()
  await expect(clientVerifies(jwt, 'EdDSA')).rejects.toThrow('no applicable key')
  expect((await keys.deleteWebKey({ id })).deletionDate).toBeUndefined()
  const { rows } = await secretsNamed(id)
  expect(rows).toBe(0)
})

async function secretsNamed(id: string) {
  const [row] = await server.testDatabase.database.query<{ rows: number }>(
    'select count(*)::int as rows from secrets where id = $1',
    [id],
  )
  return { rows: row?.rows }
}

test('private halves are in no event, and public parts have no private member', async () => {
  const { events } = await server.client(AdminService).listEvents({ aggregateId: instanceId, asc: true })
  const added = events.filter(({ type }) => type?.type === 'web_key.added')
  expect(added.length).toBeGreaterThan(2)
  for (const { payload } of added) {
    expect(Object.keys(payload ?? {}).toSorted()).toEqual(['alg', 'keyId', 'publicJwk'])
    expect(Object.keys((payload?.['publicJwk'] ?? {}) as object)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(d|p|q|dp|dq|qi|oth)$/)]),
    )
  }
  expect(await eventTypesOf(server, instanceId)).toEqual(
    expect.arrayContaining(['web_key.activated', 'web_key.deactivated', 'web_key.removed']),
  )
})

describe('a token is refused', () => {
  test('of another instance, whatever key it names', async () => {
    const other = await addInstance(server)
    const jwt = await sign(other.instanceId)
    expect(await verify(jwt, other.instanceId)).toBeDefined()
    expect(await verify(jwt)).toBeUndefined()
    const own = new Set((await published()).keys.map(({ kid }) => kid))
    expect((await published(other.headers)).keys.some(({ kid }) => own.has(kid))).toBe(false)
    const theirs = server.client(WebKeyService, other)
    const { webKeys } = await theirs.listWebKeys({})
    expect(webKeys).toHaveLength(2)
    expect(await outcome(keys.activateWebKey({ id: webKeys[1]?.id ?? '' }))).toBe(
      'NotFound web_key.not_found',
    )
    expect((await keys.deleteWebKey({ id: webKeys[1]?.id ?? '' })).deletionDate).toBeUndefined()
    expect((await theirs.listWebKeys({})).webKeys).toHaveLength(2)
  })

  test('of another issuer, another type, before its time, and after it unless hints may be', async () => {
    const jwt = await sign()
    const at = (seconds: number) => new Date((now() + seconds) * 1000)
    const check = (wanted: object) =>
      verifyJwt(deps, instanceId, jwt, { issuer, now: clock.now(), typ, ...wanted })
    expect(await check({})).toMatchObject({ sub: 'ada' })
    expect(await check({ issuer: 'https://other.test' })).toBeUndefined()
    expect(await check({ typ: 'logout+jwt' })).toBeUndefined()
    expect(await check({ now: at(59) })).toBeDefined()
    expect(await check({ now: at(60) })).toBeUndefined()
    expect(await check({ now: at(60), mayBeExpired: true })).toBeDefined()
    const later = { ...claims(), nbf: now() + 10 }
    const early = await signJwt(deps, instanceId, { claims: later, typ })
    expect(await verify(early)).toBeUndefined()
    const timeless = await signJwt(deps, instanceId, { claims: { iss: issuer }, typ })
    expect(await verify(timeless)).toBeUndefined()
  })

  test('with another algorithm than that of its key, without one, or changed', async () => {
    const jwt = await sign()
    const [header = '', payload = '', signature = ''] = jwt.split('.')
    const read = JSON.parse(Buffer.from(header, 'base64url').toString())
    const write = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const forged = write({ ...claims(), sub: 'eve' })
    for (const bad of [
      `${write({ ...read, alg: 'none' })}.${payload}.`,
      `${write({ ...read, alg: 'HS256' })}.${payload}.${signature}`,
      `${write({ ...read, kid: 'unknown' })}.${payload}.${signature}`,
      `${write({ ...read, kid: 'a\0b' })}.${payload}.${signature}`,
      `${header}.${forged}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      'x',
      '',
    ]) {
      expect(await verify(bad)).toBeUndefined()
    }
  })
})

test('v2beta manages the same keys', async () => {
  const beta = server.client(WebKeyServiceBeta)
  const { id } = await beta.createWebKey({ key: { case: 'ed25519', value: {} } })
  expect((await statesOf()).at(-1)).toEqual([id, 'INITIAL'])
  await beta.activateWebKey({ id })
  const { webKeys } = await beta.listWebKeys({})
  expect(webKeys.at(-1)).toMatchObject({ id, state: State.ACTIVE, key: { case: 'ed25519' } })
  const before = webKeys[0]?.id ?? ''
  await beta.activateWebKey({ id: before })
  expect((await beta.deleteWebKey({ id })).deletionDate).toBeDefined()
})

test('REST has the routes of the public documentation', async () => {
  const { json } = await server.rest('POST', '/v2/web_keys', { body: { ed25519: {} } })
  const { id } = json as { id: string }
  expect((await server.rest('GET', '/v2/web_keys')).json).toMatchObject({ webKeys: expect.any(Array) })
  expect((await server.rest('DELETE', `/v2/web_keys/${id}`)).status).toBe(200)
})

test('only those who manage the instance see and change keys', async () => {
  const callers = await addCallers(
    server,
    server.first.orgId,
    'IAM_OWNER_VIEWER',
    'ORG_OWNER',
    'IAM_ORG_MANAGER',
  )
  for (const [name, options] of Object.entries(callers)) {
    const theirs = server.client(WebKeyService, options)
    const outcomes = [
      await outcome(theirs.createWebKey({})),
      await outcome(theirs.activateWebKey({ id: 'x' })),
      await outcome(theirs.deleteWebKey({ id: 'x' })),
    ]
    expect([name, outcomes.some((one) => one === 'ok')]).toEqual([name, false])
    expect([name, await outcome(theirs.listWebKeys({}))]).toEqual([
      name,
      name === 'IAM_OWNER_VIEWER' ? 'ok' : expect.not.stringMatching(/^ok$/),
    ])
  }
})

test('an instance has 20 keys at most', async () => {
  let last = 'ok'
  for (let added = 0; added < 20 && last === 'ok'; added++) {
    last = await outcome(keys.createWebKey({ key: { case: 'ed25519', value: {} } }))
  }
  expect(last).toBe('FailedPrecondition web_key.too_many')
  expect((await keys.listWebKeys({})).webKeys).toHaveLength(20)
})
