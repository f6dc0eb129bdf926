import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { SettingsService as BetaSettings } from '@zitadel/proto/zitadel/settings/v2beta/settings_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { systemToken, systemUsersEnvironment } from './systemUsers.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addHuman, aHuman, unique } from './userFixtures.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const reader = [{ memberType: 'IAM' as const, roles: ['IAM_OWNER'], aggregateId: 'elsewhere' }]
const server = await systemServer({
  environment: systemUsersEnvironment({ operator: undefined, confined: reader }),
})
const noMembership = 'NotFound permission.membership_not_found'

describe('settings of an organization', () => {
  const reads = [
    'getLoginSettings',
    'getPasswordComplexitySettings',
    'getPasswordExpirySettings',
    'getBrandingSettings',
    'getDomainSettings',
    'getLegalAndSupportSettings',
    'getLockoutSettings',
  ] as const

  test.each(reads)('%s refuses to name an organization in which the caller has no right', async (read) => {
    const mine = await addOrg(server)
    const { orgId: theirs } = await addOrg(server)
    const { token } = await addMachine(server, { orgId: mine.orgId, roles: ['ORG_OWNER'] })
    const both = await addMachine(server, { orgId: mine.orgId, roles: ['ORG_OWNER'] })
    const foreign = server.client(ManagementService, { headers: inOrg(theirs) })
    await foreign.addOrgMember({ userId: both.userId, roles: ['ORG_OWNER_VIEWER'] })
    for (const service of [SettingsService, BetaSettings]) {
      const of = (token: string | undefined, orgId: string) => {
        const client = server.client(service, token === undefined ? {} : { token })
        return outcome(client[read]({ ctx: { resourceOwner: { case: 'orgId', value: orgId } } }))
      }
      expect(await of(token, theirs)).toBe(noMembership)
      expect(await of(token, 'nowhere')).toBe(noMembership)
      expect(await of(token, mine.orgId)).toBe('ok')
      expect(await of(both.token, theirs)).toBe('ok')
      expect(await of(undefined, theirs)).toBe('ok')
    }
  })

  test('GetMy…Policy returns what is in effect for the caller, whatever organization the header names', async () => {
    const mine = await addOrg(server)
    const theirs = await addOrg(server)
    const { token } = await addMachine(server, { orgId: mine.orgId })
    const foreign = server.client(ManagementService, { headers: theirs.headers })
    await foreign.addCustomPrivacyPolicy({ helpLink: 'https://theirs.test' })
    await foreign.addCustomPasswordComplexityPolicy({ minLength: 33n })
    await foreign.addCustomLabelPolicy({ primaryColor: '#123456' })
    await foreign.activateCustomLabelPolicy({})
    await foreign.addCustomLoginPolicy({ forceMfa: true })
    const own = server.client(AuthService, { token, headers: theirs.headers })
    expect((await own.getMyPrivacyPolicy({})).policy?.helpLink).toBe('')
    expect((await own.getMyPasswordComplexityPolicy({})).policy?.minLength).not.toBe(33n)
    expect((await own.getMyLabelPolicy({})).policy?.primaryColor).not.toBe('#123456')
    expect((await own.getMyLoginPolicy({})).policy?.forceMfa).toBe(false)
  })
})

describe('instance.v2beta', () => {
  const acts = {
    getInstance: (client: Client, instanceId: string) => client.getInstance({ instanceId }),
    updateInstance: (client: Client, instanceId: string) =>
      client.updateInstance({ instanceId, instanceName: unique('renamed') }),
    listCustomDomains: (client: Client, instanceId: string) => client.listCustomDomains({ instanceId }),
    addCustomDomain: (client: Client, instanceId: string) =>
      client.addCustomDomain({ instanceId, domain: `${unique('d')}.test` }),
    removeCustomDomain: (client: Client, instanceId: string) =>
      client.removeCustomDomain({ instanceId, domain: 'unknown.test' }),
    listTrustedDomains: (client: Client, instanceId: string) => client.listTrustedDomains({ instanceId }),
    addTrustedDomain: (client: Client, instanceId: string) =>
      client.addTrustedDomain({ instanceId, domain: `${unique('t')}.test` }),
    removeTrustedDomain: (client: Client, instanceId: string) =>
      client.removeTrustedDomain({ instanceId, domain: 'unknown.test' }),
  }
  type Client = ReturnType<typeof server.client<typeof InstanceService>>

  test.each(Object.entries(acts))('%s refuses another instance than the caller’s', async (_, act) => {
    const other = await addInstance(server)
    const owner = server.client(InstanceService)
    const confined = server.client(InstanceService, { token: await systemToken(server, 'confined') })
    for (const id of [other.instanceId, 'nowhere']) {
      expect(await outcome(act(owner, id))).toMatch(
        /^(NotFound instances\.not_found|PermissionDenied permission\.denied)$/,
      )
      expect(await outcome(act(confined, id))).not.toBe('ok')
    }
    const system = server.client(InstanceService, { token: await systemToken(server, 'operator') })
    expect(await outcome(act(system, 'nowhere'))).not.toBe('ok')
  })

  test('lets a system user act on the instance that the message names', async () => {
    const other = await addInstance(server)
    const system = server.client(InstanceService, { token: await systemToken(server, 'operator') })
    const { instanceId } = other
    await system.addCustomDomain({ instanceId, domain: 'named.test' })
    const theirs = server.client(InstanceService, { token: other.token, headers: other.headers })
    const { domains } = await theirs.listCustomDomains({ instanceId })
    expect(domains.map(({ domain }) => domain)).toContain('named.test')
    const { domains: own } = await server
      .client(InstanceService)
      .listCustomDomains({ instanceId: server.first.instanceId })
    expect(own.map(({ domain }) => domain)).not.toContain('named.test')
  })
})

describe('ids of callers that are no users', () => {
  test.each(['system', 'anonymous', 'operator'])('a user cannot get the id %s', async (userId) => {
    const { orgId: organizationId } = server.first
    const reserved = 'InvalidArgument user.id_reserved'
    const v2 = server.client(UserService)
    const v1 = server.client(ManagementService)
    const human = { case: 'human' as const, value: aHuman() }
    const machine = { case: 'machine' as const, value: { name: 'Machine' } }
    expect(await outcome(addHuman(server, { userId }))).toBe(reserved)
    for (const userType of [human, machine]) {
      expect(await outcome(v2.createUser({ organizationId, userId, userType }))).toBe(reserved)
    }
    expect(await outcome(v1.addMachineUser({ userId, userName: unique('m'), name: 'Machine' }))).toBe(
      reserved,
    )
    const body = { ...aHuman(), userId }
    expect((await server.rest('POST', '/v2/users/human', { body })).status).toBe(400)
  })

  test('the audit log gives no user’s name to the program, even if a user of 0.2.0 has its id', async () => {
    const { log } = server.product.deps
    const { instanceId, orgId } = server.first
    await log.transact({ instanceId, creator: 'system', now: new Date() }, undefined, async (tx) => {
      const user = await tx.load({ type: 'user', id: 'system' })
      const payload = {
        username: 'impostor',
        scope: '',
        name: 'Impostor',
        description: '',
        accessTokenType: 'bearer',
      }
      await tx.append(user, [{ type: 'user.machine.added', payload }], { owner: orgId })
    })
    const { events } = await server.client(AdminService).listEvents({ editorUserId: 'system', limit: 5 })
    expect(events.length).toBeGreaterThan(0)
    for (const { editor } of events) expect(editor).toMatchObject({ userId: 'system', displayName: '' })
    const { result } = await server.client(ManagementService).listUserChanges({ userId: 'system' })
    expect(result[0]).toMatchObject({ editorId: 'system', editorDisplayName: '' })
  })
})
