import { DomainValidationType } from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { DomainFieldName, OrganizationFieldName } from '@sallyport/contract/zitadel/org/v2/query_pb.js'
import { OrganizationService as BetaService } from '@sallyport/contract/zitadel/org/v2beta/org_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { TextFilterMethod } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { OrgState } from '@zitadel/proto/zitadel/org_pb.js'
import { expect, test } from 'vitest'
import { eventTypesOf } from './factors.ts'
import { startNameServer } from './nameServer.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const v2 = (token?: string) => server.client(OrganizationService, token === undefined ? {} : { token })
const bytes = (text: string) => Buffer.from(text)

/** Every write on one organization that the second generation has. */
const writes = {
  updateOrganization: (client: Client, organizationId: string) =>
    client.updateOrganization({ organizationId, name: 'Mine' }),
  deactivateOrganization: (client: Client, organizationId: string) =>
    client.deactivateOrganization({ organizationId }),
  activateOrganization: (client: Client, organizationId: string) =>
    client.activateOrganization({ organizationId }),
  deleteOrganization: (client: Client, organizationId: string) =>
    client.deleteOrganization({ organizationId }),
  setOrganizationMetadata: (client: Client, organizationId: string) =>
    client.setOrganizationMetadata({ organizationId, metadata: [{ key: 'k', value: bytes('v') }] }),
  deleteOrganizationMetadata: (client: Client, organizationId: string) =>
    client.deleteOrganizationMetadata({ organizationId, keys: ['k'] }),
  addOrganizationDomain: (client: Client, organizationId: string) =>
    client.addOrganizationDomain({ organizationId, domain: 'foreign.test' }),
  deleteOrganizationDomain: (client: Client, organizationId: string) =>
    client.deleteOrganizationDomain({ organizationId, domain: 'foreign.test' }),
  generateOrganizationDomainValidation: (client: Client, organizationId: string) =>
    client.generateOrganizationDomainValidation({
      organizationId,
      domain: 'foreign.test',
      type: DomainValidationType.DNS,
    }),
  verifyOrganizationDomain: (client: Client, organizationId: string) =>
    client.verifyOrganizationDomain({ organizationId, domain: 'foreign.test' }),
}
type Client = ReturnType<typeof v2>

test.each(Object.entries(writes))('%s needs the permission in that organization', async (_, write) => {
  const { orgId } = await addOrg(server)
  const { orgId: elsewhere } = await addOrg(server)
  const other = await addInstance(server)
  const stranger = await addMachine(server, { orgId: elsewhere, roles: ['ORG_OWNER'] })
  const nobody = await addMachine(server, { orgId })
  const viewer = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const before = await eventTypesOf(server, orgId)
  for (const { token } of [stranger, nobody]) {
    expect(await outcome(write(v2(token), orgId))).toBe('NotFound permission.membership_not_found')
  }
  expect(await outcome(write(v2(viewer.token), orgId))).toBe('PermissionDenied permission.denied')
  expect(await outcome(write(v2(other.token), orgId))).toBe('Unauthenticated auth.token_invalid')
  expect(await outcome(write(v2(), ''))).toBe('InvalidArgument')
  const theirs = server.client(OrganizationService, { token: other.token, headers: other.headers })
  const count = await eventCount(server, other.instanceId)
  const unknown = await outcome(write(theirs, orgId))
  // Removing what does not exist succeeds without a date.
  expect(unknown).toMatch(write === writes.deleteOrganization ? /^ok$/ : /^(NotFound|FailedPrecondition) org/)
  expect(await eventCount(server, other.instanceId)).toBe(count)
  expect(await eventTypesOf(server, orgId)).toEqual(before)
})

test('lists of one organization need org.read there', async () => {
  const { orgId: organizationId } = await addOrg(server)
  const viewer = await addMachine(server, { orgId: organizationId, roles: ['ORG_OWNER_VIEWER'] })
  const stranger = await addMachine(server, { roles: ['ORG_OWNER'], orgId: (await addOrg(server)).orgId })
  for (const list of ['listOrganizationMetadata', 'listOrganizationDomains'] as const) {
    expect(await outcome(v2(viewer.token)[list]({ organizationId }))).toBe('ok')
    expect(await outcome(v2(stranger.token)[list]({ organizationId }))).toBe(
      'NotFound permission.membership_not_found',
    )
    expect(await outcome(v2()[list]({ organizationId, filters: [{}] }))).toBe('InvalidArgument')
    expect(await outcome(v2()[list]({ organizationId, pagination: { limit: 1001 } }))).toBe(
      'InvalidArgument search.limit_too_high',
    )
    expect(await outcome(v2()[list]({}))).toBe('InvalidArgument')
  }
})

test('an organization is created with the id that the newer or the older field wants', async () => {
  expect((await v2().addOrganization({ name: 'Newer', organizationId: 'newer' })).organizationId).toBe(
    'newer',
  )
  expect((await v2().addOrganization({ name: 'Older', orgId: 'older' })).organizationId).toBe('older')
  const both = { name: 'Both', organizationId: 'newest', orgId: 'ignored' }
  expect((await v2().addOrganization(both)).organizationId).toBe('newest')
  const refused = [
    v2().addOrganization({ name: 'Again', organizationId: 'newer' }),
    v2().addOrganization({ name: 'Own', organizationId: server.first.instanceId }),
    v2().addOrganization({ name: 'Long', organizationId: 'x'.repeat(201) }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'AlreadyExists organizations.id_taken',
    'AlreadyExists organizations.id_reserved',
    'InvalidArgument',
  ])
})

test('an organization is renamed, deactivated, activated and deleted by id', async () => {
  const { orgId: organizationId, name } = await addOrg(server)
  const { orgId: other, name: taken } = await addOrg(server)
  const read = async () => (await server.client(AdminService).getOrgByID({ id: organizationId })).org
  expect((await v2().updateOrganization({ organizationId, name: 'Renamed' })).changeDate).toBeDefined()
  expect(await read()).toMatchObject({ name: 'Renamed', primaryDomain: 'renamed.localhost' })
  expect((await v2().deactivateOrganization({ organizationId })).changeDate).toBeDefined()
  expect((await read())?.state).toBe(OrgState.INACTIVE)
  const refused = [
    v2().updateOrganization({ organizationId, name: 'Renamed' }),
    v2().updateOrganization({ organizationId, name: taken }),
    v2().updateOrganization({ organizationId, name: '!!' }),
    v2().updateOrganization({ organizationId: 'nowhere', name }),
    v2().deactivateOrganization({ organizationId }),
    v2().deactivateOrganization({ organizationId: 'nowhere' }),
    v2().activateOrganization({ organizationId: 'nowhere' }),
    v2().activateOrganization({ organizationId: other }),
    v2().deleteOrganization({ organizationId: server.first.orgId }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'FailedPrecondition organizations.same_name',
    expect.stringMatching(/^AlreadyExists organizations\.(name|domain)_taken$/),
    'InvalidArgument organizations.unusable_name',
    'NotFound organizations.not_found',
    'FailedPrecondition organizations.already_inactive',
    'NotFound organizations.not_found',
    'NotFound organizations.not_found',
    'FailedPrecondition organizations.already_active',
    'FailedPrecondition organizations.is_default',
  ])
  expect((await v2().activateOrganization({ organizationId })).changeDate).toBeDefined()
  expect((await read())?.state).toBe(OrgState.ACTIVE)
  expect((await v2().deleteOrganization({ organizationId })).deletionDate).toBeDefined()
  expect((await v2().deleteOrganization({ organizationId })).deletionDate).toBeUndefined()
})

test('of changes at the same time one counts, and a removal happens once', async () => {
  const { orgId: organizationId } = await addOrg(server)
  const states = [1, 2, 3].map(() => outcome(v2().deactivateOrganization({ organizationId })))
  const inactive = 'FailedPrecondition organizations.already_inactive'
  expect((await Promise.all(states)).sort()).toEqual([inactive, inactive, 'ok'])
  const removals = await Promise.all([1, 2, 3].map(() => v2().deleteOrganization({ organizationId })))
  expect(removals.filter(({ deletionDate }) => deletionDate !== undefined)).toHaveLength(1)
})

test('organizations are sorted by name or creation', async () => {
  const names = ['Sorted b', 'Sorted a']
  for (const name of names) await v2().addOrganization({ name })
  const value = { name: 'sorted ', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE }
  const queries = [{ query: { case: 'nameQuery' as const, value } }]
  const read = async (sortingColumn: OrganizationFieldName, asc: boolean) => {
    const reply = await v2().listOrganizations({ queries, sortingColumn, query: { asc } })
    expect(reply.sortingColumn).toBe(sortingColumn)
    return reply.result.map(({ name }) => name)
  }
  const { NAME, CREATION_DATE } = OrganizationFieldName
  expect(await read(CREATION_DATE, true)).toEqual(names)
  expect(await read(CREATION_DATE, false)).toEqual([...names].reverse())
  expect(await read(NAME, true)).toEqual([...names].sort())
})

test('metadata is set, listed by key and removed; an empty value removes its key', async () => {
  const { orgId: organizationId } = await addOrg(server)
  const set = (entries: Readonly<Record<string, string>>) =>
    v2().setOrganizationMetadata({
      organizationId,
      metadata: Object.entries(entries).map(([key, value]) => ({ key, value: bytes(value) })),
    })
  const list = async (key = '') => {
    const value = { key, method: TextFilterMethod.STARTS_WITH_IGNORE_CASE }
    const filters = [{ filter: { case: 'keyFilter' as const, value } }]
    const reply = await v2().listOrganizationMetadata({ organizationId, filters, pagination: { asc: true } })
    expect(reply.pagination?.totalResult).toBe(BigInt(reply.metadata.length))
    return reply.metadata.map(({ key, value }) => `${key}=${Buffer.from(value)}`)
  }
  expect((await set({ Apple: '1', banana: '2', cherry: '3' })).setDate).toBeDefined()
  expect(await list()).toEqual(['Apple=1', 'banana=2', 'cherry=3'])
  expect(await list('aP')).toEqual(['Apple=1'])
  const before = await eventTypesOf(server, organizationId)
  expect((await set({ Apple: '1', unknown: '' })).setDate, 'changes nothing').toBeDefined()
  expect(await eventTypesOf(server, organizationId)).toEqual(before)
  await set({ Apple: '', banana: 'new', date: '4' })
  expect(await list()).toEqual(['banana=new', 'cherry=3', 'date=4'])
  const keys = ['banana', 'cherry']
  const refused = [
    v2().deleteOrganizationMetadata({ organizationId, keys: ['banana', 'Apple'] }),
    v2().deleteOrganizationMetadata({ organizationId, keys: [] }),
    v2().deleteOrganizationMetadata({ organizationId, keys: [''] }),
    v2().setOrganizationMetadata({ organizationId, metadata: [] }),
    v2().setOrganizationMetadata({ organizationId, metadata: [{ key: ' ', value: bytes('x') }] }),
    v2().setOrganizationMetadata({ organizationId: 'nowhere', metadata: [{ key: 'k', value: bytes('x') }] }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'NotFound organizations.metadata_not_found',
    'FailedPrecondition organizations.metadata_nothing_named',
    'InvalidArgument',
    'FailedPrecondition organizations.metadata_nothing_named',
    'InvalidArgument organizations.metadata_empty_key',
    'FailedPrecondition organizations.missing',
  ])
  expect(await list()).toEqual(['banana=new', 'cherry=3', 'date=4'])
  expect((await v2().deleteOrganizationMetadata({ organizationId, keys })).deletionDate).toBeDefined()
  expect(await list()).toEqual(['date=4'])
})

test('older generations refuse an empty value of metadata', async () => {
  const { orgId: organizationId } = await addOrg(server)
  const metadata = [{ key: 'k', value: new Uint8Array() }]
  const beta = server.client(BetaService)
  expect(await outcome(beta.setOrganizationMetadata({ organizationId, metadata }))).toBe('InvalidArgument')
})

test('domains are added, listed in both orders and removed', async () => {
  const { orgId: organizationId } = await addOrg(server)
  for (const domain of ['V2-b.test', 'v2-a.test']) {
    expect((await v2().addOrganizationDomain({ organizationId, domain })).creationDate).toBeDefined()
  }
  const list = async (sortingColumn: DomainFieldName, asc: boolean) => {
    const value = { domain: 'V2', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE }
    const filters = [{ filter: { case: 'domainFilter' as const, value } }]
    const wanted = { organizationId, filters, sortingColumn, pagination: { asc } }
    const { domains, pagination } = await v2().listOrganizationDomains(wanted)
    expect(pagination).toMatchObject({ totalResult: BigInt(domains.length), appliedLimit: 100n })
    return domains.map(({ domain }) => domain)
  }
  const { NAME, CREATION_DATE } = DomainFieldName
  expect(await list(CREATION_DATE, true)).toEqual(['v2-b.test', 'v2-a.test'])
  expect(await list(CREATION_DATE, false)).toEqual(['v2-a.test', 'v2-b.test'])
  expect(await list(NAME, true)).toEqual(['v2-a.test', 'v2-b.test'])
  const { domains } = await v2().listOrganizationDomains({ organizationId, pagination: { asc: true } })
  expect(domains.map(({ domain, isPrimary }) => [domain, isPrimary])).toEqual([
    [expect.stringMatching(/\.localhost$/), true],
    ['v2-a.test', false],
    ['v2-b.test', false],
  ])
  expect(domains[1]).toMatchObject({ organizationId, isVerified: true, isPrimary: false })
  const primary = domains.find(({ isPrimary }) => isPrimary)?.domain ?? ''
  const refused = [
    v2().addOrganizationDomain({ organizationId, domain: 'v2-A.test' }),
    v2().addOrganizationDomain({ organizationId, domain: 'a b.test' }),
    v2().addOrganizationDomain({ organizationId: 'nowhere', domain: 'x.test' }),
    v2().deleteOrganizationDomain({ organizationId, domain: primary }),
    v2().deleteOrganizationDomain({ organizationId, domain: 'unknown.test' }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'AlreadyExists organizations.domain_exists',
    'InvalidArgument organizations.invalid_domain',
    'FailedPrecondition organizations.missing',
    'FailedPrecondition organizations.domain_is_primary',
    'NotFound organizations.domain_not_found',
  ])
  const removed = await v2().deleteOrganizationDomain({ organizationId, domain: 'v2-a.test' })
  expect(removed.deletionDate).toBeDefined()
  expect(await list(NAME, true)).toEqual(['v2-b.test'])
})

test('a domain is verified by the token that it publishes', async () => {
  const admin = server.client(AdminService)
  await admin.updateDomainPolicy({ validateOrgDomains: true })
  const { orgId: organizationId } = await addOrg(server)
  const wanted = { organizationId, domain: 'proved.test' }
  await v2().addOrganizationDomain(wanted)
  expect(await outcome(v2().verifyOrganizationDomain(wanted))).toBe(
    'FailedPrecondition organizations.domain_not_asked',
  )
  expect(await outcome(v2().generateOrganizationDomainValidation(wanted))).toBe('InvalidArgument')
  const { HTTP, DNS } = DomainValidationType
  const file = await v2().generateOrganizationDomainValidation({ ...wanted, type: HTTP })
  expect(file.url).toBe(`https://proved.test/.well-known/zitadel-challenge/${file.token}.txt`)
  const { url, token } = await v2().generateOrganizationDomainValidation({ ...wanted, type: DNS })
  const names = await startNameServer(new Map([[url, token]]))
  expect((await v2().verifyOrganizationDomain(wanted)).changeDate).toBeDefined()
  await names.close()
  const { domains } = await v2().listOrganizationDomains({ organizationId })
  expect(domains.find(({ domain }) => domain === 'proved.test')).toMatchObject({
    isVerified: true,
    validationType: DNS,
  })
  expect(await outcome(v2().verifyOrganizationDomain(wanted))).toBe(
    'FailedPrecondition organizations.domain_verified',
  )
  await admin.updateDomainPolicy({ validateOrgDomains: false })
})

test('the routes of organizations over REST', async () => {
  const { orgId } = await addOrg(server)
  const at = `/v2/organizations/${orgId}`
  const metadata = [{ key: 'one', value: Buffer.from('1').toString('base64') }]
  const calls = [
    ['POST', at, { name: 'Over REST' }],
    ['POST', `${at}/deactivate`, {}],
    ['POST', `${at}/activate`, {}],
    ['POST', `${at}/metadata`, { metadata }],
    ['POST', `${at}/metadata/search`, {}],
    ['DELETE', `${at}/metadata?keys=one`, undefined],
    ['POST', `${at}/domains`, { domain: 'rest.test' }],
    ['POST', `${at}/domains/search`, {}],
    ['DELETE', `${at}/domains?domain=rest.test`, undefined],
    ['DELETE', at, undefined],
  ] as const
  for (const [method, path, body] of calls) {
    const reply = await server.rest(method, path, body === undefined ? {} : { body })
    expect([method, path, reply.status]).toEqual([method, path, 200])
  }
  expect((await server.rest('POST', '/v2/organizations/_search', { body: {} })).status).toBe(200)
})
