import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { matchClientSecret } from '../../server/src/features/machine-credentials/clientSecret.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addPerson } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = (token?: string) => server.client(UserService, token === undefined ? {} : { token })
const inSeconds = (seconds: number) => timestampFromDate(new Date(clock.now().getTime() + seconds * 1000))
const now = () => timestampFromDate(clock.now())
const me = async (token: string) => (await server.client(AuthService, { token }).getMyUser({})).user?.id
const invalidToken = { code: 'Unauthenticated', id: 'auth.token_invalid' }
const missing = { code: 'FailedPrecondition', id: 'machine_credential.machine_missing' }
const pem = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits })
const publicPem = (bits: number) => Buffer.from(pem(bits).publicKey.export({ type: 'spki', format: 'pem' }))

const { userId } = await addMachine(server)

describe('personal access tokens of user.v2', () => {
  test('work and are listed until they are removed', async () => {
    const expirationDate = inSeconds(3600)
    const added = await users().addPersonalAccessToken({ userId, expirationDate })
    expect(added.creationDate).toEqual(now())
    expect(await me(added.token)).toBe(userId)
    const { tokenId } = added
    const filters = [{ filter: { case: 'tokenIdFilter' as const, value: { id: tokenId } } }]
    const listed = await users().listPersonalAccessTokens({ filters })
    expect(listed.result).toMatchObject([
      { id: tokenId, userId, organizationId: server.first.orgId, expirationDate, creationDate: now() },
    ])
    const removed = await users().removePersonalAccessToken({ userId, tokenId })
    expect(removed.deletionDate).toEqual(now())
    expect(await refusalOf(me(added.token))).toEqual(invalidToken)
    expect((await users().listPersonalAccessTokens({ filters })).result).toEqual([])
    const again = await refusalOf(users().removePersonalAccessToken({ userId, tokenId }))
    expect(again).toEqual({ code: 'NotFound', id: 'machine_credential.token_not_found' })
  })

  test('expire to the second', async () => {
    const { token } = await users().addPersonalAccessToken({ userId, expirationDate: inSeconds(60) })
    clock.advance(59)
    expect(await me(token)).toBe(userId)
    clock.advance(1)
    expect(await refusalOf(me(token))).toEqual(invalidToken)
  })

  test('removing one leaves the others', async () => {
    const expirationDate = inSeconds(60)
    const [one, two] = [
      await users().addPersonalAccessToken({ userId, expirationDate }),
      await users().addPersonalAccessToken({ userId, expirationDate }),
    ]
    await users().removePersonalAccessToken({ userId, tokenId: one.tokenId })
    expect(await me(two.token)).toBe(userId)
  })

  test('one of another machine is not found', async () => {
    const other = await addMachine(server)
    const { tokenId, token } = await users().addPersonalAccessToken({ userId, expirationDate: inSeconds(60) })
    const foreign = users().removePersonalAccessToken({ userId: other.userId, tokenId })
    expect((await refusalOf(foreign)).code).toBe('NotFound')
    expect(await me(token)).toBe(userId)
  })

  test('a token with one character changed is refused', async () => {
    const { token } = await users().addPersonalAccessToken({ userId, expirationDate: inSeconds(60) })
    const secret = token.length - 43
    for (const at of [8, secret, token.length - 2]) {
      const forged = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect((await refusalOf(me(forged))).code).toBe('Unauthenticated')
    }
  })

  test.each([
    ['deactivateUser', 'reactivateUser'],
    ['lockUser', 'unlockUser'],
  ] as const)('%s revokes them forever; they are still listed', async (stop, start) => {
    const machine = await addMachine(server)
    await users()[stop]({ userId: machine.userId })
    expect((await refusalOf(me(machine.token))).code).toBe('Unauthenticated')
    await users()[start]({ userId: machine.userId })
    expect((await refusalOf(me(machine.token))).code).toBe('Unauthenticated')
    const filters = [{ filter: { case: 'userIdFilter' as const, value: { id: machine.userId } } }]
    expect((await users().listPersonalAccessTokens({ filters })).result).toHaveLength(1)
    const expirationDate = inSeconds(60)
    const { token } = await users().addPersonalAccessToken({ userId: machine.userId, expirationDate })
    expect(await me(token)).toBe(machine.userId)
  })

  test('are removed with their machine', async () => {
    const machine = await addMachine(server)
    await users().deleteUser({ userId: machine.userId })
    expect(await refusalOf(me(machine.token))).toEqual(invalidToken)
    const filters = [{ filter: { case: 'userIdFilter' as const, value: { id: machine.userId } } }]
    expect((await users().listPersonalAccessTokens({ filters })).result).toEqual([])
  })
})

describe('keys of user.v2', () => {
  test('a generated key is returned once as a key file; the server stores the public half', async () => {
    const expirationDate = inSeconds(3600)
    const { keyId, keyContent, creationDate } = await users().addKey({ userId, expirationDate })
    expect(creationDate).toEqual(now())
    const file = JSON.parse(Buffer.from(keyContent).toString())
    expect(file).toEqual({
      type: 'serviceaccount',
      keyId,
      userId,
      key: expect.stringContaining('PRIVATE KEY'),
      expirationDate: timestampDate(expirationDate).toISOString().replace('.000Z', 'Z'),
    })
    const details = createPrivateKey(file.key).asymmetricKeyDetails
    expect([createPrivateKey(file.key).asymmetricKeyType, details?.modulusLength]).toEqual(['rsa', 2048])
    const added = (await eventsOf(server, userId)).at(-1)
    expect(added?.type).toBe('user.machine.key.added')
    const stored = createPublicKey(file.key).export({ type: 'spki', format: 'pem' }).toString()
    expect(added?.payload).toMatchObject({ keyId, publicKey: stored })
    expect(JSON.stringify(added)).not.toContain('PRIVATE')
  })

  test('a given public key has no key file; it is listed and removed', async () => {
    const expirationDate = inSeconds(3600)
    const { keyId, keyContent } = await users().addKey({ userId, expirationDate, publicKey: publicPem(2048) })
    expect(keyContent).toHaveLength(0)
    const filters = [{ filter: { case: 'keyIdFilter' as const, value: { id: keyId } } }]
    expect((await users().listKeys({ filters })).result).toMatchObject([
      { id: keyId, userId, organizationId: server.first.orgId, expirationDate },
    ])
    expect((await users().removeKey({ userId, keyId })).deletionDate).toEqual(now())
    expect((await users().listKeys({ filters })).result).toEqual([])
    const again = await refusalOf(users().removeKey({ userId, keyId }))
    expect(again).toEqual({ code: 'NotFound', id: 'machine_credential.key_not_found' })
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.machine.key.removed')
  })

  test.each([
    ['text', () => Buffer.from('no key')],
    ['a private key', () => Buffer.from(pem(2048).privateKey.export({ type: 'pkcs8', format: 'pem' }))],
    ['too few bits', () => publicPem(1024)],
    [
      'another algorithm',
      () => Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })),
    ],
  ])('%s is refused', async (_name, publicKey) => {
    const adding = users().addKey({ userId, expirationDate: inSeconds(60), publicKey: publicKey() })
    expect(await refusalOf(adding)).toEqual({
      code: 'InvalidArgument',
      id: 'machine_credential.public_key_invalid',
    })
  })
})

describe('client secrets of user.v2', () => {
  test('are returned once, replaced, and removed once', async () => {
    const machine = await addMachine(server)
    const wanted = { userId: machine.userId }
    const first = await users().addSecret(wanted)
    const second = await users().addSecret(wanted)
    expect(first.creationDate).toEqual(now())
    expect(first.clientSecret).toMatch(/^[A-Za-z0-9]{64}$/)
    expect(second.clientSecret).toMatch(/^[A-Za-z0-9]{64}$/)
    expect(second.clientSecret).not.toBe(first.clientSecret)
    const { secretId } = (await eventsOf(server, machine.userId)).at(-1)?.payload ?? {}
    const ref = { instanceId: server.first.instanceId, type: 'user', id: machine.userId }
    const stored = (await server.product.deps.log.secret(ref, String(secretId))) ?? Buffer.alloc(0)
    const comparing = (secret: string) => matchClientSecret(secret, stored)
    expect([await comparing(second.clientSecret), await comparing(first.clientSecret)]).toEqual(['yes', 'no'])
    expect((await users().removeSecret(wanted)).deletionDate).toEqual(now())
    expect(await refusalOf(users().removeSecret(wanted))).toEqual({
      code: 'FailedPrecondition',
      id: 'machine_credential.secret_not_set',
    })
    const events = (await eventsOf(server, machine.userId)).slice(-3)
    expect(events.map(({ type }) => type)).toEqual([
      'user.machine.secret.set',
      'user.machine.secret.set',
      'user.machine.secret.removed',
    ])
    expect(JSON.stringify(events)).not.toContain(second.clientSecret)
  })
})

describe('refused for every credential', () => {
  const past = { code: 'InvalidArgument', id: 'machine_credential.expiry_past' }

  test('an expiration that is not in the future', async () => {
    for (const expirationDate of [inSeconds(-1), now()]) {
      expect(await refusalOf(users().addPersonalAccessToken({ userId, expirationDate }))).toEqual(past)
      expect(await refusalOf(users().addKey({ userId, expirationDate }))).toEqual(past)
    }
  })

  test('a missing expiration', async () => {
    expect((await refusalOf(users().addPersonalAccessToken({ userId }))).code).toBe('InvalidArgument')
    expect((await refusalOf(users().addKey({ userId }))).code).toBe('InvalidArgument')
  })

  test('people and unknown users', async () => {
    const person = await addPerson(server)
    for (const id of [person.userId, 'nobody']) {
      const wanted = { userId: id, expirationDate: inSeconds(60) }
      expect(await refusalOf(users().addPersonalAccessToken(wanted))).toEqual(missing)
      expect(await refusalOf(users().addKey(wanted))).toEqual(missing)
      expect(await refusalOf(users().addSecret(wanted))).toEqual(missing)
      expect((await refusalOf(users().removeSecret(wanted))).code).toBe('FailedPrecondition')
      expect((await refusalOf(users().removeKey({ userId: id, keyId: 'k' }))).code).toBe('NotFound')
      const token = users().removePersonalAccessToken({ userId: id, tokenId: 't' })
      expect((await refusalOf(token)).code).toBe('NotFound')
    }
  })

  test('empty and overlong ids', async () => {
    for (const id of ['', 'x'.repeat(201)]) {
      const wanted = { userId: id, expirationDate: inSeconds(60) }
      const refusals = await Promise.all(
        [
          users().addPersonalAccessToken(wanted),
          users().addKey(wanted),
          users().addSecret(wanted),
          users().removeSecret(wanted),
          users().removeKey({ userId, keyId: id }),
          users().removePersonalAccessToken({ userId, tokenId: id }),
        ].map(refusalOf),
      )
      expect(refusals).toEqual(refusals.map(() => ({ code: 'InvalidArgument', id: '' })))
    }
  })
})
