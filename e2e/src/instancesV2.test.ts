import {
  DomainFieldName,
  FieldName,
  State,
  TrustedDomainFieldName,
} from '@sallyport/contract/zitadel/instance/v2/instance_pb.js'
import { InstanceService } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { expect, test } from 'vitest'
import { systemToken, systemUsersEnvironment } from './systemUsers.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addInstance, eventCount, systemServer, type VirtualInstance } from './virtualInstances.ts'

const server = await systemServer({
  environment: systemUsersEnvironment({
    operator: undefined,
    viewer: [{ memberType: 'System', roles: ['SYSTEM_OWNER_VIEWER'] }],
    confined: [{ memberType: 'IAM', roles: ['IAM_OWNER'], aggregateId: 'elsewhere' }],
  }),
})

const denied = 'PermissionDenied permission.denied'
/** The first instance's administrator, or the caller with this token. */
const v2 = (token?: string) => server.client(InstanceService, token === undefined ? {} : { token })
const as = async (systemUser: string) => v2(await systemToken(server, systemUser))
/** The owner of an instance at its host. */
const owner = ({ token, headers }: VirtualInstance) => server.client(InstanceService, { token, headers })
type Client = ReturnType<typeof v2>

const reads = {
  getInstance: (client: Client, instanceId: string) => client.getInstance({ instanceId }),
  listCustomDomains: (client: Client, instanceId: string) => client.listCustomDomains({ instanceId }),
  listTrustedDomains: (client: Client, instanceId: string) => client.listTrustedDomains({ instanceId }),
}
const writes = {
  updateInstance: (client: Client, instanceId: string) =>
    client.updateInstance({ instanceId, instanceName: 'Taken over' }),
  addTrustedDomain: (client: Client, instanceId: string) =>
    client.addTrustedDomain({ instanceId, trustedDomain: 'taken-over.test' }),
  removeTrustedDomain: (client: Client, instanceId: string) =>
    client.removeTrustedDomain({ instanceId, trustedDomain: 'unknown.test' }),
}
/** Methods that name their instance and are for the operators of the system. */
const operations = {
  addCustomDomain: (client: Client, instanceId: string) =>
    client.addCustomDomain({ instanceId, customDomain: 'taken-over.test' }),
  removeCustomDomain: (client: Client, instanceId: string) =>
    client.removeCustomDomain({ instanceId, customDomain: 'unknown.test' }),
  deleteInstance: (client: Client, instanceId: string) => client.deleteInstance({ instanceId }),
}

test.each(Object.entries({ ...reads, ...writes }))(
  '%s reaches no other instance than that of the host and the token',
  async (_, act) => {
    const other = await addInstance(server)
    const before = await eventCount(server, other.instanceId)
    const foreign = 'Unauthenticated instances.token_of_another'
    expect(await outcome(act(v2(), other.instanceId))).toBe(foreign)
    expect(await outcome(act(v2(), 'nowhere'))).toBe(foreign)
    expect(await outcome(act(v2(other.token), other.instanceId)), 'its token at another host').toBe(
      'Unauthenticated auth.token_invalid',
    )
    const confined = await as('confined')
    expect(await outcome(act(confined, other.instanceId))).toBe('NotFound permission.membership_not_found')
    expect(await outcome(act(confined, ''))).toBe('NotFound permission.membership_not_found')
    expect(await outcome(act(await as('operator'), 'nowhere'))).toBe('NotFound instances.not_found')
    expect(await eventCount(server, other.instanceId)).toBe(before)
  },
)

test.each(Object.entries(reads))('%s needs iam.read, or system.instance.read by id', async (_, read) => {
  const { instanceId } = server.first
  const viewer = await addMachine(server, { roles: ['IAM_OWNER_VIEWER'] })
  const member = await addMachine(server, { roles: ['ORG_OWNER'], orgId: (await addOrg(server)).orgId })
  for (const id of ['', instanceId]) {
    expect(await outcome(read(v2(viewer.token), id))).toBe('ok')
    expect(await outcome(read(v2(member.token), id))).toBe('NotFound permission.membership_not_found')
  }
  expect(await outcome(read(await as('viewer'), instanceId))).toBe('ok')
  expect(await outcome(read(await as('viewer'), (await addInstance(server)).instanceId))).toBe('ok')
  expect(await outcome(read(await as('viewer'), '')), 'which names no instance').toBe(denied)
})

test.each(Object.entries(writes))('%s needs iam.write, or system.instance.write by id', async (_, write) => {
  const { instanceId } = server.first
  const before = await eventCount(server)
  const viewer = await addMachine(server, { roles: ['IAM_OWNER_VIEWER'] })
  const added = (await eventCount(server)) - before
  for (const id of ['', instanceId]) expect(await outcome(write(v2(viewer.token), id))).toBe(denied)
  expect(await outcome(write(await as('viewer'), instanceId))).toBe(denied)
  expect(await outcome(write(await as('operator'), ''))).toBe(denied)
  expect(await eventCount(server)).toBe(before + added)
})

test.each(Object.entries(operations))('%s is for operators of the system, by id', async (_, act) => {
  const other = await addInstance(server)
  expect(await outcome(act(owner(other), other.instanceId))).toBe(denied)
  expect(await outcome(act(await as('viewer'), other.instanceId))).toBe(denied)
  expect(await outcome(act(await as('operator'), ''))).toBe('InvalidArgument')
  expect(await outcome(act(await as('operator'), 'nowhere'))).toBe(
    act === operations.deleteInstance ? 'ok' : 'NotFound instances.not_found',
  )
  expect(await outcome(owner(other).getInstance({}))).toBe('ok')
})

test('an instance is read and renamed, as that of the host or by its id', async () => {
  const other = await addInstance(server)
  const { instanceId } = other
  const { instance } = await owner(other).getInstance({})
  expect(instance).toMatchObject({
    id: instanceId,
    state: State.RUNNING,
    creationDate: expect.anything(),
    changeDate: expect.anything(),
    version: expect.stringMatching(/^\d/),
  })
  expect(instance?.customDomains.map(({ primary, generated }) => [primary, generated]).sort()).toEqual([
    [false, true],
    [true, false],
  ])
  expect(instance?.customDomains.every((domain) => domain.instanceId === instanceId)).toBe(true)
  const operator = await as('operator')
  expect((await operator.getInstance({ instanceId })).instance).toEqual(instance)
  await owner(other).updateInstance({ instanceName: 'By its owner' })
  expect((await owner(other).getInstance({ instanceId })).instance?.name).toBe('By its owner')
  const first = await operator.updateInstance({ instanceId, instanceName: 'By the operator' })
  const again = await operator.updateInstance({ instanceId, instanceName: ' By the operator ' })
  expect(again.changeDate, 'the same name changes nothing').toEqual(first.changeDate)
  expect((await owner(other).getInstance({})).instance?.name).toBe('By the operator')
  expect(await outcome(operator.updateInstance({ instanceId, instanceName: ' ' }))).toBe(
    'InvalidArgument instances.blank_new_name',
  )
})

test('operators need no host of an instance, for what they name; everybody else does', async () => {
  const { instanceId, token } = await addInstance(server)
  const headers = { 'x-zitadel-instance-host': 'nowhere.test' }
  const operator = server.client(InstanceService, { token: await systemToken(server, 'operator'), headers })
  expect((await operator.getInstance({ instanceId })).instance?.id).toBe(instanceId)
  expect(
    (await operator.updateInstance({ instanceId, instanceName: 'From nowhere' })).changeDate,
  ).toBeDefined()
  const filters = [{ filter: { case: 'inIdsFilter' as const, value: { ids: [instanceId] } } }]
  expect((await operator.listInstances({ filters })).instances.map(({ name }) => name)).toEqual([
    'From nowhere',
  ])
  expect(await outcome(operator.getInstance({}))).toBe(denied)
  const unknown = 'NotFound instance.host_unknown'
  expect(await outcome(server.client(InstanceService, { token, headers }).getInstance({ instanceId }))).toBe(
    unknown,
  )
  const admin = server.client(AdminService, { token: await systemToken(server, 'operator'), headers })
  expect(await outcome(admin.getMyInstance({}))).toBe(unknown)
  const confined = server.client(InstanceService, { token: await systemToken(server, 'confined'), headers })
  expect(await outcome(confined.getInstance({ instanceId }))).toBe('NotFound permission.membership_not_found')
})

test('operators list instances by id and domain, in every order; nobody else does', async () => {
  const made = [await addInstance(server), await addInstance(server)]
  const ids = made.map(({ instanceId }) => instanceId)
  const host = made[1]?.headers['x-zitadel-instance-host'] ?? ''
  const operator = await as('operator')
  const byIds = { filter: { case: 'inIdsFilter' as const, value: { ids } } }
  const byDomain = {
    filter: { case: 'customDomainsFilter' as const, value: { domains: [host.toUpperCase()] } },
  }
  const list = async (sortingColumn: FieldName, asc: boolean) => {
    const wanted = { filters: [byIds], sortingColumn, pagination: { asc } }
    return (await operator.listInstances(wanted)).instances.map(({ id }) => id)
  }
  expect(await list(FieldName.CREATION_DATE, true)).toEqual(ids)
  expect(await list(FieldName.CREATION_DATE, false)).toEqual([...ids].reverse())
  expect(await list(FieldName.ID, true)).toEqual([...ids].sort())
  expect(await list(FieldName.NAME, false)).toEqual((await list(FieldName.NAME, true)).reverse())
  const found = await operator.listInstances({ filters: [byIds, byDomain], pagination: { limit: 1 } })
  expect(found.instances.map(({ id }) => id)).toEqual([ids[1]])
  expect(found.pagination).toMatchObject({ totalResult: 1n, appliedLimit: 1n })
  expect((await (await as('viewer')).listInstances({ filters: [byIds] })).instances).toHaveLength(2)
  const confined = await as('confined')
  const refused = [
    v2().listInstances({}),
    confined.listInstances({}),
    operator.listInstances({ filters: [{}] }),
    operator.listInstances({ pagination: { limit: 1001 } }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    denied,
    'NotFound permission.membership_not_found',
    'InvalidArgument',
    'InvalidArgument search.limit_too_high',
  ])
})

test('custom domains are added, listed by every filter and removed; of several at the same time one is added', async () => {
  const other = await addInstance(server)
  const { instanceId } = other
  const operator = await as('operator')
  const customDomain = 'Custom.test'
  const added = await Promise.all(
    [instanceId, instanceId, server.first.instanceId].map((id) =>
      outcome(operator.addCustomDomain({ instanceId: id, customDomain })),
    ),
  )
  expect(added.filter((each) => each === 'ok')).toHaveLength(1)
  for (const each of added) expect(each).toMatch(/^(ok|AlreadyExists instances\.domain_(exists|taken))$/)
  const holder = (await outcome(operator.addCustomDomain({ instanceId, customDomain }))).endsWith('exists')
    ? instanceId
    : server.first.instanceId
  const list = async (filter: object) =>
    (
      await operator.listCustomDomains({
        instanceId: holder,
        filters: [{ filter: filter as never }],
        sortingColumn: DomainFieldName.DOMAIN,
      })
    ).domains
  const value = { domain: 'CUSTOM', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE }
  expect(await list({ case: 'domainFilter', value })).toMatchObject([
    { instanceId: holder, domain: 'custom.test', primary: false, generated: false },
  ])
  for (const wanted of [true, false]) {
    const generated = await list({ case: 'generatedFilter', value: wanted })
    expect(generated.map((domain) => domain.generated)).toEqual(generated.map(() => wanted))
    const primary = await list({ case: 'primaryFilter', value: wanted })
    expect(primary.map((domain) => domain.primary)).toEqual(primary.map(() => wanted))
    expect(primary.length).toBeGreaterThan(0)
  }
  const at = { token: other.token, headers: { 'x-zitadel-instance-host': 'custom.test' } }
  expect(await outcome(server.client(InstanceService, at).getInstance({}))).toBe(
    holder === instanceId ? 'ok' : 'Unauthenticated auth.token_invalid',
  )
  const wanted = { instanceId: holder, customDomain: 'custom.TEST' }
  expect((await operator.removeCustomDomain(wanted)).deletionDate).toBeDefined()
  const refused = [
    operator.removeCustomDomain(wanted),
    operator.addCustomDomain({ instanceId, customDomain: 'under_score.test' }),
    operator.removeCustomDomain({ instanceId, customDomain: ' ' }),
    operator.listCustomDomains({ instanceId, filters: [{}] }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'NotFound instances.domain_not_found',
    'InvalidArgument instances.invalid_domain',
    'InvalidArgument instances.invalid_domain',
    'InvalidArgument',
  ])
})

test('trusted domains are added once, listed in both orders and removed once', async () => {
  const other = await addInstance(server)
  const { instanceId } = other
  for (const trustedDomain of ['B.trusted.test', 'a.trusted.test']) {
    expect((await owner(other).addTrustedDomain({ trustedDomain })).creationDate).toBeDefined()
  }
  const list = async (sortingColumn: TrustedDomainFieldName) => {
    const value = { domain: 'TRUSTED.test', method: TextQueryMethod.ENDS_WITH_IGNORE_CASE }
    const filters = [{ filter: { case: 'domainFilter' as const, value } }]
    const reply = await owner(other).listTrustedDomains({
      filters,
      sortingColumn,
      pagination: { asc: true },
    })
    expect(reply.trustedDomain.every((domain) => domain.instanceId === instanceId)).toBe(true)
    return reply.trustedDomain.map(({ domain }) => domain)
  }
  expect(await list(TrustedDomainFieldName.CREATION_DATE)).toEqual(['b.trusted.test', 'a.trusted.test'])
  expect(await list(TrustedDomainFieldName.DOMAIN)).toEqual(['a.trusted.test', 'b.trusted.test'])
  expect((await v2().listTrustedDomains({})).trustedDomain).toEqual([])
  const wanted = { instanceId, trustedDomain: 'b.trusted.test' }
  expect(await outcome(owner(other).addTrustedDomain(wanted))).toBe(
    'FailedPrecondition instances.trusted_exists',
  )
  expect((await owner(other).removeTrustedDomain(wanted)).deletionDate).toBeDefined()
  expect(await outcome(owner(other).removeTrustedDomain(wanted))).toBe('NotFound instances.trusted_not_found')
  expect(await outcome(owner(other).listTrustedDomains({ filters: [{}] }))).toBe('InvalidArgument')
  const operator = await as('operator')
  await operator.addTrustedDomain(wanted)
  expect(await list(TrustedDomainFieldName.DOMAIN)).toEqual(['a.trusted.test', 'b.trusted.test'])
})

test('an instance is deleted once; the second time there is nothing to delete', async () => {
  const { instanceId } = await addInstance(server)
  const operator = await as('operator')
  expect((await operator.deleteInstance({ instanceId })).deletionDate).toBeDefined()
  expect((await operator.deleteInstance({ instanceId })).deletionDate).toBeUndefined()
  expect(await outcome(operator.getInstance({ instanceId }))).toBe('NotFound instances.not_found')
  const { token } = await addMachine(server, { roles: ['ORG_OWNER'] })
  const member = server.client(InstanceService, { token, headers: inOrg(server.first.orgId) })
  expect(await outcome(member.deleteInstance({ instanceId: server.first.instanceId }))).toBe(denied)
})
