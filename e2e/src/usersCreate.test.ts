import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { Gender, UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { codeAt, eventTypesOf } from './factors.ts'
import { password } from './people.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import {
  addHuman,
  aHuman,
  type HumanInput,
  type NewHuman,
  outcomes,
  readHuman,
  readUser,
  unique,
} from './userFixtures.ts'

const server = await testServer()

const users = () => server.client(UserService)
const management = (org = orgId) => server.client(ManagementService, { headers: inOrg(org) })
const add = (input: NewHuman = {}, headers?: Record<string, string>) => addHuman(server, input, headers)
const create = (organizationId: string, input: HumanInput = {}, named: object = {}) =>
  users().createUser({ organizationId, ...named, userType: { case: 'human', value: aHuman(input) } })
const machine = (organizationId: string, named: object = {}) =>
  users().createUser({ organizationId, ...named, userType: { case: 'machine', value: { name: 'Robot' } } })

const orgId = server.first.orgId
const elsewhere = (await addOrg(server, 'Elsewhere')).orgId

describe('a new user is read as created', () => {
  test('a person with the required fields', async () => {
    const reply = await add()
    expect(reply.userId).toMatch(/^\d+$/)
    expect(reply.details).toEqual(changedDetails(orgId, 1n))
    const user = await readUser(server, reply.userId)
    const { email } = await readHuman(server, reply.userId)
    expect(user).toMatchObject({ state: UserState.ACTIVE, username: email?.email })
    expect(user.loginNames).toEqual([user.username])
    expect(user.preferredLoginName).toBe(user.username)
    const human = await readHuman(server, reply.userId)
    expect(human.profile).toMatchObject({
      displayName: 'Ada Lovelace',
      preferredLanguage: 'und',
      gender: Gender.UNSPECIFIED,
    })
    expect(human.phone).toMatchObject({ phone: '', isVerified: false })
    expect(human.passwordChangeRequired).toBe(false)
    expect(human.passwordChanged).toBeUndefined()
    expect(human.mfaInitSkipped).toBeUndefined()
  })

  test('a person with all fields: names trimmed, number normalised, address unchanged', async () => {
    const email = `${unique('MiXed')}@Mail.Test`
    const username = unique('everything')
    const { id, creationDate } = await create(
      orgId,
      {
        profile: {
          givenName: ' Ada ',
          familyName: ' King ',
          nickName: 'countess',
          displayName: 'A. K.',
          preferredLanguage: 'de',
          gender: Gender.FEMALE,
        },
        email: { email, verification: { case: 'isVerified', value: true } },
        phone: { phone: '079 555 12 34', verification: { case: 'isVerified', value: true } },
        passwordType: { case: 'password', value: { password, changeRequired: true } },
        metadata: [{ key: ' tier ', value: Buffer.from('gold') }],
      },
      { username: ` ${username} ` },
    )
    const user = await readUser(server, id)
    expect(user).toMatchObject({ username, state: UserState.ACTIVE, details: { resourceOwner: orgId } })
    expect(user.details?.creationDate).toEqual(creationDate)
    const human = await readHuman(server, id)
    expect(human).toMatchObject({
      profile: {
        givenName: 'Ada',
        familyName: 'King',
        nickName: 'countess',
        displayName: 'A. K.',
        preferredLanguage: 'de',
        gender: Gender.FEMALE,
      },
      email: { email, isVerified: true },
      phone: { phone: '+41795551234', isVerified: true },
      passwordChangeRequired: true,
    })
    expect(human.passwordChanged).toBeDefined()
    const { metadata } = await users().listUserMetadata({ userId: id })
    expect(metadata.map(({ key, value }) => [key, Buffer.from(value).toString()])).toEqual([['tier', 'gold']])
    expect(await eventTypesOf(server, id)).toEqual([
      'user.human.added',
      'user.human.email.verified',
      'user.human.phone.verified',
      'user.human.password.changed',
      'user.metadata.set',
    ])
  })

  test('the username of a machine is its id by default', async () => {
    const { id } = await machine(orgId)
    expect(await readUser(server, id)).toMatchObject({
      username: id,
      loginNames: [id],
      state: UserState.ACTIVE,
      type: { case: 'machine', value: { name: 'Robot', hasSecret: false } },
    })
    const named = unique('robot')
    expect((await readUser(server, (await machine(orgId, { username: named })).id)).username).toBe(named)
    expect(await eventTypesOf(server, id)).toEqual(['user.machine.added'])
    const v1 = await management().addMachineUser({ userName: unique('v1-robot'), name: 'Old' })
    expect(v1.details).toEqual(changedDetails(orgId, 1n))
    const chosen = unique('chosen')
    const { userId } = await management().addMachineUser({ userId: chosen, userName: chosen, name: 'Old' })
    expect(userId).toBe(chosen)
  })

  test('a TOTP seed counts as verified at once', async () => {
    const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    const { userId } = await add({ totpSecret })
    expect(await eventTypesOf(server, userId)).toEqual([
      'user.human.added',
      'user.human.mfa.otp.added',
      'user.human.mfa.otp.verified',
    ])
    const user = { search: { case: 'userId', value: userId } } as const
    const checks = { user, totp: { code: codeAt(totpSecret, new Date()) } }
    const { sessionId } = await server.client(SessionService).createSession({ checks })
    const { session } = await server.client(SessionService).getSession({ sessionId })
    expect(session?.factors?.totp?.verifiedAt).toBeDefined()
  })
})

describe('ids', () => {
  test('an id in use is refused, also if its user belongs to another organization', async () => {
    const userId = unique('id')
    await add({ userId })
    expect(
      await outcomes([
        add({ userId }),
        add({ userId }, inOrg(elsewhere)),
        create(orgId, {}, { userId }),
        machine(orgId, { userId }),
        management().addMachineUser({ userId, userName: userId, name: 'x' }),
      ]),
    ).toEqual(Array(5).fill('FailedPrecondition user.already_exists'))
  })

  test('the id of a removed user can be used again, but only in the same organization', async () => {
    const userId = unique('again')
    await add({
      userId,
      passwordType: { case: 'password', value: { password } },
      metadata: [{ key: 'old', value: Buffer.from('x') }],
    })
    await users().deleteUser({ userId })
    const inOther = await outcomes([
      add({ userId }, inOrg(elsewhere)),
      create(elsewhere, {}, { userId }),
      machine(elsewhere, { userId }),
      management(elsewhere).addMachineUser({ userId, userName: userId, name: 'x' }),
    ])
    expect(inOther).toEqual(Array(4).fill('FailedPrecondition user.id_elsewhere'))
    await add({ userId })
    expect((await readHuman(server, userId)).passwordChanged).toBeUndefined()
    expect((await users().listUserMetadata({ userId })).metadata).toEqual([])
    await users().deleteUser({ userId })
    expect((await machine(orgId, { userId })).id, 'even as the other kind').toBe(userId)
  })
})

describe('usernames', () => {
  test('are unique in the instance, case ignored; addresses and numbers are not', async () => {
    const username = unique('Name')
    const contact = {
      email: { email: `${unique('shared')}@mail.test` },
      phone: { phone: '+41795550000' },
    }
    await add({ username, ...contact })
    expect(
      await outcomes([
        add({ username: username.toUpperCase() }, inOrg(elsewhere)),
        create(elsewhere, {}, { username: username.toLowerCase() }),
        machine(elsewhere, { username }),
        management().addMachineUser({ userName: username, name: 'x' }),
      ]),
    ).toEqual(Array(4).fill('AlreadyExists user.username_taken'))
    await add({ username: unique('other'), ...contact })
  })

  test('are unique in the organization if logins carry its domain', async () => {
    const org = await addOrg(server, 'Must be domain')
    const policy = { orgId: org.orgId, userLoginMustBeDomain: true, validateOrgDomains: false }
    await server.client(AdminService).addCustomDomainPolicy(policy)
    await management(org.orgId).addOrgDomain({ domain: 'aaa.must.test' })
    const username = unique('scoped')
    await add({ username })
    const { userId } = await add({ username }, inOrg(org.orgId))
    expect(await outcome(add({ username: username.toUpperCase() }, inOrg(org.orgId)))).toBe(
      'AlreadyExists user.username_taken',
    )
    const { result } = await management(org.orgId).listOrgDomains({})
    const primary = result.find(({ isPrimary }) => isPrimary)?.domainName
    const user = await readUser(server, userId)
    expect(user.preferredLoginName).toBe(`${username}@${primary}`)
    expect(user.loginNames).toEqual([`${username}@aaa.must.test`, `${username}@${primary}`].sort())
  })

  test('a person must not use the domain of another organization, a machine may', async () => {
    const domain = `${unique('owned')}.test`
    await management(elsewhere).addOrgDomain({ domain })
    const username = `someone@${domain.toUpperCase()}`
    const refused = 'InvalidArgument user.foreign_domain'
    expect(await outcome(add({ username }))).toBe(refused)
    expect(await outcome(create(orgId, {}, { username }))).toBe(refused)
    const { userId } = await add()
    const rename = { userId, userName: username }
    expect(await outcome(management().updateUserName(rename))).toBe(refused)
    expect(await outcome(users().updateHumanUser({ userId, username }))).toBe(refused)
    await add({ username }, inOrg(elsewhere))
    await machine(orgId, { username: `robot@${domain}` })
  })
})

describe('the organization', () => {
  test('of AddHumanUser is the one in the message, else the header’s, else the caller’s', async () => {
    const { name } = await addOrg(server, 'By name')
    const domain = `${unique('by-domain')}.test`
    await management(elsewhere).addOrgDomain({ domain })
    const ownerOf = async (call: ReturnType<typeof add>) => (await call).details?.resourceOwner
    expect(await ownerOf(add({ organization: { org: { case: 'orgId', value: elsewhere } } }))).toBe(elsewhere)
    expect(await ownerOf(add({ organization: { org: { case: 'orgDomain', value: domain } } }))).toBe(
      elsewhere,
    )
    expect(await ownerOf(add({}, inOrg(elsewhere)))).toBe(elsewhere)
    expect(await ownerOf(add())).toBe(orgId)
    const unknown = [
      { org: { case: 'orgDomain', value: 'no-such-org.test' } },
      { org: { case: 'orgDomain', value: name } },
      { org: { case: 'orgId', value: '404' } },
    ] as const
    expect(await outcomes(unknown.map((organization) => add({ organization })))).toEqual(
      Array(3).fill('PermissionDenied auth.org_unknown'),
    )
  })

  test('of CreateUser must exist; only callers that may create in every organization learn that', async () => {
    expect(await outcome(create('404'))).toBe('FailedPrecondition user.org_missing')
    expect(await outcome(machine('404'))).toBe('FailedPrecondition user.org_missing')
    const { token } = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
    const own = server.client(UserService, { token })
    const human = { case: 'human', value: aHuman() } as const
    expect(await outcome(own.createUser({ organizationId: '404', userType: human }))).toMatch(/^NotFound/)
    expect(await outcome(own.createUser({ organizationId: elsewhere, userType: human }))).toMatch(/^NotFound/)
  })
})
