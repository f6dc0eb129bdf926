import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { OrganizationService as BetaOrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InstanceWorld, openInstanceWorld, worldTime } from '../../testing/instanceWorld.ts'

let world: InstanceWorld

beforeAll(async () => {
  world = await openInstanceWorld()
})

afterAll(async () => {
  const { findings } = await world.deps.log.verify()
  await world.close()
  expect(findings).toEqual([])
})

const admin = AdminService.method
const management = ManagementService.method
const owner = () => world.by(['IAM_OWNER'])

describe('organizations', () => {
  test('are added with a new person as ORG_OWNER, whose code is told', async () => {
    const made = await world.newOrg('Acme')
    expect(made.details?.resourceOwner).toBe(made.organizationId)
    expect(made.createdAdmins[0]?.emailCode).toMatch(/^\w{6}$/)
    const call = world.by(['ORG_OWNER'], { orgId: made.organizationId })
    const members = await world.ask(management.listOrgMembers, call, {})
    expect(members.result).toMatchObject([
      { roles: ['ORG_OWNER'], email: 'ann@acme.test', displayName: 'Ann Ace' },
    ])
    await expect(world.newOrg('aCME')).rejects.toMatchObject({ refusal: { kind: 'already_exists' } })
    await expect(world.newOrg('Other', world.by(['ORG_OWNER']))).rejects.toMatchObject({
      refusal: { kind: 'not_found' },
    })
  })

  test('are listed as far as the caller may read them', async () => {
    const { organizationId } = await world.newOrg('Listed')
    const { listOrganizations } = OrganizationService.method
    const all = await world.ask(listOrganizations, owner(), { query: { asc: true }, sortingColumn: 1 })
    expect(all.result.length).toBeGreaterThan(1)
    const own = await world.ask(listOrganizations, world.by(['ORG_OWNER'], { orgId: organizationId }), {})
    expect(own.result.map(({ name }) => name)).toEqual(['Listed'])
    expect(own.details?.totalResult).toBe(1n)
    expect((await world.ask(listOrganizations, world.by([]), {})).result).toEqual([])
    const byDomain = await world.ask(listOrganizations, owner(), {
      queries: [{ query: { case: 'domainQuery', value: { domain: 'LISTED.', method: 3 } } }],
    })
    expect(byDomain.result.map(({ id }) => id)).toEqual([organizationId])
    const literal = await world.ask(listOrganizations, owner(), {
      queries: [{ query: { case: 'nameQuery', value: { name: '%', method: 4 } } }],
    })
    expect(literal.result).toEqual([])
  })

  test('free their names, users and memberships when they go', async () => {
    const made = await world.newOrg('Shortlived')
    const userId = made.createdAdmins[0]?.userId ?? ''
    const call = world.by(['IAM_OWNER'], { orgId: made.organizationId })
    await world.ask(admin.addIAMMember, owner(), { userId, roles: ['IAM_OWNER_VIEWER'] })
    await world.ask(management.removeOrg, call, {})
    const left = await world.deps.database.query(
      `select 'user' from users where user_id = $1 union all select 'member' from memberships where user_id = $1`,
      [userId],
    )
    expect(left).toEqual([])
    await expect(world.ask(management.getMyOrg, call, {})).rejects.toMatchObject({
      refusal: { kind: 'not_found' },
    })
    const again = await world.newOrg('Shortlived')
    expect(again.organizationId).not.toBe(made.organizationId)
  })

  test('the default one stays', async () => {
    await expect(world.ask(management.removeOrg, owner(), {})).rejects.toMatchObject({
      refusal: { code: 'organizations.is_default' },
    })
    const { deleteOrganization } = BetaOrganizationService.method
    await expect(world.ask(deleteOrganization, owner(), { id: world.first.orgId })).rejects.toMatchObject({
      refusal: { kind: 'failed_precondition' },
    })
    expect(await world.ask(deleteOrganization, owner(), { id: 'unknown' })).not.toHaveProperty('deletionDate')
  })

  test('hold a verified domain alone', async () => {
    const one = world.by(['IAM_OWNER'], { orgId: (await world.newOrg('One')).organizationId })
    const two = world.by(['IAM_OWNER'], { orgId: (await world.newOrg('Two')).organizationId })
    await world.ask(management.addOrgDomain, one, { domain: 'shared.example' })
    await expect(world.ask(management.addOrgDomain, two, { domain: 'Shared.Example' })).rejects.toMatchObject(
      {
        refusal: { code: 'organizations.domain_taken' },
      },
    )
    await world.ask(management.setPrimaryOrgDomain, one, { domain: 'shared.example' })
    const { org } = await world.ask(management.getOrgByDomainGlobal, owner(), { domain: 'shared.example' })
    expect(org).toMatchObject({ id: one.orgId, primaryDomain: 'shared.example' })
    expect(await world.ask(admin.isOrgUnique, owner(), { domain: 'shared.example' })).toMatchObject({
      isUnique: false,
    })
    expect(await world.ask(admin.isOrgUnique, owner(), { name: 'Nobody' })).toMatchObject({ isUnique: true })
  })

  test('prove a domain where the policy demands it, and take over the usernames under it', async () => {
    const { createdAdmins } = await world.newOrg('Claimed')
    const userId = createdAdmins[0]?.userId
    const call = world.by(['IAM_OWNER'], { orgId: (await world.newOrg('Claimant')).organizationId })
    const username = async () =>
      (
        await world.deps.database.query<{ username: string }>(
          'select username from users where user_id = $1',
          [userId],
        )
      )[0]?.username
    const domain = 'claimed.test'
    const policy = {
      userLoginMustBeDomain: false,
      validateOrgDomains: true,
      smtpSenderAddressMatchesInstanceDomain: false,
    }
    await world.deps.log.transact(
      { instanceId: world.first.instanceId, creator: 'test', now: worldTime },
      { type: 'org', id: call.orgId },
      async (tx) => {
        const org = await tx.load({ type: 'org', id: call.orgId })
        await tx.append(org, [{ type: 'org.policy.domain.added', payload: policy }])
      },
    )
    await world.ask(management.addOrgDomain, call, { domain })
    expect((await world.ask(management.listOrgDomains, call, {})).result).toContainEqual(
      expect.objectContaining({ domainName: domain, isVerified: false }),
    )
    const { token, url } = await world.ask(management.generateOrgDomainValidation, call, { domain, type: 1 })
    expect(url).toBe(`https://${domain}/.well-known/zitadel-challenge/${token}.txt`)
    await expect(world.ask(management.validateOrgDomain, call, { domain })).rejects.toMatchObject({
      refusal: { code: 'organizations.domain_not_proved' },
    })
    expect(await username()).toBe(`ann@${domain}`)
    world.published.set(domain, token)
    await world.ask(management.validateOrgDomain, call, { domain })
    expect(await username()).toMatch(/^\d+@temporary\.id\.example\.com$/)
    const changes = await world.ask(management.listOrgChanges, call, { query: { asc: true } })
    expect(changes.result.map(({ eventType }) => eventType?.key)).toContain(
      'EventTypes.org.domain.verification.failed',
    )
  })

  test('keep metadata', async () => {
    const call = world.by(['IAM_OWNER'], { orgId: (await world.newOrg('Meta')).organizationId })
    const value = new Uint8Array([1, 2, 255])
    await world.ask(management.setOrgMetadata, call, { key: 'k', value })
    expect((await world.ask(management.getOrgMetadata, call, { key: 'k' })).metadata?.value).toEqual(value)
    await world.ask(management.bulkRemoveOrgMetadata, call, { keys: ['k'] })
    await expect(world.ask(management.getOrgMetadata, call, { key: 'k' })).rejects.toMatchObject({
      refusal: { kind: 'not_found' },
    })
  })
})
