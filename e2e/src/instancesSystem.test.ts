import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { DomainFieldName, FieldName, State } from '@zitadel/proto/zitadel/instance_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { openRateLimits } from '../../server/src/features/rate-limits/index.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { systemToken } from './systemUsers.ts'
import { addedDetails, changedDetails, outcome, readDetails } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

let count = 0

const server = await systemServer()

const system = () => server.client(SystemService, { token })

/** Creates an instance with its own host. */
async function addInstance() {
  count += 1
  const host = `tenant-${count}.test`
  const { instanceId, pat } = await system().createInstance({
    instanceName: `Tenant ${count}`,
    customDomain: host,
    owner: { case: 'machine', value: { userName: 'root', name: 'Root', personalAccessToken: {} } },
  })
  return { instanceId, host, options: { token: pat, headers: { 'x-zitadel-instance-host': host } } }
}

const token = await systemToken(server, 'operator')

test('a machine owns a new instance: its token works there, its key is returned, it has the rights of an owner', async () => {
  const created = await system().createInstance({
    instanceName: 'Big Co',
    firstOrgName: 'Head Office',
    customDomain: 'Big.Co.test',
    defaultLanguage: 'de',
    owner: {
      case: 'machine',
      value: { userName: 'root', name: 'Root', personalAccessToken: {}, machineKey: { type: 1 } },
    },
  })
  const there = { token: created.pat, headers: { 'x-zitadel-instance-host': 'big.co.test' } }
  const { org } = await server.client(AdminService, there).getDefaultOrg({})
  expect(org?.name).toBe('Head Office')
  expect(created.details).toEqual(addedDetails(org?.id ?? ''))
  expect(JSON.parse(Buffer.from(created.machineKey).toString())).toMatchObject({
    type: 'serviceaccount',
    key: expect.stringContaining('PRIVATE KEY'),
  })
  expect((await server.client(AdminService, there).getDefaultLanguage({})).language).toBe('de')
  const { result } = await system().listIAMMembers({ instanceId: created.instanceId })
  expect(result).toMatchObject([{ roles: ['IAM_OWNER'], preferredLoginName: 'root' }])
  const members = await server.client(ManagementService, there).listOrgMembers({})
  expect(members.result).toMatchObject([{ roles: ['ORG_OWNER'] }])
})

test('a person owns a new instance; one without an owner is refused', async () => {
  const named = await system().createInstance({
    instanceName: 'Human',
    owner: {
      case: 'human',
      value: {
        userName: 'ann',
        email: { email: 'ann@human.test', isEmailVerified: true },
        profile: { firstName: 'Ann', lastName: 'Ace' },
        password: { password: 'Correct-Horse-1', passwordChangeRequired: false },
      },
    },
  })
  expect([named.pat, named.machineKey]).toEqual(['', new Uint8Array()])
  const [owner] = (await system().listIAMMembers({ instanceId: named.instanceId })).result
  expect(owner).toMatchObject({ firstName: 'Ann', email: 'ann@human.test', roles: ['IAM_OWNER'] })
  expect(await outcome(system().createInstance({ instanceName: 'Nobody' }))).toBe('InvalidArgument')
  const older = await system().addInstance({
    instanceName: 'Older',
    ownerUserName: 'bea',
    ownerEmail: { email: 'bea@older.test' },
    ownerProfile: { firstName: 'Bea', lastName: 'Bee' },
  })
  expect((await system().listIAMMembers({ instanceId: older.instanceId })).result).toMatchObject([
    { firstName: 'Bea', preferredLoginName: 'bea' },
  ])
  expect(older.details?.resourceOwner).not.toBe(older.instanceId)
})

const past = timestampFromDate(new Date(Date.now() - 1000))
const expiryPast = 'InvalidArgument machine_credential.expiry_past'
const machineWith = (credentials: object) => ({
  owner: { case: 'machine' as const, value: { userName: 'root', name: 'Root', ...credentials } },
})

test.each([
  ['a domain of another instance', { customDomain: 'LOCALHOST' }, 'AlreadyExists instances.domain_taken'],
  ['an invalid domain', { customDomain: 'a_b.test' }, 'InvalidArgument instances.invalid_domain'],
  ['an unknown language', { defaultLanguage: 'tlh' }, 'InvalidArgument instances.unknown_language'],
  ['a token that has expired', machineWith({ personalAccessToken: { expirationDate: past } }), expiryPast],
  ['a key that has expired', machineWith({ machineKey: { type: 1, expirationDate: past } }), expiryPast],
  ['a blank name', { instanceName: ' ' }, 'InvalidArgument instances.blank_name'],
  ['no name', { instanceName: '' }, 'InvalidArgument'],
])('an instance with %s is refused and leaves nothing', async (_, wrong, expected) => {
  const before = (await system().listInstances({})).details?.totalResult
  const machine = { case: 'machine' as const, value: { userName: 'root', name: 'Root' } }
  expect(await outcome(system().createInstance({ instanceName: 'Wrong', owner: machine, ...wrong }))).toBe(
    expected,
  )
  expect((await system().listInstances({})).details?.totalResult).toBe(before)
})

test('instances are read, listed and renamed by id', async () => {
  const { instanceId, host } = await addInstance()
  const { instance } = await system().getInstance({ instanceId })
  expect(instance).toMatchObject({
    id: instanceId,
    state: State.RUNNING,
    details: readDetails(instanceId),
    domains: expect.arrayContaining([
      expect.objectContaining({ domain: host, primary: true, generated: false }),
    ]),
  })
  const queries = [
    { query: { case: 'idQuery' as const, value: { ids: [instanceId, server.first.instanceId] } } },
    { query: { case: 'domainQuery' as const, value: { domains: [host.toUpperCase()] } } },
  ]
  expect((await system().listInstances({ queries })).result.map(({ id }) => id)).toEqual([instanceId])
  const beta = server.client(InstanceService, { token })
  expect((await beta.listInstances({ queries })).instances.map(({ id }) => id)).toEqual([instanceId])
  const page = { query: { limit: 1, offset: 1n, asc: true }, sortingColumn: FieldName.CREATION_DATE }
  const all = await system().listInstances({ ...page, query: { asc: true } })
  const one = await system().listInstances(page)
  expect(one.result.map(({ id }) => id)).toEqual([all.result[1]?.id])
  expect(one.details?.totalResult).toBe(BigInt(all.result.length))
  expect(all.result[0]?.id).toBe(server.first.instanceId)

  const { details } = await system().updateInstance({ instanceId, instanceName: 'Renamed' })
  expect(details).toEqual(changedDetails(instanceId))
  expect((await system().getInstance({ instanceId })).instance?.name).toBe('Renamed')
  const again = await system().updateInstance({ instanceId, instanceName: 'Renamed' })
  expect(again.details?.sequence).toBe(details?.sequence)
})

test('hosts of an instance: added, made primary, removed; unique over the system', async () => {
  const { instanceId, host, options } = await addInstance()
  const added = await system().addDomain({ instanceId, domain: 'Extra.test' })
  expect(added.details).toEqual(addedDetails(instanceId))
  expect((await system().existsDomain({ domain: 'EXTRA.test' })).exists).toBe(true)
  expect((await system().existsDomain({ domain: 'free.test' })).exists).toBe(false)
  expect(await outcome(system().addDomain({ instanceId, domain: 'extra.test' }))).toBe(
    'AlreadyExists instances.domain_exists',
  )
  expect(await outcome(system().addDomain({ instanceId, domain: 'localhost' }))).toBe(
    'AlreadyExists instances.domain_taken',
  )
  await system().setPrimaryDomain({ instanceId, domain: 'extra.test' })
  const primary = { query: { case: 'primaryQuery' as const, value: { primary: true } } }
  const listed = await system().listDomains({ instanceId, queries: [primary] })
  expect(listed.result.map(({ domain }) => domain)).toEqual(['extra.test'])
  expect(await outcome(system().setPrimaryDomain({ instanceId, domain: 'free.test' }))).toMatch(/^NotFound/)

  const extra = { ...options, headers: { 'x-zitadel-instance-host': 'extra.test' } }
  expect(await outcome(server.client(AdminService, extra).getMyInstance({}))).toBe('ok')
  expect((await system().removeDomain({ instanceId, domain: 'extra.test' })).details).toEqual(
    changedDetails(instanceId),
  )
  expect(await outcome(server.client(AdminService, extra).getMyInstance({}))).toBe(
    'NotFound instance.host_unknown',
  )
  expect(await outcome(system().removeDomain({ instanceId, domain: 'extra.test' }))).toBe(
    'NotFound instances.domain_not_found',
  )
  await system().removeDomain({ instanceId, domain: host })
  const { result } = await system().listDomains({ instanceId, sortingColumn: DomainFieldName.DOMAIN })
  expect(result).toMatchObject([{ generated: true, primary: true }])
  const generated = result[0]?.domain ?? ''
  expect(await outcome(system().removeDomain({ instanceId, domain: generated }))).toBe(
    'FailedPrecondition instances.domain_generated',
  )
})

test.each([
  ['of a system user', () => token],
  ['of an administrator', () => server.adminToken],
  ['that nobody has', () => 'nobody'],
])('every call for an unknown instance says so, not that a host is unknown: a token %s', async (_, given) => {
  const client = server.client(SystemService, { token: given() }) as unknown as Record<
    string,
    (request: object) => Promise<unknown>
  >
  const named = SystemService.methods.filter(({ input }) => input.field.instanceId !== undefined)
  const outcomes = await Promise.all(
    named.map(async ({ localName }) => [
      localName,
      await outcome(client[localName]?.({ instanceId: 'nowhere' }) ?? Promise.resolve()),
    ]),
  )
  const built = outcomes.filter(([, each]) => each !== 'Unimplemented request.unimplemented')
  expect(built.length).toBeGreaterThan(7)
  expect(built.filter(([, each]) => each !== 'NotFound instances.not_found')).toEqual([])
})

test('a removed instance leaves no row in any table, and its hosts are free', async () => {
  const { instanceId, host, options } = await addInstance()
  await fillInstance(instanceId, options)
  const { deps } = server.product
  const request = { instance: { id: instanceId }, clientAddress: '203.0.113.1', now: deps.clock.now() }
  await openRateLimits(deps).take(request, 'registration')
  const before = await tablesWith(instanceId)
  expect(before, 'the instance has rows in nearly every table').toEqual(
    expect.arrayContaining([
      'events',
      'streams',
      'secrets',
      'users',
      'sessions',
      'user_factors',
      'org_metadata',
      'rate_limits',
    ]),
  )
  const { details } = await system().removeInstance({ instanceId })
  expect(details).toEqual(changedDetails(instanceId))
  expect(await tablesWith(instanceId)).toEqual([])
  expect(await outcome(system().getInstance({ instanceId }))).toMatch(/^NotFound/)
  expect(await outcome(system().removeInstance({ instanceId }))).toMatch(/^NotFound/)
  expect(await outcome(server.client(AdminService, options).getMyInstance({}))).toBe(
    'NotFound instance.host_unknown',
  )
  expect((await system().existsDomain({ domain: host })).exists).toBe(false)
  await system().addDomain({ instanceId: server.first.instanceId, domain: host })
  expect(await outcome(server.client(AdminService, options).getMyInstance({}))).toBe(
    'Unauthenticated auth.token_invalid',
  )
})

test('data that a request adds to an instance while it is being removed is removed by a job', async () => {
  const { instanceId } = await addInstance()
  const { log, clock } = server.product.deps
  const late = { instanceId, creator: 'late', now: clock.now() }
  await log.transact(late, undefined, async (tx) => {
    const session = tx.begin({ type: 'session', id: 'late' })
    await tx.append(session, [{ type: 'session.added', payload: {} }], { owner: instanceId })
    await system().removeInstance({ instanceId })
  })
  expect(await tablesWith(instanceId)).toContain('sessions')
  await server.runJobs()
  expect(await tablesWith(instanceId), 'other late requests may follow').toContain('sessions')
  await server.testDatabase.database.query('update graphile_worker._private_jobs set run_at = now()')
  await server.runJobs()
  expect(await tablesWith(instanceId)).toEqual([])
})

test('v2beta removes an instance by its id; the second time it is unknown', async () => {
  const { instanceId } = await addInstance()
  const beta = server.client(InstanceService, { token })
  expect((await beta.deleteInstance({ instanceId })).deletionDate).toBeDefined()
  expect(await tablesWith(instanceId)).toEqual([])
  expect(await outcome(beta.deleteInstance({ instanceId }))).toBe('NotFound instances.not_found')
  expect((await system().listInstances({})).result.map(({ id }) => id)).not.toContain(instanceId)
})

/** Adds objects of every kind to an instance. */
async function fillInstance(instanceId: string, options: { token: string; headers: Record<string, string> }) {
  const management = server.client(ManagementService, options)
  await management.setOrgMetadata({ key: 'k', value: Buffer.from('v') })
  await management.addOrgDomain({ domain: 'filled.test' })
  await management.addCustomLockoutPolicy({ maxPasswordAttempts: 3 })
  await management.addCustomLoginPolicy({ secondFactors: [SecondFactorType.OTP] })
  await server.client(AdminService, options).addInstanceTrustedDomain({ domain: 'trusted.test' })
  await server.client(OrganizationService, options).addOrganization({ name: 'Another' })
  const theirs = {
    ...server,
    client: (service, own) => server.client(service, { ...options, ...own }),
  } as TestServer
  const { userId } = await addPerson(theirs)
  await server.client(UserService, options).addOTPEmail({ userId })
  await server.client(UserService, options).registerTOTP({ userId })
  await server.client(SessionService, options).createSession({
    checks: { user: { search: { case: 'userId', value: userId } } },
    metadata: { key: Buffer.from('value') },
  })
  const { key } = await management
    .addMachineKey({ userId: await root(instanceId), type: 1 })
    .then(({ keyDetails }) => ({ key: keyDetails }))
  expect(key.length).toBeGreaterThan(0)
}

async function root(instanceId: string): Promise<string> {
  return (await system().listIAMMembers({ instanceId })).result[0]?.userId ?? ''
}

/** Returns the tables that have rows with the instance's id in `instance_id`, apart from the proof of its removal (ADR 24). */
async function tablesWith(instanceId: string): Promise<readonly string[]> {
  const { database } = server.testDatabase
  const tables = await database.query<{ table_name: string }>(
    `select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'instance_id' and t.table_type = 'BASE TABLE'
        and c.table_name not in ('log_removals', 'log_removed_parts') order by 1`,
  )
  const found: string[] = []
  for (const { table_name: name } of tables) {
    const [row] = await database.query(`select 1 from ${name} where instance_id = $1 limit 1`, [instanceId])
    if (row) found.push(name)
  }
  return found
}
