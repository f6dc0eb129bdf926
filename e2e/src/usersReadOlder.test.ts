import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { Gender, UserState } from '@zitadel/proto/zitadel/user_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions, Protocol } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg, readDetails } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const management = (options: ClientOptions = {}) =>
  server.client(ManagementService, { ...options, headers: { ...org.headers, ...options.headers } })
const own = (options: ClientOptions = { token }) => server.client(AuthService, options)
const protocols: readonly Protocol[] = ['connect', 'grpc', 'grpc-web']

const org = await addOrg(server)
const { userId, username } = await addPerson(server, { headers: org.headers })
const machine = await addMachine(server, { orgId: org.orgId })
const machineId = machine.userId
const token = (await passwordSession(server, userId)).sessionToken
const foreign = await addInstance(server)

describe.each(protocols)('over %s', (protocol) => {
  const person = () => ({
    id: userId,
    state: UserState.ACTIVE,
    userName: username,
    loginNames: [username],
    preferredLoginName: username,
    type: {
      case: 'human',
      value: {
        profile: { firstName: 'Pat', preferredLanguage: 'und', gender: Gender.UNSPECIFIED },
        email: { email: username, isEmailVerified: true },
        phone: { phone: expect.stringMatching(/^\+4179/), isPhoneVerified: true },
        passwordChanged: expect.anything(),
      },
    },
  })

  test('management returns a person and a machine', async () => {
    const { user } = await management({ protocol }).getUserByID({ id: userId })
    expect(user).toMatchObject(person())
    expect(user?.details).toEqual(readDetails(org.orgId))
    const robot = await management({ protocol }).getUserByID({ id: machineId })
    expect(robot.user?.type).toMatchObject({
      case: 'machine',
      value: { name: expect.stringMatching(/^Machine/) },
    })
  })

  test('management returns the parts of a person, with details', async () => {
    const client = management({ protocol })
    const profile = await client.getHumanProfile({ userId })
    expect(profile.profile).toMatchObject({
      firstName: 'Pat',
      displayName: expect.stringMatching(/^Pat Person/),
    })
    const email = await client.getHumanEmail({ userId })
    expect(email.email).toMatchObject({ email: username, isEmailVerified: true })
    const phone = await client.getHumanPhone({ userId })
    expect(phone.phone).toMatchObject({ isPhoneVerified: true })
    for (const { details } of [profile, email, phone]) expect(details).toEqual(readDetails(org.orgId))
  })

  test('auth returns the callers themselves', async () => {
    const client = own({ token, protocol })
    expect((await client.getMyUser({})).user).toMatchObject(person())
    expect((await client.getMyProfile({})).profile?.firstName).toBe('Pat')
    expect((await client.getMyEmail({})).email).toMatchObject({ email: username, isEmailVerified: true })
    expect((await client.getMyPhone({})).phone).toMatchObject({ isPhoneVerified: true })
    expect((await client.getMyPhone({})).details).toEqual(readDetails(org.orgId))
  })
})

describe('refusals', () => {
  const reads: Readonly<Record<string, (options: ClientOptions, id: string) => Promise<unknown>>> = {
    GetUserByID: (options, id) => management(options).getUserByID({ id }),
    GetHumanProfile: (options, id) => management(options).getHumanProfile({ userId: id }),
    GetHumanEmail: (options, id) => management(options).getHumanEmail({ userId: id }),
    GetHumanPhone: (options, id) => management(options).getHumanPhone({ userId: id }),
  }

  test.each(Object.entries(reads))('%s finds only users of the context organization', async (_name, read) => {
    const missing = { code: 'NotFound', id: 'user.not_found' }
    const { userId: removed } = await addPerson(server, { headers: org.headers })
    await server.client(UserService).deleteUser({ userId: removed })
    const firstOrg = { headers: { 'x-zitadel-orgid': server.first.orgId } }
    for (const [options, id] of [
      [{}, 'nobody'],
      [{}, removed],
      [firstOrg, userId],
    ] as const) {
      expect(await refusalOf(read(options, id))).toEqual(missing)
    }
    const there = { token: foreign.token, headers: { ...foreign.headers, 'x-zitadel-orgid': '' } }
    expect((await refusalOf(read(there, userId))).code).toBe('NotFound')
  })

  test.each(Object.entries(reads))(
    '%s requires user.read in the context organization',
    async (_name, read) => {
      const { orgId } = org
      const status = async (input: Parameters<typeof addMachine>[1]) =>
        statusOf(read({ token: (await addMachine(server, input)).token }, userId))
      expect(await status({ orgId, roles: ['ORG_OWNER_VIEWER'] })).toBe('ok')
      expect(await status({ roles: ['IAM_USER_MANAGER'] })).toBe('ok')
      expect(await status({ orgId, roles: ['ORG_SETTINGS_MANAGER'] })).toBe('PermissionDenied')
      expect(await status({ roles: ['ORG_OWNER'] })).toBe('NotFound')
      expect(await status({ orgId })).toBe('NotFound')
      expect(await statusOf(read({ token: null }, userId))).toBe('Unauthenticated')
      expect(await statusOf(read({ token: foreign.token }, userId))).toBe('Unauthenticated')
      expect(await statusOf(read({ headers: { 'x-zitadel-orgid': 'nowhere' } }, userId))).toBe(
        'PermissionDenied',
      )
    },
  )

  test('machines without profile, address and number are refused', async () => {
    const notHuman = { code: 'FailedPrecondition', id: 'user.not_human' }
    for (const [name, read] of Object.entries(reads).slice(1)) {
      expect([name, await refusalOf(read({}, machineId))]).toEqual([name, notHuman])
    }
    const robot = own({ token: machine.token })
    expect((await robot.getMyUser({})).user?.id).toBe(machineId)
    const mine = [robot.getMyProfile({}), robot.getMyEmail({}), robot.getMyPhone({})]
    expect(await Promise.all(mine.map(refusalOf))).toEqual(mine.map(() => notHuman))
  })

  test('auth requires only a valid token', async () => {
    for (const bad of [null, 'nonsense', foreign.token]) {
      expect(await statusOf(own({ token: bad }).getMyUser({}))).toBe('Unauthenticated')
    }
    const { userId: id } = await addPerson(server)
    const { sessionToken } = await passwordSession(server, id)
    expect((await own({ token: sessionToken }).getMyUser({})).user?.id).toBe(id)
    const robot = await addMachine(server)
    for (const removed of [id, robot.userId]) await server.client(UserService).deleteUser({ userId: removed })
    expect(await statusOf(own({ token: sessionToken }).getMyUser({})), 'its session is removed').toBe(
      'NotFound',
    )
    expect(await statusOf(own({ token: robot.token }).getMyUser({}))).toBe('Unauthenticated')
  })
})

describe('GetUserByLoginNameGlobal', () => {
  const find = (loginName: string, options: ClientOptions = {}) =>
    management(options).getUserByLoginNameGlobal({ loginName })

  test('searches the whole instance, case ignored', async () => {
    const { userId: outside, username: name } = await addPerson(server)
    expect((await find(name.toUpperCase())).user?.id).toBe(outside)
    expect((await find(username)).user?.details).toEqual(readDetails(org.orgId))
    expect(await refusalOf(find(`${username}x`))).toEqual({ code: 'NotFound', id: 'user.not_found' })
    const there = { token: foreign.token, headers: { ...foreign.headers, 'x-zitadel-orgid': '' } }
    expect((await refusalOf(find(username, there))).code).toBe('NotFound')
    expect(await statusOf(find(''))).toBe('InvalidArgument')
  })

  test('requires user.global.read', async () => {
    const { orgId } = org
    const status = async (role: string) =>
      statusOf(find(username, { token: (await addMachine(server, { orgId, roles: [role] })).token }))
    expect(await status('ORG_USER_MANAGER')).toBe('ok')
    expect(await status('ORG_SETTINGS_MANAGER')).toBe('PermissionDenied')
    expect(await statusOf(find(username, { token }))).toBe('NotFound')
  })
})

describe('IsUserUnique', () => {
  const unique = async (userName: string, email = '', options: ClientOptions = {}) =>
    (await management(options).isUserUnique({ userName, email })).isUnique

  test('compares exactly, over the whole instance', async () => {
    const { username: outside } = await addPerson(server)
    expect(await unique('nobody-has-this')).toBe(true)
    expect(await unique(username)).toBe(false)
    expect(await unique(username.toUpperCase())).toBe(true)
    expect(await unique('nobody-has-this', username)).toBe(false)
    expect(await unique('', username)).toBe(false)
    expect(await unique('nobody-has-this', 'nobody@mail.example')).toBe(true)
    expect(await unique(outside)).toBe(false)
  })

  test('searches only the organization if usernames are unique there', async () => {
    const { username: outside } = await addPerson(server)
    const { orgId, headers } = await addOrg(server)
    await server.client(AdminService).addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true })
    expect(await unique(outside, '', { headers })).toBe(true)
    const { username: inside } = await addPerson(server, { headers })
    expect(await unique(inside, '', { headers })).toBe(false)
  })

  test('requires a permission and a name or an address', async () => {
    const ask = { userName: username, email: '' }
    expect(await statusOf(management({ token }).isUserUnique(ask))).toBe('NotFound')
    expect(await statusOf(management({ token: null }).isUserUnique(ask))).toBe('Unauthenticated')
  })
})

describe('changes', () => {
  test('of a user and of oneself: newest first, after a sequence, with the editor', async () => {
    const { userId: id } = await addPerson(server, { headers: org.headers })
    const users = server.client(UserService)
    await users.lockUser({ userId: id })
    await users.unlockUser({ userId: id })
    const { sessionToken } = await passwordSession(server, id)
    const types = await eventTypesOf(server, id)
    const keys = types.map((type) => `EventTypes.${type}`)
    const { result } = await management().listUserChanges({ userId: id })
    expect(result.map(({ eventType }) => eventType?.key)).toEqual(keys.toReversed())
    expect(result.at(-1)).toMatchObject({
      editorId: server.first.machine?.userId,
      resourceOwnerId: org.orgId,
      sequence: 1n,
      changeDate: expect.anything(),
    })
    const mine = await own({ token: sessionToken }).listMyUserChanges({ query: { sequence: 2n, asc: true } })
    expect(mine.result.map(({ sequence }) => Number(sequence))).toEqual(types.map((_, at) => at + 1).slice(2))
    const last = await management().listUserChanges({ userId: id, query: { limit: 1 } })
    expect(last.result.map(({ eventType }) => eventType?.key)).toEqual(keys.slice(-1))
    const text = JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    expect(text).not.toContain('secretId')
  })

  test('of users of other organizations and of unknown users are empty', async () => {
    const firstOrg = management({ headers: { 'x-zitadel-orgid': server.first.orgId } })
    expect((await firstOrg.listUserChanges({ userId })).result).toEqual([])
    expect((await management().listUserChanges({ userId: 'nobody' })).result).toEqual([])
    expect(await statusOf(management({ token }).listUserChanges({ userId }))).toBe('NotFound')
    expect(await statusOf(management({ token: null }).listUserChanges({ userId }))).toBe('Unauthenticated')
    expect(await statusOf(own({ token: null }).listMyUserChanges({}))).toBe('Unauthenticated')
  })
})
