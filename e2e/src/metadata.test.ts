import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { addHuman, addSelf, outcomes, readUser } from './userFixtures.ts'

const server = await testServer()

const users = () => server.client(UserService)
const management = (org = orgId) => server.client(ManagementService, { headers: inOrg(org) })
const entries = (pairs: Readonly<Record<string, string>>) =>
  Object.entries(pairs).map(([key, value]) => ({ key, value: Buffer.from(value) }))
const set = (userId: string, pairs: Readonly<Record<string, string>>) =>
  users().setUserMetadata({ userId, metadata: entries(pairs) })
const remove = (userId: string, ...keys: string[]) => users().deleteUserMetadata({ userId, keys })

/** All entries of a user, as v2 lists them. */
async function read(userId: string): Promise<Readonly<Record<string, string>>> {
  const { metadata } = await users().listUserMetadata({ userId })
  return Object.fromEntries(metadata.map(({ key, value }) => [key, Buffer.from(value).toString()]))
}
const later = async (userId: string) => (await eventTypesOf(server, userId)).slice(1)

const orgId = server.first.orgId

describe('user.v2', () => {
  test('sets, replaces and removes in one go; nothing new is nothing written', async () => {
    const { userId } = await addHuman(server)
    const { setDate } = await set(userId, { tier: 'gold', region: 'ch' })
    expect(await read(userId)).toEqual({ tier: 'gold', region: 'ch' })
    const again = await set(userId, { tier: 'gold' })
    expect(again.setDate, 'the date of what was written last').toEqual(setDate)
    await set(userId, { tier: 'silver', region: 'ch', fresh: 'x' })
    expect(await read(userId)).toEqual({ tier: 'silver', region: 'ch', fresh: 'x' })
    const { deletionDate } = await remove(userId, 'tier', 'fresh')
    expect(deletionDate).toBeDefined()
    expect(await read(userId)).toEqual({ region: 'ch' })
    expect(await later(userId)).toEqual([
      ...Array(4).fill('user.metadata.set'),
      ...Array(2).fill('user.metadata.removed'),
    ])
  })

  test('keys are trimmed, values are bytes, and neither is anything to the program', async () => {
    const { userId } = await addHuman(server)
    const value = Buffer.from([0, 255, 128, 10])
    const keys = [' spaced ', '__proto__', 'constructor', 'ключ']
    await users().setUserMetadata({ userId, metadata: keys.map((key) => ({ key, value })) })
    const { metadata } = await users().listUserMetadata({ userId })
    expect(metadata.map(({ key }) => key).sort()).toEqual(['__proto__', 'constructor', 'spaced', 'ключ'])
    expect(metadata.every((entry) => Buffer.from(entry.value).equals(value))).toBe(true)
    expect(await outcome(remove(userId, 'toString'))).toBe('NotFound user.metadata_unknown')
    await remove(userId, ...keys)
    expect(await read(userId)).toEqual({})
  })

  test('refusals, each of which changes nothing', async () => {
    const { userId } = await addHuman(server)
    await set(userId, { kept: 'x' })
    const calls = [
      set(userId, {}),
      set('404', { k: 'v' }),
      remove(userId),
      remove('404', 'k'),
      remove(userId, 'kept', 'unknown'),
      set(userId, { ' ': 'v', kept: 'changed' }),
      set(userId, { kept: '' }),
    ]
    const [noneSet, missing, noneRemoved, missingToo, unknown, blank, empty] = await outcomes(calls)
    expect(noneSet).toMatch(/^(FailedPrecondition user\.metadata_none_given|InvalidArgument)/)
    expect(noneRemoved).toMatch(/^(FailedPrecondition user\.metadata_none_given|InvalidArgument)/)
    expect([missing, missingToo]).toEqual(Array(2).fill('FailedPrecondition user.missing'))
    expect(unknown).toBe('NotFound user.metadata_unknown')
    expect(blank).toMatch(/^InvalidArgument/)
    expect(empty, 'the message asks for a value').toMatch(/^InvalidArgument/)
    expect(await read(userId)).toEqual({ kept: 'x' })
  })

  test('being oneself is not enough, for people as for machines', async () => {
    const person = await addSelf(server)
    const machine = await addMachine(server)
    for (const { userId, token } of [person, machine]) {
      const own = server.client(UserService, { token })
      const calls = [
        own.setUserMetadata({ userId, metadata: entries({ k: 'v' }) }),
        own.deleteUserMetadata({ userId, keys: ['k'] }),
      ]
      expect(await outcomes(calls)).toEqual(Array(2).fill('NotFound permission.membership_not_found'))
      expect(await read(userId)).toEqual({})
    }
    await set(machine.userId, { k: 'v' })
    expect(await read(machine.userId), 'machines have metadata, too').toEqual({ k: 'v' })
  })

  test('is no change of the user', async () => {
    const { userId } = await addHuman(server)
    const { details } = await readUser(server, userId)
    await set(userId, { k: 'v' })
    await remove(userId, 'k')
    expect((await readUser(server, userId)).details).toEqual(details)
  })
})

describe('management.v1', () => {
  const one = (id: string, key: string, value: string, org?: string) =>
    management(org).setUserMetadata({ id, key, value: Buffer.from(value) })
  const bulk = (id: string, pairs: Readonly<Record<string, string>>, org?: string) =>
    management(org).bulkSetUserMetadata({ id, metadata: entries(pairs) })

  test('one entry', async () => {
    const { userId: id, token } = await addSelf(server)
    const reply = await one(id, 'tier', 'gold')
    expect(reply).toMatchObject({ id, details: addedDetails(orgId) })
    const { length } = await eventTypesOf(server, id)
    await one(id, 'tier', 'gold')
    expect(await eventTypesOf(server, id), 'the same value is no event').toHaveLength(length)
    const { metadata } = await management().getUserMetadata({ id, key: 'tier' })
    expect(Buffer.from(metadata?.value ?? []).toString()).toBe('gold')
    const mine = await server.client(AuthService, { token }).getMyMetadata({ key: 'tier' })
    expect(mine.metadata?.key).toBe('tier')
    expect((await management().removeUserMetadata({ id, key: 'tier' })).details).toEqual(
      changedDetails(orgId, BigInt(length + 1)),
    )
    expect(await read(id)).toEqual({})
    expect(await outcome(management().removeUserMetadata({ id, key: 'tier' }))).toBe(
      'NotFound user.metadata_unknown',
    )
    expect(await outcome(one(id, 'tier', ''))).toMatch(/^InvalidArgument/)
    expect(await outcome(one(id, '', 'x'))).toMatch(/^InvalidArgument/)
  })

  test('several at once', async () => {
    const { userId: id } = await addHuman(server)
    expect((await bulk(id, { a: '1', b: '2' })).details).toEqual(changedDetails(orgId, 3n))
    await bulk(id, { a: '1', c: '3' })
    expect(await read(id)).toEqual({ a: '1', b: '2', c: '3' })
    const removeAll = (...keys: string[]) => management().bulkRemoveUserMetadata({ id, keys })
    expect(await outcome(removeAll('a', 'nope'))).toBe('NotFound user.metadata_unknown')
    expect((await removeAll('a', 'b')).details).toEqual(changedDetails(orgId, 6n))
    expect(await read(id)).toEqual({ c: '3' })
    expect(await outcome(bulk(id, {}))).toMatch(/^(FailedPrecondition|InvalidArgument)/)
    expect(await outcome(removeAll())).toMatch(/^(FailedPrecondition|InvalidArgument)/)
  })

  test('knows nobody else’s users', async () => {
    const { userId } = await addHuman(server)
    await set(userId, { k: 'v' })
    const elsewhere = (await addOrg(server)).orgId
    for (const [id, org] of [
      [userId, elsewhere],
      ['404', orgId],
    ] as const) {
      const calls = [
        one(id, 'k', 'w', org),
        bulk(id, { k: 'w' }, org),
        management(org).removeUserMetadata({ id, key: 'k' }),
        management(org).bulkRemoveUserMetadata({ id, keys: ['k'] }),
      ]
      expect(await outcomes(calls)).toEqual(Array(4).fill('FailedPrecondition user.missing'))
    }
    expect(await read(userId)).toEqual({ k: 'v' })
  })
})
