import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { DomainValidationType as BetaType } from '@zitadel/proto/zitadel/org/v2beta/org_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { DomainValidationType } from '@zitadel/proto/zitadel/org_pb.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { startNameServer } from './nameServer.ts'
import { addPerson } from './people.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'
import { addHuman, readUser } from './userFixtures.ts'

const server = await testServer()

const org = (id = orgId) => server.client(ManagementService, { headers: inOrg(id) })

const orgId = (await addOrg(server, 'Domains')).orgId
const otherId = (await addOrg(server, 'Others')).orgId

describe('if no proof is required', () => {
  test('a domain is verified at once, can become primary, and can be removed unless it is primary', async () => {
    expect((await org().addOrgDomain({ domain: 'One.test' })).details).toEqual(addedDetails(orgId))
    const value = { name: 'ONE', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE }
    const listed = await org().listOrgDomains({ queries: [{ query: { case: 'domainNameQuery', value } }] })
    expect(listed.result).toMatchObject([
      { domainName: 'one.test', isVerified: true, isPrimary: false, orgId, details: readDetails(orgId) },
    ])
    expect((await org().setPrimaryOrgDomain({ domain: 'one.test' })).details).toEqual(changedDetails(orgId))
    expect((await org().getMyOrg({})).org?.primaryDomain).toBe('one.test')
    expect(await outcome(org().removeOrgDomain({ domain: 'one.test' }))).toBe(
      'FailedPrecondition organizations.domain_is_primary',
    )
    const generated =
      (await org().listOrgDomains({})).result.find(({ isPrimary }) => !isPrimary)?.domainName ?? ''
    await org().setPrimaryOrgDomain({ domain: generated })
    expect((await org().removeOrgDomain({ domain: 'one.test' })).details).toEqual(changedDetails(orgId))
    expect((await org().listOrgDomains({})).result.map(({ domainName }) => domainName)).toEqual([generated])
  })

  test('a domain belongs to one organization only', async () => {
    await org().addOrgDomain({ domain: 'taken.test' })
    expect(await outcome(org().addOrgDomain({ domain: 'TAKEN.test' }))).toBe(
      'AlreadyExists organizations.domain_exists',
    )
    expect(await outcome(org(otherId).addOrgDomain({ domain: 'taken.test' }))).toBe(
      'AlreadyExists organizations.domain_taken',
    )
    await org().removeOrgDomain({ domain: 'taken.test' })
    expect(await outcome(org(otherId).addOrgDomain({ domain: 'taken.test' }))).toBe('ok')
  })

  test('a domain without proof renames no users of other organizations', async () => {
    const { userId, username } = await addPerson(server, { headers: inOrg(otherId) })
    await org().addOrgDomain({ domain: 'example.test' })
    const { user } = await org(otherId).getUserByID({ id: userId })
    expect(user?.userName).toBe(username)
  })

  test.each(['', 'a b.test', '-x.test', '10.0.0.1', `${'x'.repeat(64)}.test`])(
    '%j is no domain',
    async (domain) => {
      expect(await outcome(org().addOrgDomain({ domain }))).toMatch(/^InvalidArgument/)
    },
  )
})

describe('if a proof is required', () => {
  beforeAll(async () => {
    await server.client(AdminService).updateDomainPolicy({ validateOrgDomains: true })
    await org().addOrgDomain({ domain: 'proof.test' })
  })

  test('a domain is not verified and cannot be primary before its proof', async () => {
    const unproved = (await org().listOrgDomains({})).result.find(
      ({ domainName }) => domainName === 'proof.test',
    )
    expect(unproved).toMatchObject({ isVerified: false, validationType: DomainValidationType.UNSPECIFIED })
    expect(await outcome(org().setPrimaryOrgDomain({ domain: 'proof.test' }))).toBe(
      'FailedPrecondition organizations.domain_not_verified',
    )
    expect(await outcome(org().validateOrgDomain({ domain: 'proof.test' }))).toBe(
      'FailedPrecondition organizations.domain_not_asked',
    )
    expect(await outcome(org(otherId).addOrgDomain({ domain: 'proof.test' })), 'not yet anybody’s').toBe('ok')
  })

  test('generating a token returns the place to publish it; a missing token is refused and recorded', async () => {
    const domain = 'proof.test'
    const http = await org().generateOrgDomainValidation({ domain, type: DomainValidationType.HTTP })
    expect(http.token).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(http.url).toBe(`https://proof.test/.well-known/zitadel-challenge/${http.token}.txt`)
    const dns = await org().generateOrgDomainValidation({
      domain: 'PROOF.test',
      type: DomainValidationType.DNS,
    })
    expect(dns.url).toBe('_zitadel-challenge.proof.test')
    expect(dns.token).not.toBe(http.token)
    expect(await outcome(org().validateOrgDomain({ domain }))).toBe(
      'InvalidArgument organizations.domain_not_proved',
    )
    const { events } = await server.client(AdminService).listEvents({ aggregateId: orgId, limit: 1 })
    expect(events[0]?.type?.type).toBe('org.domain.verification.failed')
    expect(JSON.stringify(events[0]?.payload)).not.toContain(dns.token)
    expect(
      (await org().listOrgDomains({})).result.find((each) => each.domainName === domain)?.isVerified,
    ).toBe(false)
  })

  test('a published token verifies the domain, and users of other organizations lose its usernames', async () => {
    const domain = 'claimed.test'
    const { userId } = await addHuman(server, { username: `ann@${domain}` }, inOrg(otherId))
    const wide = await addHuman(server, { username: `bea＠${domain}` }, inOrg(otherId))
    const dotted = await addHuman(server, { username: `cay@${domain}.` }, inOrg(otherId))
    await org().addOrgDomain({ domain })
    const { url, token } = await org().generateOrgDomainValidation({ domain, type: DomainValidationType.DNS })
    const names = await startNameServer(new Map([[url, token]]))
    await org().validateOrgDomain({ domain })
    await names.close()
    for (const id of [userId, wide.userId, dotted.userId])
      expect((await readUser(server, id)).username).toMatch(/^\d+@temporary\.localhost$/)
    await org().setPrimaryOrgDomain({ domain })
    expect((await org().getMyOrg({})).org?.primaryDomain).toBe(domain)
  })

  test.each([
    ['no type', 'proof.test', DomainValidationType.UNSPECIFIED, /^InvalidArgument/],
    ['a domain the organization does not have', 'none.test', DomainValidationType.DNS, /^NotFound/],
  ])('a token for %s is refused', async (_, domain, type, expected) => {
    expect(await outcome(org().generateOrgDomainValidation({ domain, type }))).toMatch(expected)
  })

  test('a verified domain gets no token; one that does not exist is not found', async () => {
    const primary = (await org().getMyOrg({})).org?.primaryDomain ?? ''
    const type = DomainValidationType.DNS
    const verified = 'FailedPrecondition organizations.domain_verified'
    expect(await outcome(org().generateOrgDomainValidation({ domain: primary, type }))).toBe(verified)
    expect(await outcome(org().validateOrgDomain({ domain: primary }))).toBe(verified)
    const absent = 'NotFound organizations.domain_not_found'
    expect(await outcome(org().validateOrgDomain({ domain: 'none.test' }))).toBe(absent)
    expect(await outcome(org().removeOrgDomain({ domain: 'none.test' }))).toBe(absent)
    expect(await outcome(org().setPrimaryOrgDomain({ domain: 'none.test' }))).toBe(absent)
  })

  test('org.v2beta serves the same methods by the organization’s id', async () => {
    const beta = server.client(OrganizationService)
    const organizationId = orgId
    expect(
      (await beta.addOrganizationDomain({ organizationId, domain: 'beta.test' })).creationDate,
    ).toBeDefined()
    const value = { name: 'beta', method: TextQueryMethod.STARTS_WITH }
    const filters = [{ filter: { case: 'domainNameFilter' as const, value } }]
    const listed = await beta.listOrganizationDomains({ organizationId, filters })
    expect(listed.domains).toMatchObject([{ domainName: 'beta.test', organizationId, isVerified: false }])
    expect(listed.pagination).toMatchObject({ totalResult: 1n, appliedLimit: 100n })
    const wanted = { organizationId, domain: 'beta.test' }
    const { url } = await beta.generateOrganizationDomainValidation({ ...wanted, type: BetaType.DNS })
    expect(url).toBe('_zitadel-challenge.beta.test')
    expect(await outcome(beta.generateOrganizationDomainValidation(wanted))).toMatch(/^InvalidArgument/)
    expect(await outcome(beta.verifyOrganizationDomain(wanted))).toMatch(/^InvalidArgument/)
    expect((await beta.deleteOrganizationDomain(wanted)).deletionDate).toBeDefined()
    expect(await outcome(beta.deleteOrganizationDomain(wanted))).toMatch(/^NotFound/)
    expect(await outcome(beta.verifyOrganizationDomain(wanted))).toMatch(/^NotFound/)
    const nowhere = { organizationId: 'nowhere', domain: 'x.test' }
    expect(await outcome(beta.addOrganizationDomain(nowhere))).toBe(
      'FailedPrecondition organizations.missing',
    )
  })

  test('org.v2beta: a published token verifies the domain', async () => {
    const beta = server.client(OrganizationService)
    const wanted = { organizationId: orgId, domain: 'published.test' }
    await beta.addOrganizationDomain(wanted)
    const { url, token } = await beta.generateOrganizationDomainValidation({ ...wanted, type: BetaType.DNS })
    const names = await startNameServer(new Map([[url, token]]))
    expect((await beta.verifyOrganizationDomain(wanted)).changeDate).toBeDefined()
    await names.close()
    const { domains } = await beta.listOrganizationDomains({ organizationId: orgId })
    expect(domains.find(({ domainName }) => domainName === wanted.domain)).toMatchObject({ isVerified: true })
  })
})

test('domains are written only with org.write in their organization', async () => {
  const owner = await addMachine(server, { orgId: otherId, roles: ['ORG_OWNER'] })
  const viewer = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const wanted = { organizationId: orgId, domain: 'foreign.test' }
  const type = BetaType.DNS
  for (const [token, expected] of [
    [owner.token, 'NotFound permission.membership_not_found'],
    [viewer.token, 'PermissionDenied permission.denied'],
  ] as const) {
    const beta = server.client(OrganizationService, { token })
    const v1 = server.client(ManagementService, { token, headers: inOrg(orgId) })
    const { domain } = wanted
    const writes = [
      beta.addOrganizationDomain(wanted),
      beta.deleteOrganizationDomain(wanted),
      beta.generateOrganizationDomainValidation({ ...wanted, type }),
      beta.verifyOrganizationDomain(wanted),
      v1.addOrgDomain({ domain }),
      v1.removeOrgDomain({ domain }),
      v1.setPrimaryOrgDomain({ domain }),
      v1.validateOrgDomain({ domain }),
      v1.generateOrgDomainValidation({ domain, type: DomainValidationType.DNS }),
    ]
    expect(await Promise.all(writes.map(outcome))).toEqual(writes.map(() => expected))
  }
  expect(
    await outcome(
      server
        .client(OrganizationService, { token: owner.token })
        .listOrganizationDomains({ organizationId: orgId }),
    ),
  ).toBe('NotFound permission.membership_not_found')
  expect(
    await outcome(
      server
        .client(OrganizationService, { token: viewer.token })
        .listOrganizationDomains({ organizationId: orgId }),
    ),
  ).toBe('ok')
})
