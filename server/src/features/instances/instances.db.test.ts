import { randomBytes } from 'node:crypto'
import { create, type DescMethodUnary, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { OrganizationService as BetaOrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../access/call.ts'
import type { Membership } from '../../access/principal.ts'
import { loadConfig } from '../../config/config.ts'
import { type HandlerLookup, mergeHandlers } from '../../contract/handlers.ts'
import { logMigrations, type OpenEventLog, openEventLog } from '../../eventlog/index.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts'
import { auditOf } from '../audit/index.ts'
import { loginPolicies } from '../login-policies/index.ts'
import { machineCredentials } from '../machine-credentials/index.ts'
import type { Deps, Feature } from '../manifest.ts'
import { memberships } from '../memberships/index.ts'
import { organizationsWith } from '../organizations/index.ts'
import { passwords } from '../passwords/index.ts'
import { secondFactors } from '../second-factors/index.ts'
import { settings } from '../settings/index.ts'
import { users } from '../users/index.ts'
import { type FirstStart, firstStart, instances } from './index.ts'

/** Tokens that domains show to the world. */
const published = new Map<string, string>()
const features: readonly Feature[] = [
  users,
  settings,
  loginPolicies,
  memberships,
  organizationsWith(async (_type, domain, token) => published.get(domain) === token),
  instances,
  passwords,
  secondFactors,
  machineCredentials,
  auditOf(() => features.flatMap((feature) => feature.facets ?? [])),
]
const now = new Date('2026-11-21T10:00:00.000Z')
const config = loadConfig({ environment: { SALLYPORT_EXTERNAL_DOMAIN: 'id.example.com' } })
const logger = pino({ level: 'silent' })
let db: TestDatabase
let log: OpenEventLog
let deps: Deps
let lookup: HandlerLookup<Call>
let first: FirstStart

beforeAll(async () => {
  const migrations = [...logMigrations, ...features.flatMap((feature) => feature.migrations ?? [])]
  db = await createTestDatabase(migrations)
  const schema = {
    facets: features.flatMap((feature) => feature.facets ?? []),
    reactions: features.flatMap((feature) => feature.reactions ?? []),
    tables: features.flatMap((feature) => feature.tables ?? []),
    constraints: Object.assign({}, ...features.map((feature) => feature.constraints ?? {})),
  }
  log = await openEventLog({ database: db.database, schema, masterKey: randomBytes(32), logger })
  deps = { log, database: db.database, config, logger }
  lookup = mergeHandlers(features.flatMap((feature) => feature.handlers?.(deps) ?? []))
  const starts = await Promise.all([firstStart(deps, config, now), firstStart(deps, config, now)])
  const [made] = starts.filter((start) => start !== undefined)
  if (made === undefined || starts.every((start) => start !== undefined))
    throw new Error('not exactly one first start')
  first = made
})

afterAll(async () => {
  const { findings } = await log.verify()
  await log.close()
  await db.close()
  expect(findings).toEqual([])
})

function by(
  roles: readonly string[],
  at: { orgId?: string; instanceId?: string; userId?: string } = {},
): Call {
  const instanceId = at.instanceId ?? first.instanceId
  const orgId = at.orgId ?? first.orgId
  const scopes = { SYS: ['system', ''], IAM: ['instance', instanceId], ORG: ['org', orgId] } as const
  const held = roles.map((role): Membership => {
    const [scope, aggregateId] = scopes[role.slice(0, 3) as keyof typeof scopes]
    return { scope, aggregateId, roles: [role] }
  })
  return {
    instance: {
      id: instanceId,
      name: '',
      defaultOrgId: first.orgId,
      defaultLanguage: 'en',
      primaryDomain: '',
    },
    principal: {
      kind: 'user',
      userId: at.userId ?? first.machine?.userId ?? '',
      orgId: first.orgId,
      machine: true,
      token: { kind: 'pat', id: 't' },
      memberships: held,
    },
    orgId,
    orgFromHeader: false,
    origin: { url: 'http://id.example.com', domain: 'id.example.com', secure: false },
    headers: new Headers(),
    now,
    remoteAddress: '127.0.0.1',
    dryRun: undefined,
    responseHeaders: {},
  }
}

async function ask<M extends DescMethodUnary>(
  method: M,
  call: Call,
  init: MessageInitShape<M['input']>,
): Promise<MessageShape<M['output']>> {
  const handler = lookup(method)
  if (handler === undefined) throw new Error(`${method.name} has no handler`)
  const request = create<M['input']>(method.input, init)
  const reply = create(method.output, await handler(request, call))
  return reply as MessageShape<M['output']>
}

const admin = AdminService.method
const management = ManagementService.method
const owner = () => by(['IAM_OWNER'])

async function newOrg(name: string, call = owner()) {
  const person = {
    profile: { givenName: 'Ann', familyName: 'Ace' },
    email: {
      email: `ann@${name.toLowerCase()}.test`,
      verification: { case: 'returnCode' as const, value: {} },
    },
  }
  return ask(OrganizationService.method.addOrganization, call, {
    name,
    admins: [{ userType: { case: 'human', value: person } }],
  })
}

describe('the first start', () => {
  test('makes everything once, also for two processes at a time', async () => {
    expect(await firstStart(deps, config, now)).toBeUndefined()
    expect(first).toMatchObject({
      primaryDomain: 'id.example.com',
      human: { loginName: 'admin@sallyport.id.example.com' },
    })
    expect(first.machine?.token).toMatch(/^slp_pat_/)
    expect(first.loginClient?.token).toMatch(/^slp_pat_/)
    const { instance } = await ask(admin.getMyInstance, owner(), {})
    expect(instance?.name).toBe('Sallyport')
    expect(instance?.domains).toHaveLength(2)
    const { org } = await ask(admin.getDefaultOrg, owner(), {})
    expect(org).toMatchObject({
      id: first.orgId,
      name: 'Sallyport',
      primaryDomain: 'sallyport.id.example.com',
    })
  })

  test('names the owners and the login client as members', async () => {
    const { result } = await ask(admin.listIAMMembers, owner(), { query: { asc: true } })
    expect(result.map(({ userId, roles }) => [userId, roles])).toEqual(
      expect.arrayContaining([
        [first.human?.userId, ['IAM_OWNER']],
        [first.machine?.userId, ['IAM_OWNER']],
        [first.loginClient?.userId, ['IAM_LOGIN_CLIENT']],
      ]),
    )
    const orgMembers = await ask(management.listOrgMembers, owner(), {})
    expect(orgMembers.details?.totalResult).toBe(2n)
  })
})

describe('system instances', () => {
  const system = () => by(['SYSTEM_OWNER'], { instanceId: '' })
  const { method } = SystemService

  test('are created with a machine and its credentials, listed, found and removed', async () => {
    const made = await ask(method.createInstance, system(), {
      instanceName: 'Tenant Two',
      customDomain: 'two.example.com',
      owner: {
        case: 'machine',
        value: { userName: 'bot', name: 'Bot', personalAccessToken: {}, machineKey: {} },
      },
    })
    expect(made.pat).toMatch(/^slp_pat_/)
    expect(JSON.parse(Buffer.from(made.machineKey).toString())).toMatchObject({ type: 'serviceaccount' })
    const { instanceId } = made
    const listed = await ask(method.listInstances, system(), {
      queries: [{ query: { case: 'domainQuery', value: { domains: ['two.example.com'] } } }],
    })
    expect(listed.result.map(({ id }) => id)).toEqual([instanceId])
    const members = await ask(method.listIAMMembers, system(), { instanceId })
    expect(members.result.map(({ roles }) => roles)).toEqual([['IAM_OWNER']])
    await expect(
      ask(method.addDomain, system(), { instanceId: first.instanceId, domain: 'two.example.com' }),
    ).rejects.toMatchObject({ refusal: { code: 'instances.domain_taken', kind: 'already_exists' } })
    await ask(method.removeInstance, system(), { instanceId })
    expect(await ask(method.existsDomain, system(), { domain: 'two.example.com' })).toMatchObject({
      exists: false,
    })
    await expect(ask(method.getInstance, system(), { instanceId })).rejects.toMatchObject({
      refusal: { kind: 'not_found' },
    })
    await expect(ask(method.removeInstance, system(), { instanceId })).rejects.toMatchObject({
      refusal: { kind: 'not_found' },
    })
    expect(await ask(InstanceService.method.deleteInstance, system(), { instanceId })).not.toHaveProperty(
      'deletionDate',
    )
    const left = await db.database.query('select 1 from events where instance_id = $1', [instanceId])
    expect(left).toEqual([])
  })

  test('refuse a domain that another one has, and leave nothing behind', async () => {
    const before = await ask(method.listInstances, system(), {})
    const request = { instanceName: 'Three', customDomain: 'ID.example.com' }
    await expect(ask(method.createInstance, system(), request)).rejects.toMatchObject({
      refusal: { code: 'instances.domain_taken' },
    })
    const after = await ask(method.listInstances, system(), {})
    expect(after.details?.totalResult).toBe(before.details?.totalResult)
  })

  test('trusted domains come and go', async () => {
    await ask(admin.addInstanceTrustedDomain, owner(), { domain: 'proxy.example.com' })
    const { result } = await ask(admin.listInstanceTrustedDomains, owner(), {})
    expect(result.map(({ domain }) => domain)).toEqual(['proxy.example.com'])
    await ask(InstanceService.method.removeTrustedDomain, owner(), { domain: 'proxy.example.com' })
    expect((await ask(admin.listInstanceTrustedDomains, owner(), {})).result).toEqual([])
  })
})

describe('organizations', () => {
  test('are added with a new person as ORG_OWNER, whose code is told', async () => {
    const made = await newOrg('Acme')
    expect(made.details?.resourceOwner).toBe(made.organizationId)
    expect(made.createdAdmins[0]?.emailCode).toMatch(/^\w{6}$/)
    const call = by(['ORG_OWNER'], { orgId: made.organizationId })
    const members = await ask(management.listOrgMembers, call, {})
    expect(members.result).toMatchObject([
      { roles: ['ORG_OWNER'], email: 'ann@acme.test', displayName: 'Ann Ace' },
    ])
    await expect(newOrg('aCME')).rejects.toMatchObject({ refusal: { kind: 'already_exists' } })
    await expect(newOrg('Other', by(['ORG_OWNER']))).rejects.toMatchObject({ refusal: { kind: 'not_found' } })
  })

  test('are listed as far as the caller may read them', async () => {
    const { organizationId } = await newOrg('Listed')
    const { listOrganizations } = OrganizationService.method
    const all = await ask(listOrganizations, owner(), { query: { asc: true }, sortingColumn: 1 })
    expect(all.result.length).toBeGreaterThan(1)
    const own = await ask(listOrganizations, by(['ORG_OWNER'], { orgId: organizationId }), {})
    expect(own.result.map(({ name }) => name)).toEqual(['Listed'])
    expect(own.details?.totalResult).toBe(1n)
    expect((await ask(listOrganizations, by([]), {})).result).toEqual([])
    const byDomain = await ask(listOrganizations, owner(), {
      queries: [{ query: { case: 'domainQuery', value: { domain: 'LISTED.', method: 3 } } }],
    })
    expect(byDomain.result.map(({ id }) => id)).toEqual([organizationId])
    const literal = await ask(listOrganizations, owner(), {
      queries: [{ query: { case: 'nameQuery', value: { name: '%', method: 4 } } }],
    })
    expect(literal.result).toEqual([])
  })

  test('free their names, users and memberships when they go', async () => {
    const made = await newOrg('Shortlived')
    const userId = made.createdAdmins[0]?.userId ?? ''
    const call = by(['IAM_OWNER'], { orgId: made.organizationId })
    await ask(admin.addIAMMember, owner(), { userId, roles: ['IAM_OWNER_VIEWER'] })
    await ask(management.removeOrg, call, {})
    const left = await db.database.query(
      `select 'user' from users where user_id = $1 union all select 'member' from memberships where user_id = $1`,
      [userId],
    )
    expect(left).toEqual([])
    await expect(ask(management.getMyOrg, call, {})).rejects.toMatchObject({ refusal: { kind: 'not_found' } })
    const again = await newOrg('Shortlived')
    expect(again.organizationId).not.toBe(made.organizationId)
  })

  test('the default one stays', async () => {
    await expect(ask(management.removeOrg, owner(), {})).rejects.toMatchObject({
      refusal: { code: 'organizations.is_default' },
    })
    const { deleteOrganization } = BetaOrganizationService.method
    await expect(ask(deleteOrganization, owner(), { id: first.orgId })).rejects.toMatchObject({
      refusal: { kind: 'failed_precondition' },
    })
    expect(await ask(deleteOrganization, owner(), { id: 'unknown' })).not.toHaveProperty('deletionDate')
  })

  test('hold a verified domain alone', async () => {
    const one = by(['IAM_OWNER'], { orgId: (await newOrg('One')).organizationId })
    const two = by(['IAM_OWNER'], { orgId: (await newOrg('Two')).organizationId })
    await ask(management.addOrgDomain, one, { domain: 'shared.example' })
    await expect(ask(management.addOrgDomain, two, { domain: 'Shared.Example' })).rejects.toMatchObject({
      refusal: { code: 'organizations.domain_taken' },
    })
    await ask(management.setPrimaryOrgDomain, one, { domain: 'shared.example' })
    const { org } = await ask(management.getOrgByDomainGlobal, owner(), { domain: 'shared.example' })
    expect(org).toMatchObject({ id: one.orgId, primaryDomain: 'shared.example' })
    expect(await ask(admin.isOrgUnique, owner(), { domain: 'shared.example' })).toMatchObject({
      isUnique: false,
    })
    expect(await ask(admin.isOrgUnique, owner(), { name: 'Nobody' })).toMatchObject({ isUnique: true })
  })

  test('prove a domain where the policy demands it, and take over the usernames under it', async () => {
    const { createdAdmins } = await newOrg('Claimed')
    const userId = createdAdmins[0]?.userId
    const call = by(['IAM_OWNER'], { orgId: (await newOrg('Claimant')).organizationId })
    const username = async () =>
      (
        await db.database.query<{ username: string }>('select username from users where user_id = $1', [
          userId,
        ])
      )[0]?.username
    const domain = 'claimed.test'
    const policy = {
      userLoginMustBeDomain: false,
      validateOrgDomains: true,
      smtpSenderAddressMatchesInstanceDomain: false,
    }
    await deps.log.transact(
      { instanceId: first.instanceId, creator: 'test', now },
      { type: 'org', id: call.orgId },
      async (tx) => {
        const org = await tx.load({ type: 'org', id: call.orgId })
        await tx.append(org, [{ type: 'org.policy.domain.added', payload: policy }])
      },
    )
    await ask(management.addOrgDomain, call, { domain })
    expect((await ask(management.listOrgDomains, call, {})).result).toContainEqual(
      expect.objectContaining({ domainName: domain, isVerified: false }),
    )
    const { token, url } = await ask(management.generateOrgDomainValidation, call, { domain, type: 1 })
    expect(url).toBe(`https://${domain}/.well-known/zitadel-challenge/${token}.txt`)
    await expect(ask(management.validateOrgDomain, call, { domain })).rejects.toMatchObject({
      refusal: { code: 'organizations.domain_not_proved' },
    })
    expect(await username()).toBe(`ann@${domain}`)
    published.set(domain, token)
    await ask(management.validateOrgDomain, call, { domain })
    expect(await username()).toMatch(/^\d+@temporary\.id\.example\.com$/)
    const changes = await ask(management.listOrgChanges, call, { query: { asc: true } })
    expect(changes.result.map(({ eventType }) => eventType?.key)).toContain(
      'EventTypes.org.domain.verification.failed',
    )
  })

  test('keep metadata', async () => {
    const call = by(['IAM_OWNER'], { orgId: (await newOrg('Meta')).organizationId })
    const value = new Uint8Array([1, 2, 255])
    await ask(management.setOrgMetadata, call, { key: 'k', value })
    expect((await ask(management.getOrgMetadata, call, { key: 'k' })).metadata?.value).toEqual(value)
    await ask(management.bulkRemoveOrgMetadata, call, { keys: ['k'] })
    await expect(ask(management.getOrgMetadata, call, { key: 'k' })).rejects.toMatchObject({
      refusal: { kind: 'not_found' },
    })
  })
})

describe('memberships', () => {
  test('are added, changed, listed and removed', async () => {
    const { createdAdmins } = await newOrg('Members')
    const userId = createdAdmins[0]?.userId ?? ''
    await ask(admin.addIAMMember, owner(), { userId, roles: ['IAM_OWNER_VIEWER'] })
    await expect(ask(admin.addIAMMember, owner(), { userId, roles: ['IAM_OWNER'] })).rejects.toMatchObject({
      refusal: { kind: 'already_exists' },
    })
    await expect(
      ask(admin.addIAMMember, owner(), { userId: 'nobody', roles: ['IAM_OWNER'] }),
    ).rejects.toMatchObject({
      refusal: { kind: 'failed_precondition' },
    })
    await ask(admin.updateIAMMember, owner(), { userId, roles: ['IAM_USER_MANAGER'] })
    const mine = await ask(AuthService.method.listMyMemberships, by([], { userId }), {})
    expect(mine.result.map(({ type, roles, displayName }) => [type.case, roles, displayName])).toEqual([
      ['iam', ['IAM_USER_MANAGER'], 'Sallyport'],
      ['orgId', ['ORG_OWNER'], 'Members'],
    ])
    const owners = [first.human?.userId ?? '', first.machine?.userId ?? '']
    await ask(admin.updateIAMMember, owner(), { userId: owners[0] ?? '', roles: ['IAM_OWNER_VIEWER'] })
    await expect(ask(admin.removeIAMMember, owner(), { userId: owners[1] ?? '' })).rejects.toMatchObject({
      refusal: { code: 'memberships.last_owner' },
    })
    await ask(admin.removeIAMMember, owner(), { userId })
    const found = await ask(admin.listIAMMembers, owner(), {
      queries: [{ query: { case: 'userIdQuery', value: { userId } } }],
    })
    expect(found.details?.totalResult).toBe(0n)
  })
})

describe('audit', () => {
  test('reads events by every filter', async () => {
    const { organizationId } = await newOrg('Audited')
    const read = async (init: MessageInitShape<typeof admin.listEvents.input>) =>
      (await ask(admin.listEvents, owner(), init)).events
    const ofOrg = await read({ aggregateId: organizationId, asc: true })
    expect(ofOrg.map(({ type }) => type?.type)).toEqual([
      'org.added',
      'org.domain.added',
      'org.domain.verified',
      'org.domain.primary.set',
      'org.member.added',
    ])
    expect(ofOrg[0]).toMatchObject({
      payload: { name: 'Audited' },
      editor: { userId: first.machine?.userId },
    })
    expect(await read({ aggregateId: organizationId, asc: true, sequence: 4n })).toHaveLength(1)
    expect(await read({ aggregateId: organizationId, sequence: 4n })).toHaveLength(3)
    expect(await read({ aggregateId: organizationId, eventTypes: ['org.added'] })).toHaveLength(1)
    expect(await read({ resourceOwner: organizationId, aggregateTypes: ['user'] })).not.toHaveLength(0)
    expect(await read({ aggregateId: organizationId, editorUserId: 'nobody' })).toEqual([])
    expect(await read({ limit: 2 })).toHaveLength(2)
    const seconds = BigInt(now.getTime() / 1000)
    const from = { case: 'from', value: { seconds: seconds + 1n } } as const
    expect(await read({ asc: true, creationDateFilter: from })).toEqual([])
    const range = { case: 'range', value: { since: { seconds }, until: { seconds } } } as const
    expect(await read({ aggregateId: organizationId, creationDateFilter: range })).toHaveLength(5)
  })

  test('holds no token, key or code', async () => {
    const { events } = await ask(admin.listEvents, owner(), {})
    const text = JSON.stringify(events.map(({ payload }) => payload))
    for (const secret of [first.machine?.token, first.loginClient?.token, first.password]) {
      expect(text).not.toContain(secret)
    }
  })

  test('sees nothing of another instance', async () => {
    const { events } = await ask(admin.listEvents, by(['IAM_OWNER'], { instanceId: 'other' }), {})
    expect(events).toEqual([])
  })

  test('knows the types of events and aggregates, and what happened to an organization', async () => {
    const { eventTypes } = await ask(admin.listEventTypes, owner(), {})
    expect(eventTypes.map(({ type }) => type)).toContain('user.human.mfa.otp.removed')
    const { aggregateTypes } = await ask(admin.listAggregateTypes, owner(), {})
    expect(aggregateTypes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['instance', 'org', 'user']),
    )
    const { result } = await ask(management.listOrgChanges, owner(), { query: { limit: 1 } })
    expect(result).toHaveLength(1)
  })
})
