import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { Gender, UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions, Protocol } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addOrg, changedDetails, readDetails } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

const server = await systemServer()

const services = { v2: UserService, v2beta: UserServiceBeta } as const
const protocols: readonly Protocol[] = ['connect', 'grpc', 'grpc-web']

const org = await addOrg(server)
/** The person that the tests read, with metadata. */
const { userId } = await addPerson(server, { headers: org.headers })
await server.client(UserService).setUserMetadata({
  userId,
  metadata: ['b', 'A', 'a', 'c%'].map((key) => ({ key, value: bytes(`value of ${key}`) })),
})
const { orgId } = org
const foreign = await addInstance(server)
const callers: Readonly<Record<string, ClientOptions>> = {
  IAM_OWNER: {},
  ...(await addCallers(
    server,
    orgId,
    'IAM_OWNER_VIEWER',
    'IAM_LOGIN_CLIENT',
    'IAM_END_USER_IMPERSONATOR',
    'ORG_OWNER_VIEWER',
    'ORG_USER_MANAGER',
    'ORG_SETTINGS_MANAGER',
  )),
  'the person': { token: (await passwordSession(server, userId)).sessionToken },
  'another instance': { headers: foreign.headers, token: foreign.token },
  'a token of another instance': { token: foreign.token },
  'unknown context': { headers: { 'x-zitadel-orgid': 'nowhere' } },
}

describe.each(Object.entries(services))('%s GetUserByID', (_name, service) => {
  test.each(protocols)('returns a whole person over %s', async (protocol) => {
    const users = server.client(UserService)
    const { userId: id } = await users.addHumanUser({
      organization: { org: { case: 'orgId', value: org.orgId } },
      profile: {
        givenName: 'Ada',
        familyName: 'Lovelace',
        nickName: 'Countess',
        gender: Gender.DIVERSE,
        preferredLanguage: 'de',
      },
      email: {
        email: `Ada@${protocol}.${service.typeName}`,
        verification: { case: 'isVerified', value: true },
      },
      phone: { phone: '079 111 22 33', verification: { case: 'returnCode', value: {} } },
      passwordType: { case: 'password', value: { password: 'Correct-Horse-1', changeRequired: true } },
    })
    const { details, user } = await server.client(service, { protocol }).getUserByID({ userId: id })
    const events = await eventTypesOf(server, id)
    expect(details).toEqual(readDetails(org.orgId))
    const username = `Ada@${protocol}.${service.typeName}`
    expect(user).toMatchObject({
      userId: id,
      state: UserState.ACTIVE,
      username,
      loginNames: [username],
      preferredLoginName: username,
      type: {
        case: 'human',
        value: {
          profile: {
            givenName: 'Ada',
            familyName: 'Lovelace',
            nickName: 'Countess',
            displayName: 'Ada Lovelace',
            preferredLanguage: 'de',
            gender: Gender.DIVERSE,
          },
          email: { email: username, isVerified: true },
          phone: { phone: '+41791112233', isVerified: false },
          passwordChangeRequired: true,
          passwordChanged: expect.anything(),
        },
      },
    })
    expect(events).toContain('user.human.password.changed')
  })

  test('returns missing fields as unset', async () => {
    const { userId: id } = await server.client(UserService).addHumanUser({
      profile: { givenName: 'B', familyName: 'C' },
      email: { email: `plain@${service.typeName}`, verification: { case: 'returnCode', value: {} } },
    })
    const { user } = await server.client(service).getUserByID({ userId: id })
    const human = user?.type.case === 'human' ? user.type.value : undefined
    expect(human?.profile).toMatchObject({
      preferredLanguage: 'und',
      gender: Gender.UNSPECIFIED,
      nickName: '',
    })
    expect(human?.email).toMatchObject({ isVerified: false })
    expect(human?.phone).toMatchObject({ phone: '', isVerified: false })
    expect([human?.passwordChanged, human?.passwordChangeRequired]).toEqual([undefined, false])
  })

  test('returns a machine', async () => {
    const management = server.client(ManagementService, { headers: org.headers })
    const added = { userName: `robot-${service.typeName}`, name: 'Robot', description: 'works' }
    const { userId: id } = await management.addMachineUser(added)
    await management.generateMachineSecret({ userId: id })
    const { user } = await server.client(service).getUserByID({ userId: id })
    expect(user?.type).toMatchObject({
      case: 'machine',
      value: { name: 'Robot', description: 'works', hasSecret: true },
    })
  })

  const expectations = {
    IAM_OWNER: 'ok',
    IAM_OWNER_VIEWER: 'ok',
    IAM_LOGIN_CLIENT: 'ok',
    IAM_END_USER_IMPERSONATOR: 'PermissionDenied',
    ORG_OWNER_VIEWER: 'ok',
    ORG_USER_MANAGER: 'ok',
    ORG_SETTINGS_MANAGER: 'PermissionDenied',
    'ORG_OWNER elsewhere': 'NotFound',
    'no membership': 'NotFound',
    'the person': 'ok',
    'no token': 'Unauthenticated',
    'another instance': 'NotFound',
    'a token of another instance': 'Unauthenticated',
    'unknown context': 'PermissionDenied',
  }
  test.each(Object.entries(expectations))('returns to %s: %s', async (caller, expected) => {
    expect(await statusOf(server.client(service, callers[caller]).getUserByID({ userId }))).toBe(expected)
  })

  test('refuses unknown, removed and empty ids', async () => {
    const users = server.client(service)
    const { userId: removed } = await addPerson(server)
    await users.deleteUser({ userId: removed })
    const missing = { code: 'NotFound', id: 'user.not_found' }
    expect(await refusalOf(users.getUserByID({ userId: removed }))).toEqual(missing)
    expect(await refusalOf(users.getUserByID({ userId: 'nobody' }))).toEqual(missing)
    expect((await refusalOf(users.getUserByID({ userId: '' }))).code).toBe('InvalidArgument')
  })
})

test('GetUserByID over REST: 200, 404, 401, and numbers in the JSON mapping', async () => {
  const found = await server.rest('GET', `/v2/users/${userId}`)
  expect([found.status, found.json]).toMatchObject([
    200,
    { details: { sequence: expect.stringMatching(/^\d+$/) }, user: { userId, state: 'USER_STATE_ACTIVE' } },
  ])
  expect((await server.rest('GET', `/v2beta/users/${userId}`)).json).toMatchObject({ user: { userId } })
  expect((await server.rest('GET', '/v2/users/nobody')).status).toBe(404)
  expect((await server.rest('GET', `/v2/users/${userId}`, { token: null })).status).toBe(401)
})

test('the state is that of this instant', async () => {
  const { userId: id } = await addPerson(server)
  const users = server.client(UserService)
  const state = async () => (await users.getUserByID({ userId: id })).user?.state
  await users.lockUser({ userId: id })
  expect(await state()).toBe(UserState.LOCKED)
  await users.unlockUser({ userId: id })
  expect(await state()).toBe(UserState.ACTIVE)
  await users.deactivateUser({ userId: id })
  expect(await state()).toBe(UserState.INACTIVE)
  await users.reactivateUser({ userId: id })
  expect(await state()).toBe(UserState.ACTIVE)
})

test('shown fields advance sequence and change date; codes, metadata and keys do not (users notes §7)', async () => {
  const { userId: id } = await addPerson(server)
  const users = server.client(UserService)
  const sequence = async () => (await users.getUserByID({ userId: id })).details?.sequence ?? 0n
  let before = await sequence()
  const silent = [
    () => users.passwordReset({ userId: id, medium: { case: 'returnCode', value: {} } }),
    () => users.setUserMetadata({ userId: id, metadata: [{ key: 'k', value: bytes('v') }] }),
    () => users.deleteUserMetadata({ userId: id, keys: ['k'] }),
  ]
  for (const act of silent) {
    await act()
    expect(await sequence()).toBe(before)
  }
  const telling = [
    () => users.updateHumanUser({ userId: id, username: `renamed-${id}` }),
    () => users.updateHumanUser({ userId: id, profile: { givenName: 'New', familyName: 'Name' } }),
    () => users.setEmail({ userId: id, email: 'new@mail.example' }),
    () => users.removePhone({ userId: id }),
    () => users.setPassword({ userId: id, newPassword: { password: 'Another-Horse-2' } }),
    () => users.addOTPEmail({ userId: id }),
    () => users.lockUser({ userId: id }),
  ]
  for (const act of telling) {
    const { details } = await act()
    expect(details).toEqual(changedDetails(server.first.orgId))
    const after = await sequence()
    expect(after).toBeGreaterThan(before)
    before = after
  }
})

test('login names have every verified domain if logins carry the organization’s domain', async () => {
  const { orgId, headers } = await addOrg(server)
  const { userId: id, username } = await addPerson(server, { headers })
  const management = server.client(ManagementService, { headers })
  const names = async () => (await server.client(UserService).getUserByID({ userId: id })).user
  expect(await names()).toMatchObject({ loginNames: [username], preferredLoginName: username })
  const admin = server.client(AdminService)
  await admin.addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true })
  await management.addOrgDomain({ domain: 'a.example' })
  const { result } = await management.listOrgDomains({})
  const verified = result.filter(({ isVerified }) => isVerified).map(({ domainName }) => domainName)
  const primary = result.find(({ isPrimary }) => isPrimary)?.domainName
  expect(verified).not.toEqual([])
  expect(await names()).toMatchObject({
    loginNames: verified.map((domain) => `${username}@${domain}`).toSorted(),
    preferredLoginName: `${username}@${primary}`,
  })
  const found = await management.getUserByLoginNameGlobal({
    loginName: `${username}@${primary}`.toUpperCase(),
  })
  expect(found.user?.id).toBe(id)
  await admin.resetCustomDomainPolicyToDefault({ orgId })
  expect(await names()).toMatchObject({ loginNames: [username] })
})
