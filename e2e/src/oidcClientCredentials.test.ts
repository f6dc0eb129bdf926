import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { clientSecretFacet } from '../../server/src/features/machine-credentials/clientSecretState.ts'
import { machineSecretSet } from '../../server/src/features/machine-credentials/events.ts'
import { loadArgon2 } from '../../server/src/kernel/crypto/nativeHashes.ts'
import { newId } from '../../server/src/kernel/ids.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addClientMachine } from './oidcFixtures.ts'
import { basicHeader, postForm, requestToken } from './oidcForms.ts'
import { addPerson, password } from './people.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer({ clock: testClock() })
const users = server.client(UserService)
const grant_type = 'client_credentials'
const machine = await addClientMachine(server)
const { basic } = machine
const [client_id, client_secret] = basic
const issued = { access_token: expect.stringMatching(/^slp_at_/), token_type: 'Bearer', expires_in: 43_200 }

describe('a machine fetches a token', () => {
  test('by HTTP Basic and by form', async () => {
    const { status, json, headers } = await requestToken(server, { grant_type }, { basic })
    expect([status, json]).toEqual([200, issued])
    expect(headers.get('cache-control')).toBe('no-store')
    const posted = await requestToken(server, { grant_type, client_id, client_secret })
    expect([posted.status, posted.json]).toEqual([200, issued])
    const upper = await requestToken(
      server,
      { grant_type },
      { basic: [client_id.toUpperCase(), client_secret] },
    )
    expect(upper.status).toBe(200)
  })

  test('with an ID token if it asks for one, never with a refresh token', async () => {
    const scope = 'openid profile offline_access unknown'
    const { json } = await requestToken(server, { grant_type, scope }, { basic })
    expect(json).toEqual({ ...issued, id_token: expect.any(String) })
    const { createRemoteJWKSet } = await import('jose')
    const keys = createRemoteJWKSet(new URL(`${server.url}/oauth/v2/keys`))
    const currentDate = server.clock.now()
    const { payload } = await jwtVerify(String(json['id_token']), keys, { issuer: server.url, currentDate })
    expect(payload).toMatchObject({ sub: machine.userId, azp: client_id, amr: ['pwd'] })
  })

  test('costs one append on a stream of its own', async () => {
    const { json } = await requestToken(server, { grant_type }, { basic })
    const [, , oidcSessionId = ''] = String(json['access_token']).split('_')
    expect(await eventTypesOf(server, oidcSessionId)).toEqual([
      'oidc_session.added',
      'oidc_session.access_token.added',
    ])
  })
})

test.each([
  ['no credentials', { grant_type }, {}, 401, 'invalid_client'],
  ['a wrong secret', { grant_type }, { basic: [client_id, 'wrong'] as const }, 401, 'invalid_client'],
  ['no secret', { grant_type, client_id }, {}, 401, 'invalid_client'],
  [
    'an unknown machine',
    { grant_type },
    { basic: ['nobody', client_secret] as const },
    401,
    'invalid_client',
  ],
  ['two kinds of credentials', { grant_type, client_id, client_secret }, { basic }, 400, 'invalid_request'],
  ['another id in the form', { grant_type, client_id: 'other' }, { basic }, 400, 'invalid_request'],
  ['no grant', {}, { basic }, 400, 'invalid_request'],
  ['an unknown grant', { grant_type: 'password' }, { basic }, 400, 'unsupported_grant_type'],
  ['a repeated parameter', `grant_type=${grant_type}&scope=a&scope=b`, { basic }, 400, 'invalid_request'],
  [
    'a raw secret that is no form encoding',
    { grant_type },
    { headers: { authorization: `Basic ${Buffer.from(`${client_id}:%`).toString('base64')}` } },
    401,
    'invalid_client',
  ],
  [
    'a body that is too large',
    `grant_type=${grant_type}&scope=${'x'.repeat(65_536)}`,
    { basic },
    413,
    'invalid_request',
  ],
  ['JSON', '{}', { basic, headers: { 'content-type': 'application/json' } }, 400, 'invalid_request'],
] as const)('refuses %s', async (_, form, sender, status, error) => {
  const refused = await requestToken(server, form as Record<string, string>, sender)
  expect([refused.status, refused.json['error']]).toEqual([status, error])
  expect(JSON.stringify(refused.json)).not.toContain(client_secret)
  if (status === 401) expect(refused.headers.get('www-authenticate') ?? 'Basic').toMatch(/^Basic/)
})

test('parameters in the address do not count', async () => {
  const query = new URLSearchParams({ grant_type, client_id, client_secret })
  const response = await fetch(`${server.url}/oauth/v2/token?${query}`, { method: 'POST' })
  expect(response.status).toBe(400)
  expect((await fetch(`${server.url}/oauth/v2/token?${query}`)).status).toBe(404)
})

test.each(['/oauth/v2/token', '/oauth/v2/revoke', '/oauth/v2/introspect', '/oauth/v2/par'])(
  'an assertion whose subject is no text names no client (%s)',
  async (path) => {
    for (const sub of [7, { a: 1 }, ['x'], null]) {
      const parts = [{ alg: 'RS256' }, { sub }].map((part) => Buffer.from(JSON.stringify(part)))
      const client_assertion = [...parts.map((part) => part.toString('base64url')), 'c2ln'].join('.')
      const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
      const form = { grant_type, token: 'x', client_assertion, client_assertion_type }
      const refused = await postForm(server, path, form)
      expect([refused.status, refused.json['error']]).toEqual([401, 'invalid_client'])
    }
  },
)

test('a person has no client secret, and their password is none', async () => {
  const { username } = await addPerson(server)
  const refused = await requestToken(server, { grant_type }, { basic: [username, password] })
  expect(refused.json['error']).toBe('invalid_client')
})

test('a machine of another instance is unknown', async () => {
  const { headers } = await addInstance(server)
  const refused = await requestToken(server, { grant_type }, { basic, headers })
  expect(refused.json['error']).toBe('invalid_client')
})

test.each([
  ['deactivated', (userId: string) => users.deactivateUser({ userId })],
  ['locked', (userId: string) => users.lockUser({ userId })],
  ['removed', (userId: string) => users.deleteUser({ userId })],
])('a machine that was %s is refused', async (_, stop) => {
  const stopped = await addClientMachine(server)
  await stop(stopped.userId)
  const refused = await requestToken(server, { grant_type }, { basic: stopped.basic })
  expect([refused.status, refused.json['error']]).toEqual([401, 'invalid_client'])
})

test('a secret of version 0.2.0 works and is stored as a digest from then on', async () => {
  const { userId, basic: named } = await addClientMachine(server)
  const secret = 'an-old-secret-with-many-random-characters'
  const ref = { type: 'user', id: userId }
  const writing = { instanceId: server.first.instanceId, creator: 'system', now: server.clock.now() }
  const hash = await (await loadArgon2()).hash(secret, {
    algorithm: 2,
    memoryCost: 4096,
    timeCost: 1,
    parallelism: 1,
  })
  await server.product.deps.log.transact(writing, ref, async (tx) => {
    const user = await tx.load(ref)
    const secretId = newId()
    tx.seal(user, secretId, hash)
    await tx.append(user, [machineSecretSet({ secretId })])
  })
  const stored = async () => {
    const user = await server.product.deps.log.load({ ...ref, instanceId: server.first.instanceId })
    const state = user.state(clientSecretFacet)
    return state.kind === 'set' ? server.product.deps.log.secret(user, state.secretId) : undefined
  }
  expect((await stored())?.toString()).toMatch(/^\$argon2id/)
  const wrong = await requestToken(server, { grant_type }, { basic: [named[0], 'wrong'] })
  expect(wrong.status).toBe(401)
  const first = await requestToken(server, { grant_type }, { basic: [named[0], secret] })
  expect(first.status).toBe(200)
  expect((await stored())?.length).toBe(32)
  expect(await eventTypesOf(server, userId)).toContain('user.machine.secret.updated')
  expect((await requestToken(server, { grant_type }, { basic: [named[0], secret] })).status).toBe(200)
  expect((await requestToken(server, { grant_type }, { basic: [named[0], 'wrong'] })).status).toBe(401)
})

test('client id and secret are form-encoded before they are joined (RFC 6749 §2.3.1)', () => {
  expect(basicHeader('a:b', 'c d')).toBe(`Basic ${Buffer.from('a%3Ab:c%20d').toString('base64')}`)
})
