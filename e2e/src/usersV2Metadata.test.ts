import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { AccessTokenType } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { unique } from './userFixtures.ts'

const server = await testServer()
const { orgId: organizationId, headers } = await addOrg(server)
const users = server.client(UserService)
const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const entry = (key: string, value = 'value') => ({ key, value: bytes(value) })
type Entries = readonly ReturnType<typeof entry>[]

const human = () => ({
  case: 'human' as const,
  value: {
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: {
      email: `${unique('ada')}@mail.test`,
      verification: { case: 'isVerified' as const, value: true },
    },
  },
})
const machine = (accessTokenType?: AccessTokenType) => ({
  case: 'machine' as const,
  value: { name: 'Robot', ...(accessTokenType !== undefined && { accessTokenType }) },
})
const kinds = { human, machine } as const

async function metadataOf(userId: string) {
  const { metadata } = await users.listUserMetadata({ userId })
  return Object.fromEntries(metadata.map(({ key, value }) => [key, Buffer.from(value).toString()]))
}

describe.each(Object.entries(kinds))('a %s', (_, userType) => {
  const create = (metadata: Entries) =>
    users.createUser({ organizationId, metadata: [...metadata], userType: userType() })

  test.each([
    ['a blank key', [entry(' ')]],
    ['an empty value', [entry('a', '')]],
  ])('is not created with metadata of %s, and nothing is left behind', async (_name, metadata) => {
    const userId = unique('user')
    const request = { organizationId, userId, metadata, userType: userType() }
    expect((await refusalOf(users.createUser(request))).code).toBe('InvalidArgument')
    expect(await eventTypesOf(server, userId)).toEqual([])
  })

  test('is created with metadata in the same append', async () => {
    const { id, creationDate } = await create([entry('desk', '7'), entry(' floor ', '2')])
    expect(await metadataOf(id)).toEqual({ desk: '7', floor: '2' })
    const { user } = await users.getUserByID({ userId: id })
    expect(user?.details?.changeDate).toEqual(creationDate)
  })

  test('gets metadata by UpdateUser, alone or with other changes', async () => {
    const { id: userId } = await create([entry('desk', '7'), entry('floor', '2')])
    await users.updateUser({ userId, metadata: [entry('desk', '8')] })
    expect(await metadataOf(userId)).toEqual({ desk: '8', floor: '2' })
    const username = unique('renamed')
    await users.updateUser({ userId, username, metadata: [entry('door', '1')] })
    expect(await metadataOf(userId)).toEqual({ desk: '8', floor: '2', door: '1' })
    expect((await users.getUserByID({ userId })).user?.username).toBe(username)
  })

  test('is left as it was by an update of which one part is refused', async () => {
    const { id: userId } = await create([entry('desk', '7')])
    const before = await eventTypesOf(server, userId)
    for (const request of [
      { userId, username: unique('new'), metadata: [entry(' ')] },
      { userId, username: unique('new'), metadata: [entry('floor'), entry('a', '')] },
    ]) {
      expect((await refusalOf(users.updateUser(request))).code).toBe('InvalidArgument')
    }
    expect(await eventTypesOf(server, userId)).toEqual(before)
  })

  test('gets no metadata by strangers, viewers or nobody', async () => {
    const { id: userId } = await create([])
    const change = async (token: string | null) =>
      (await refusalOf(server.client(UserService, { token }).updateUser({ userId, metadata: [entry('a')] })))
        .code
    const stranger = await addMachine(server, { roles: ['ORG_OWNER'] })
    const viewer = await addMachine(server, { orgId: organizationId, roles: ['ORG_OWNER_VIEWER'] })
    expect(await change(null)).toBe('Unauthenticated')
    expect(await change(stranger.token)).toBe('NotFound')
    expect(await change(viewer.token)).toBe('PermissionDenied')
    expect((await refusalOf(users.updateUser({ userId: 'nobody', metadata: [entry('a')] }))).code).toBe(
      'NotFound',
    )
    expect(await metadataOf(userId)).toEqual({})
  })
})

test('people may change their profile, but never their own metadata', async () => {
  const { userId } = await addPerson(server, { headers })
  const { sessionToken: token } = await passwordSession(server, userId)
  const own = server.client(UserService, { token })
  const profile = { givenName: 'Pat', familyName: 'Renamed' }
  const userType = { case: 'human' as const, value: { profile } }
  for (const request of [
    { userId, metadata: [entry('role', 'admin')] },
    { userId, metadata: [entry('role', 'admin')], userType },
  ]) {
    expect((await refusalOf(own.updateUser(request))).code).toBe('NotFound')
  }
  expect(await metadataOf(userId)).toEqual({})
  await own.updateUser({ userId, userType })
})

test('metadata of the person and of the user are one; the latter wins', async () => {
  const { value } = human()
  const userType = {
    case: 'human' as const,
    value: { ...value, metadata: [entry('a', '1'), entry('b', '1')] },
  }
  const { id } = await users.createUser({ organizationId, metadata: [entry('b', '2')], userType })
  expect(await metadataOf(id)).toEqual({ a: '1', b: '2' })
})

test('an update without type, name and metadata is refused', async () => {
  const { id: userId } = await users.createUser({ organizationId, userType: machine() })
  expect(await refusalOf(users.updateUser({ userId }))).toEqual({
    code: 'InvalidArgument',
    id: 'user.type_missing',
  })
})

test('machines get the type of their access tokens when they are created and changed; unset is bearer, or no change', async () => {
  const typeOf = async (userId: string) => {
    const { user } = await users.getUserByID({ userId })
    return user?.type.case === 'machine' ? user.type.value.accessTokenType : undefined
  }
  const { BEARER, JWT } = AccessTokenType
  const { id: plain } = await users.createUser({ organizationId, userType: machine() })
  const { id: userId } = await users.createUser({ organizationId, userType: machine(JWT) })
  expect([await typeOf(plain), await typeOf(userId)]).toEqual([BEARER, JWT])
  await users.updateUser({ userId, userType: { case: 'machine', value: { name: 'Renamed' } } })
  expect(await typeOf(userId)).toBe(JWT)
  await users.updateUser({ userId, userType: { case: 'machine', value: { accessTokenType: BEARER } } })
  expect(await typeOf(userId)).toBe(BEARER)
  const unknown = machine(7 as AccessTokenType)
  expect((await refusalOf(users.createUser({ organizationId, userType: unknown }))).code).toBe(
    'InvalidArgument',
  )
})
