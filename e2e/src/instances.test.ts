import { request } from 'node:http'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { TrustedDomainFieldName } from '@zitadel/proto/zitadel/instance/v2beta/instance_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { DomainFieldName } from '@zitadel/proto/zitadel/instance_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { systemToken } from './systemUsers.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer({ environment: { SALLYPORT_TRUSTED_PROXIES: 'loopback' } })

const onSecond = { 'x-zitadel-instance-host': 'second.test' }

const system = server.client(SystemService, { token: await systemToken(server, 'operator') })
const { instanceId, pat } = await system.createInstance({
  instanceName: 'Second',
  customDomain: 'second.test',
  owner: { case: 'machine', value: { userName: 'root', name: 'Root', personalAccessToken: {} } },
})
/** A second instance, under `second.test`, with its owner's token. */
const second = { id: instanceId, token: pat }

describe('choosing the instance', () => {
  test.each([
    ['x-zitadel-instance-host', 'second.test'],
    ['x-zitadel-instance-host', 'Second.Test:8443'],
    ['forwarded', 'for=1.2.3.4;host=second.test;proto=https, for=127.0.0.2;host=localhost'],
    ['x-zitadel-forwarded', 'host="second.test"'],
    ['x-forwarded-host', 'second.test, localhost'],
  ])('%s: %s', async (name, value) => {
    const { instance } = await server
      .client(AdminService, { token: second.token, headers: { [name]: value } })
      .getMyInstance({})
    expect(instance?.id).toBe(second.id)
  })

  test('the first header of the order counts, then Host', async () => {
    const both = { 'x-zitadel-instance-host': 'localhost', 'x-forwarded-host': 'second.test' }
    const { instance } = await server.client(AdminService, { headers: both }).getMyInstance({})
    expect(instance?.id).toBe(server.first.instanceId)
    expect(await getAsHost('second.test:1234', second.token)).toMatchObject({
      status: 200,
      body: expect.stringContaining(`"id":"${second.id}"`),
    })
    expect(await getAsHost('unknown.test', second.token)).toMatchObject({ status: 404 })
  })

  test('an unknown host and tokens of another instance are refused', async () => {
    const nowhere = { 'x-zitadel-instance-host': 'nowhere.test' }
    expect(await outcome(server.client(AdminService, { headers: nowhere }).getMyInstance({}))).toBe(
      'NotFound instance.host_unknown',
    )
    expect(await outcome(server.client(AdminService, { headers: onSecond }).getMyInstance({}))).toBe(
      'Unauthenticated auth.token_invalid',
    )
    expect(await outcome(server.client(AdminService, { token: second.token }).getMyInstance({}))).toBe(
      'Unauthenticated auth.token_invalid',
    )
  })

  test('a public host must be one of the instance or a trusted one', async () => {
    const admin = server.client(AdminService)
    const shown = { 'x-zitadel-public-host': 'login.public.test' }
    const through = server.client(AdminService, { headers: shown })
    expect(await outcome(through.getMyInstance({}))).toBe('NotFound instance.public_host_untrusted')
    await admin.addInstanceTrustedDomain({ domain: 'login.public.test' })
    expect(await outcome(through.getMyInstance({}))).toBe('ok')
    await admin.removeInstanceTrustedDomain({ domain: 'login.public.test' })
    expect(await outcome(through.getMyInstance({}))).toBe('NotFound instance.public_host_untrusted')
  })
})

/** Sends GET /admin/v1/instances/me with any Host header, which fetch does not allow. */
function getAsHost(host: string, token: string): Promise<{ status: number; body: string }> {
  const headers = { host, authorization: `Bearer ${token}` }
  return new Promise((resolve, reject) => {
    request({ port: server.port, host: '127.0.0.1', path: '/admin/v1/instances/me', headers }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
}

test('an administrator sees the instance of the host with its domains', async () => {
  const admin = server.client(AdminService, { token: second.token, headers: onSecond })
  const { instance } = await admin.getMyInstance({})
  expect(instance).toMatchObject({ id: second.id, name: 'Second', details: readDetails(second.id) })
  const listed = await admin.listInstanceDomains({
    sortingColumn: DomainFieldName.DOMAIN,
    query: { asc: true },
  })
  expect(listed.details?.totalResult).toBe(2n)
  expect(listed.result.map(({ domain, primary, generated }) => [domain, primary, generated])).toEqual(
    [
      ['second.test', true, false],
      [expect.stringMatching(/^second-[a-z0-9]{6}\.localhost$/), false, true],
    ].sort() as unknown[],
  )
  const generated = { query: { case: 'generatedQuery' as const, value: { generated: true } } }
  expect((await admin.listInstanceDomains({ queries: [generated] })).result).toHaveLength(1)
  expect(await outcome(admin.listInstanceDomains({ queries: [{}] }))).toMatch(/^InvalidArgument/)
})

test('trusted domains are added once and removed once', async () => {
  const admin = server.client(AdminService)
  const { instanceId } = server.first
  expect((await admin.addInstanceTrustedDomain({ domain: 'Trusted.test' })).details).toEqual(
    addedDetails(instanceId),
  )
  const { result } = await admin.listInstanceTrustedDomains({})
  expect(result).toMatchObject([{ domain: 'trusted.test', details: readDetails(instanceId) }])
  expect(await outcome(admin.addInstanceTrustedDomain({ domain: 'trusted.test' }))).toBe(
    'FailedPrecondition instances.trusted_exists',
  )
  expect(await outcome(admin.addInstanceTrustedDomain({ domain: 'no domain!' }))).toMatch(/^InvalidArgument/)
  const removed = await admin.removeInstanceTrustedDomain({ domain: 'trusted.test' })
  expect(removed.details).toEqual(changedDetails(instanceId))
  expect((await admin.listInstanceTrustedDomains({})).result).toEqual([])
  expect(await outcome(admin.removeInstanceTrustedDomain({ domain: 'trusted.test' }))).toBe(
    'NotFound instances.trusted_not_found',
  )
})

test('languages: the supported ones, the default one; only an allowed one becomes the default', async () => {
  const admin = server.client(AdminService)
  const { languages } = await admin.getSupportedLanguages({})
  expect(languages).toHaveLength(22)
  expect((await server.client(ManagementService).getSupportedLanguages({})).languages).toEqual(languages)
  expect((await server.client(AuthService).getSupportedLanguages({})).languages).toEqual(languages)
  expect((await admin.getDefaultLanguage({})).language).toBe('en')
  await admin.setRestrictions({ allowedLanguages: { list: ['en', 'de'] } })
  expect(await outcome(admin.setDefaultLanguage({ language: 'fr' }))).toMatch(/^FailedPrecondition/)
  for (const language of ['tlh', '']) {
    expect(await outcome(admin.setDefaultLanguage({ language })), language).toMatch(/^InvalidArgument/)
  }
  const { details } = await admin.setDefaultLanguage({ language: 'de' })
  expect(details).toEqual(changedDetails(server.first.instanceId))
  expect((await admin.getDefaultLanguage({})).language).toBe('de')
  await admin.setRestrictions({ allowedLanguages: { list: [] } })
  expect(await outcome(admin.setDefaultLanguage({ language: 'fr' }))).toBe('ok')
  expect(await outcome(admin.setDefaultLanguage({ language: 'en' }))).toBe('ok')
})

test('the health of every v1 service is public, on the wire and over REST', async () => {
  const none = { token: null }
  await server.client(AdminService, none).healthz({})
  await server.client(ManagementService, none).healthz({})
  await server.client(AuthService, none).healthz({})
  await server.client(SystemService, none).healthz({})
  for (const api of ['admin', 'management', 'auth', 'system']) {
    expect((await server.rest('GET', `/${api}/v1/healthz`, none)).status, api).toBe(200)
  }
})

test('members of an organization read the default organization of the instance', async () => {
  const { orgId } = await addOrg(server)
  const { token } = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  const iam = await server.client(ManagementService, { token }).getIAM({})
  expect(iam).toMatchObject({ defaultOrgId: server.first.orgId, globalOrgId: server.first.orgId })
})

describe('instance.v2beta', () => {
  const here = () => server.client(InstanceService, { token: second.token, headers: onSecond })
  let instanceId = ''
  beforeAll(() => {
    instanceId = second.id
  })

  test('acts on the instance of the host, which the message names', async () => {
    expect((await here().getInstance({ instanceId })).instance?.id).toBe(second.id)
    const { instanceId: other } = server.first
    expect(await outcome(here().getInstance({ instanceId: other }))).toBe('NotFound instances.not_found')
    const { changeDate } = await here().updateInstance({ instanceId, instanceName: 'Renamed' })
    expect(changeDate).toBeDefined()
    expect((await here().getInstance({ instanceId })).instance?.name).toBe('Renamed')
    const before = (await here().getInstance({ instanceId })).instance?.changeDate
    expect((await here().updateInstance({ instanceId, instanceName: ' Renamed ' })).changeDate).toBeDefined()
    expect(
      (await here().getInstance({ instanceId })).instance?.changeDate,
      'the same name changes nothing',
    ).toEqual(before)
    expect(await outcome(here().updateInstance({ instanceId, instanceName: '  ' }))).toMatch(
      /^InvalidArgument/,
    )
    expect((await server.client(InstanceService).getInstance({ instanceId: other })).instance?.name).toBe(
      'Sallyport',
    )
  })

  test('custom domains', async () => {
    const token = await systemToken(server, 'operator')
    const system = server.client(InstanceService, { token, headers: onSecond })
    expect((await system.addCustomDomain({ instanceId, domain: 'Beta.test' })).creationDate).toBeDefined()
    const query = {
      case: 'domainQuery' as const,
      value: { domain: 'BETA', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE },
    }
    const listed = await here().listCustomDomains({ instanceId, queries: [{ query }] })
    expect(listed.domains).toMatchObject([
      { domain: 'beta.test', instanceId: second.id, primary: false, generated: false },
    ])
    expect(listed.pagination).toMatchObject({ totalResult: 1n, appliedLimit: 100n })
    expect(await outcome(system.addCustomDomain({ instanceId, domain: 'beta.test' }))).toBe(
      'AlreadyExists instances.domain_exists',
    )
    expect(await outcome(system.addCustomDomain({ instanceId, domain: 'localhost' }))).toBe(
      'AlreadyExists instances.domain_taken',
    )
    expect(await outcome(system.addCustomDomain({ instanceId, domain: 'under_score.test' }))).toMatch(
      /^InvalidArgument/,
    )
    expect((await system.removeCustomDomain({ instanceId, domain: 'beta.test' })).deletionDate).toBeDefined()
    expect(await outcome(system.removeCustomDomain({ instanceId, domain: 'beta.test' }))).toBe(
      'NotFound instances.domain_not_found',
    )
    expect(await outcome(here().listCustomDomains({ instanceId, pagination: { limit: 1001 } }))).toBe(
      'InvalidArgument search.limit_too_high',
    )
  })

  test('trusted domains', async () => {
    expect((await here().addTrustedDomain({ instanceId, domain: 'b.test' })).creationDate).toBeDefined()
    await here().addTrustedDomain({ instanceId, domain: 'a.test' })
    const sorted = { instanceId, sortingColumn: TrustedDomainFieldName.DOMAIN, pagination: { asc: true } }
    const { trustedDomain } = await here().listTrustedDomains(sorted)
    expect(trustedDomain.map(({ domain }) => domain)).toEqual(['a.test', 'b.test'])
    expect(
      (await server.client(InstanceService).listTrustedDomains({ instanceId: server.first.instanceId }))
        .trustedDomain,
    ).toEqual([])
    expect(await outcome(here().addTrustedDomain({ instanceId, domain: 'a.test' }))).toMatch(
      /^FailedPrecondition/,
    )
    expect((await here().removeTrustedDomain({ instanceId, domain: 'a.test' })).deletionDate).toBeDefined()
    expect(await outcome(here().removeTrustedDomain({ instanceId, domain: 'a.test' }))).toMatch(/^NotFound/)
  })

  test('an IAM_OWNER may neither list nor remove instances', async () => {
    const denied = 'PermissionDenied permission.denied'
    expect(await outcome(here().listInstances({}))).toBe(denied)
    expect(await outcome(here().deleteInstance({ instanceId }))).toBe(denied)
    expect(await outcome(here().addCustomDomain({ instanceId, domain: 'mine.test' }))).toBe(denied)
    const { token } = await addMachine(server, { roles: ['ORG_OWNER'] })
    const member = server.client(InstanceService, { token, headers: inOrg(server.first.orgId) })
    expect(await outcome(member.updateInstance({ instanceId, instanceName: 'x' }))).toBe(denied)
    expect(await outcome(member.addTrustedDomain({ instanceId, domain: 'x.test' }))).toBe(denied)
  })
})
