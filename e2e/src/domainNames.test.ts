import { InstanceService } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { InstanceService as BetaInstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService as BetaOrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { expect, test } from 'vitest'
import { startTestServer } from '../../server/src/testing/testServer.ts'
import { systemToken } from './systemUsers.ts'
import { addOrg, outcome } from './tenants.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'

const server = await systemServer()
const token = await systemToken(server, 'operator')
const system = server.client(SystemService, { token })
const operator = server.client(InstanceService, { token })
const { instanceId, headers, token: owner } = await addInstance(server)
const admin = server.client(AdminService, { token: owner, headers })
const beta = server.client(BetaInstanceService, { token: owner, headers })
const { orgId, headers: context } = await addOrg(server, 'Domains')
const management = server.client(ManagementService, { headers: context })
const organizations = server.client(OrganizationService)
const betaOrganizations = server.client(BetaOrganizationService)

/** Every method that gives an instance a host. */
const hosts: Readonly<Record<string, (domain: string) => Promise<unknown>>> = {
  'SystemService.CreateInstance': (customDomain) =>
    system.createInstance({
      instanceName: 'Strange',
      customDomain,
      owner: { case: 'machine', value: { userName: 'root', name: 'Root' } },
    }),
  'SystemService.AddInstance': (customDomain) =>
    system.addInstance({ instanceName: 'Strange', customDomain }),
  'SystemService.AddDomain': (domain) => system.addDomain({ instanceId, domain }),
  'InstanceService.AddCustomDomain': (customDomain) => operator.addCustomDomain({ instanceId, customDomain }),
  'InstanceService.AddTrustedDomain': (trustedDomain) =>
    operator.addTrustedDomain({ instanceId, trustedDomain }),
  'InstanceService.AddCustomDomain (beta)': (domain) =>
    server.client(BetaInstanceService, { token, headers }).addCustomDomain({ instanceId, domain }),
  'InstanceService.AddTrustedDomain (beta)': (domain) => beta.addTrustedDomain({ instanceId, domain }),
  'AdminService.AddInstanceTrustedDomain': (domain) => admin.addInstanceTrustedDomain({ domain }),
}
/** Every method that gives an organization a domain. */
const domains: typeof hosts = {
  'ManagementService.AddOrgDomain': (domain) => management.addOrgDomain({ domain }),
  'OrganizationService.AddOrganizationDomain': (domain) =>
    organizations.addOrganizationDomain({ organizationId: orgId, domain }),
  'OrganizationService.AddOrganizationDomain (beta)': (domain) =>
    betaOrganizations.addOrganizationDomain({ organizationId: orgId, domain }),
  'AdminService.SetUpOrg': (domain) =>
    server.client(AdminService).setUpOrg({
      org: { name: `Set up ${domain}`.slice(0, 200), domain },
      user: {
        case: 'human',
        value: {
          userName: `set-up-${domain.length}`,
          profile: { firstName: 'Ann', lastName: 'Ace' },
          email: { email: 'ann@example.test', isEmailVerified: true },
        },
      },
    }),
}

const nobodysHosts = [
  '.',
  '..',
  'localhost..',
  '.example.test',
  'a..b.test',
  'under_score.test',
  '-a.test',
  'a-.test',
  `${'a'.repeat(64)}.test`,
  `${'a.'.repeat(125)}test`,
  'example.test:8080',
  'https://example.test',
  'example.test/path',
  'a b.test',
  '*.example.test',
  '127.1',
  '0x7f.0.0.1',
  '256.0.0.1',
  '1.2.3.4.5',
  'example.123',
  '[::1]',
  '::1',
]

test.each(Object.entries(hosts))('%s refuses what no host is called', async (_, add) => {
  const before = [await eventCount(server, instanceId), (await system.listInstances({})).details?.totalResult]
  for (const name of nobodysHosts) {
    expect(await outcome(add(name)), name).toMatch(/^InvalidArgument( instances\.invalid_domain)?$/)
  }
  expect([
    await eventCount(server, instanceId),
    (await system.listInstances({})).details?.totalResult,
  ]).toEqual(before)
})

test.each(Object.entries(domains))('%s refuses what no domain is called', async (_, add) => {
  const before = await eventCount(server)
  for (const name of [...nobodysHosts, '127.0.0.1']) {
    expect(await outcome(add(name)), name).toMatch(/^InvalidArgument( organizations\.invalid_domain)?$/)
  }
  expect(await eventCount(server)).toBe(before)
})

test('a host is stored in one form: without the final dot, in lower case, as an A-label; an IPv4 address as it is', async () => {
  for (const [written, stored, again] of [
    ['Final.Dot.test.', 'final.dot.test', 'final.dot.test'],
    ['Bücher.test', 'xn--bcher-kva.test', 'bücher.test.'],
    ['192.0.2.7', '192.0.2.7', '192.0.2.7.'],
    [' 3f2a1b ', '3f2a1b', '3F2A1B'],
  ] as const) {
    await system.addDomain({ instanceId, domain: written })
    expect((await system.listDomains({ instanceId })).result.map(({ domain }) => domain)).toContain(stored)
    expect(await outcome(system.addDomain({ instanceId, domain: again }))).toBe(
      'AlreadyExists instances.domain_exists',
    )
    expect((await system.existsDomain({ domain: again })).exists).toBe(true)
    const there = { token: owner, headers: { 'x-zitadel-instance-host': stored } }
    expect(await outcome(server.client(AdminService, there).getMyInstance({}))).toBe('ok')
    await system.removeDomain({ instanceId, domain: again })
    expect((await system.existsDomain({ domain: stored })).exists).toBe(false)

    await admin.addInstanceTrustedDomain({ domain: written })
    expect((await admin.listInstanceTrustedDomains({})).result.map(({ domain }) => domain)).toEqual([stored])
    await admin.removeInstanceTrustedDomain({ domain: again })
  }
})

test('a domain of an organization is written with its final dot or without', async () => {
  await management.addOrgDomain({ domain: 'Dotted.test.' })
  expect((await management.listOrgDomains({})).result.map(({ domainName }) => domainName)).toContain(
    'dotted.test',
  )
  expect(await outcome(management.addOrgDomain({ domain: 'dotted.test' }))).toBe(
    'AlreadyExists organizations.domain_exists',
  )
  await management.setPrimaryOrgDomain({ domain: 'dotted.test.' })
  expect((await management.getMyOrg({})).org?.primaryDomain).toBe('dotted.test')
})

test('names that an earlier version stored are listed, made primary and removed; they hide no host of the right name', async () => {
  const strange = ['localhost.', '..', 'a..b', `${'a'.repeat(64)}.test`, '1.2.3.4.5']
  const { log, clock } = server.product.deps
  await log.transact({ instanceId, creator: 'earlier', now: clock.now() }, undefined, async (tx) => {
    const instance = await tx.load({ type: 'instance', id: instanceId })
    await tx.append(
      instance,
      strange.flatMap((domain) => [
        { type: 'instance.domain.added', payload: { domain, generated: false } },
        { type: 'instance.trusted_domain.added', payload: { domain } },
      ]),
    )
  })
  for (const domain of strange) {
    await system.setPrimaryDomain({ instanceId, domain })
    const queries = [{ query: { case: 'domainQuery' as const, value: { domains: [domain] } } }]
    expect((await system.listInstances({ queries })).result.map(({ id }) => id)).toContain(instanceId)
    await system.removeDomain({ instanceId, domain: domain.toUpperCase() })
    await admin.removeInstanceTrustedDomain({ domain })
  }
  const left = (await system.listDomains({ instanceId })).result.map(({ domain }) => domain)
  expect(left.filter((domain) => strange.includes(domain))).toEqual([])
  expect((await admin.listInstanceTrustedDomains({})).result).toEqual([])
  expect(await outcome(server.client(AdminService).getMyInstance({})), 'localhost is of another').toBe('ok')
})

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['Login.Example.', 'login.example'],
])('the external domain %s serves the host %s', async (given, host) => {
  const other = await startTestServer({ environment: { SALLYPORT_EXTERNAL_DOMAIN: given } })
  const there = other.client(AdminService, { headers: { 'x-zitadel-instance-host': host } })
  expect(other.first.primaryDomain).toBe(host)
  expect(await outcome(there.getMyInstance({}))).toBe('ok')
  await other.closeVerified()
})
