import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import {
  type FactsKey,
  nextStep,
  readFacts,
  readRequest,
} from '../../server/src/features/login-flow/index.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, testClock } from './factors.ts'
import { addOidcApp, beginLogin, codeRequest } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'
import { addOrg } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const { database } = server.product.deps
const users = server.client(UserService)

const facts = (account: FactsKey['account'], more: Omit<FactsKey, 'account'> = {}) =>
  readFacts(database, pageCall(server), { account, ...more })
const named = async (loginName: string, organization?: string) =>
  (await facts({ by: 'loginName', loginName }, { organization })).person?.userId

/** Adds a person with this username and these addresses. */
async function addNamed(
  username: string,
  { email, phone = '', headers = {} }: { email: string; phone?: string; headers?: Record<string, string> },
) {
  const isVerified = { case: 'isVerified' as const, value: true }
  const { userId } = await users.addHumanUser(
    {
      username,
      profile: { givenName: 'Kim', familyName: 'Named' },
      email: { email, verification: isVerified },
      ...(phone && { phone: { phone, verification: isVerified } }),
    },
    { headers },
  )
  return userId
}

describe('a typed name finds', () => {
  test('a login name, whatever its case and the spaces around it', async () => {
    const id = await addNamed('Ärger', { email: 'wut@mail.test' })
    for (const name of ['Ärger', ' ÄRGER ', 'ärger']) expect(await named(name)).toBe(id)
    for (const name of ['', ' ', 'ärge', '%', "'"]) expect(await named(name)).toBeUndefined()
  })

  test('an e-mail address or a phone number that one person alone has', async () => {
    const one = await addNamed('one', { email: 'shared@mail.test', phone: '+41791112233' })
    expect(await named('Shared@Mail.test')).toBe(one)
    expect(await named('+41 79 111 22 33')).toBe(one)
    await addNamed('two', { email: 'shared@mail.test', phone: '+41791112233' })
    expect(await named('shared@mail.test')).toBeUndefined()
    expect(await named('+41791112233')).toBeUndefined()
  })

  test('nobody outside of the organization of the page', async () => {
    const { orgId, headers } = await addOrg(server)
    const inside = await addNamed('inside', { email: 'inside@mail.test', headers })
    const outside = await addNamed('outside', { email: 'outside@mail.test' })
    expect(await named('inside', orgId)).toBe(inside)
    expect(await named('inside@mail.test', orgId)).toBe(inside)
    expect(await named('outside', orgId)).toBeUndefined()
    expect(await named('outside@mail.test', orgId)).toBeUndefined()
    expect(await named('outside', server.first.orgId)).toBe(outside)
  })

  test('a username inside the organization without its domain, and with it anywhere', async () => {
    const { orgId, headers } = await addOrg(server)
    const policy = { userLoginMustBeDomain: true, validateOrgDomains: false }
    await server.client(AdminService).addCustomDomainPolicy({ orgId, ...policy })
    const id = await addNamed('admin', { email: 'admin@scoped.test', headers })
    const { user } = await users.getUserByID({ userId: id })
    const full = user?.preferredLoginName ?? ''
    expect(full).toMatch(/^admin@./)
    expect(await named(full)).toBe(id)
    expect(await named(full, orgId)).toBe(id)
    expect(await named('admin', orgId)).toBe(id)
    expect(await named('admin', server.first.orgId)).not.toBe(id)
  })

  test("no address where the page's policy or the person's own forbids it", async () => {
    const { orgId, headers } = await addOrg(server)
    const id = await addNamed('quiet', { email: 'quiet@mail.test', phone: '+41791119999', headers })
    const management = server.client(ManagementService, { headers })
    await management.addCustomLoginPolicy({ allowUsernamePassword: true, disableLoginWithEmail: true })
    for (const organization of [undefined, orgId]) {
      expect(await named('quiet@mail.test', organization)).toBeUndefined()
      expect(await named('+41791119999', organization)).toBe(id)
      expect(await named('quiet', organization)).toBe(id)
    }
  })
})

describe('the facts', () => {
  test('of a person hold their factors, policies with the level, and what they put off', async () => {
    const { orgId, headers } = await addOrg(server)
    const { userId, username } = await addPerson(server, { headers })
    const before = await facts({ by: 'userId', userId })
    expect(before).toMatchObject({
      claim: 'named',
      policy: { level: 'instance', passwordCheckLifetime: 864_000 },
      person: {
        userId,
        orgId,
        kind: 'human',
        status: 'active',
        orgActive: true,
        loginName: username,
        emailVerified: true,
        hasPassword: true,
        passwordAge: { maxDays: 0, level: 'instance' },
        factors: [],
        skippedAt: null,
      },
      session: undefined,
      application: undefined,
      channels: { mail: false, sms: false },
    })
    const management = server.client(ManagementService, { headers })
    await management.addCustomLoginPolicy({ forceMfa: true })
    await management.addCustomPasswordAgePolicy({ maxAgeDays: 30 })
    await users.humanMFAInitSkipped({ userId })
    const skipped = await facts({ by: 'userId', userId })
    expect(skipped).toMatchObject({
      policy: { level: 'org', forceMfa: true, passwordCheckLifetime: 0 },
      context: { level: 'instance', forceMfa: false },
      person: { passwordAge: { maxDays: 30, level: 'org' } },
    })
    expect(Date.parse(skipped.person?.skippedAt ?? '')).toBe(clock.now().getTime())
    expect((await facts({ by: 'nobody' }, { organization: orgId })).policy.level).toBe('org')
    await addApp(server, userId)
    expect((await facts({ by: 'userId', userId })).person?.factors).toEqual(['totp'])
    await management.deactivateOrg({})
    expect(nextStep(await facts({ by: 'userId', userId }))).toMatchObject({
      kind: 'blocked',
      reason: 'organization_inactive',
    })
  })

  test("hold a session only while it lives, and only its own user's", async () => {
    const [one, other] = await Promise.all([addPerson(server), addPerson(server)])
    const { sessionId } = await passwordSession(server, one.userId)
    const held = (userId: string) => facts({ by: 'held', userId, sessionId })
    expect((await held(one.userId)).session).toMatchObject({ sessionId, proofs: [{ kind: 'password' }] })
    expect((await held(other.userId)).session).toBeUndefined()
    expect((await facts({ by: 'held', userId: one.userId, sessionId: null })).session).toBeUndefined()
    const { orgId } = await addOrg(server)
    expect(
      (await facts({ by: 'held', userId: 'nobody', sessionId }, { organization: orgId })).person,
    ).toBeUndefined()
  })

  test('of a request name its application and whether the project admits the person', async () => {
    const { userId } = await addPerson(server)
    const app = await addOidcApp(server)
    const call = pageCall(server)
    const found = await readRequest(
      server.product.deps,
      call,
      `oidc_${await beginLogin(server, codeRequest(app).query)}`,
    )
    const request = found.kind === 'open' ? found.request : undefined
    expect((await facts({ by: 'userId', userId }, { request })).application).toMatchObject({
      name: expect.stringMatching(/^App /),
      projectName: expect.stringMatching(/^Project /),
      orgId: server.first.orgId,
      branding: 'unspecified',
      showsSuccess: false,
      admission: { refusal: undefined, requiredAcr: null },
    })
    expect((await facts({ by: 'nobody' }, { request })).application?.admission).toBeUndefined()
  })

  test('of another instance are not found', async () => {
    const { userId, username } = await addPerson(server)
    const call = pageCall(server)
    const elsewhere = { ...call, instance: { ...call.instance, id: 'other' as typeof call.instance.id } }
    for (const account of [
      { by: 'userId', userId } as const,
      { by: 'loginName', loginName: username } as const,
    ]) {
      await expect(readFacts(database, elsewhere, { account })).rejects.toThrow('there is no instance')
    }
  })
})
