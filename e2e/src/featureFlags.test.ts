import type { MessageInitShape } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ImprovedPerformance, Source } from '@zitadel/proto/zitadel/feature/v2/feature_pb.js'
import { FeatureService } from '@zitadel/proto/zitadel/feature/v2/feature_service_pb.js'
import type { SetInstanceFeaturesRequestSchema } from '@zitadel/proto/zitadel/feature/v2/instance_pb.js'
import { FeatureService as FeatureServiceBeta } from '@zitadel/proto/zitadel/feature/v2beta/feature_service_pb.js'
import { InstanceFeature } from '@zitadel/proto/zitadel/feature_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { afterEach, describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { systemToken } from './systemUsers.ts'
import { addMachine, addOrg, changedDetails, outcome } from './tenants.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'

type InstanceFlags = Omit<MessageInitShape<typeof SetInstanceFeaturesRequestSchema>, '$typeName' | '$unknown'>

const server = await systemServer()
const operator = { token: await systemToken(server, 'operator') }
const features = (options?: ClientOptions) => server.client(FeatureService, options)
const beta = (options?: ClientOptions) => server.client(FeatureServiceBeta, options)
const unset = { enabled: false, source: Source.UNSPECIFIED }

afterEach(() => features(operator).resetSystemFeatures({}))

describe('flags', () => {
  test('are written by administrators of their own level only', async () => {
    const { orgId } = await addOrg(server)
    const callers = await addCallers(server, orgId, 'IAM_OWNER', 'IAM_OWNER_VIEWER', 'ORG_OWNER')
    const before = await eventCount(server)
    const writes = async (name: string, options: ClientOptions | undefined) => {
      const { setInstanceFeatures, resetInstanceFeatures, ...system } = features(options)
      const ofSystem = [
        () => system.setSystemFeatures({ userSchema: true }),
        () => system.resetSystemFeatures({}),
      ]
      const ofInstance = [() => setInstanceFeatures({ userSchema: true }), () => resetInstanceFeatures({})]
      const calls = name === 'IAM_OWNER' ? ofSystem : [...ofSystem, ...ofInstance]
      const outcomes = await Promise.all(calls.map((call) => outcome(call())))
      return [name, [...new Set(outcomes)]]
    }
    const seen = Object.entries(callers).map(([name, options]) => writes(name, options))
    expect(Object.fromEntries(await Promise.all(seen))).toEqual({
      IAM_OWNER: ['PermissionDenied permission.denied'],
      IAM_OWNER_VIEWER: ['PermissionDenied permission.denied'],
      ORG_OWNER: ['PermissionDenied permission.denied'],
      'ORG_OWNER elsewhere': ['PermissionDenied permission.denied'],
      'no membership': ['NotFound permission.membership_not_found'],
      'no token': ['Unauthenticated auth.header_missing'],
      'another instance': ['Unauthenticated auth.token_invalid'],
    })
    expect(await eventCount(server)).toBe(before)
  })

  test('are read by every caller with a token through v2, and by roles through v2beta', async () => {
    const { orgId } = await addOrg(server)
    const callers = await addCallers(server, orgId, 'IAM_OWNER_VIEWER', 'IAM_LOGIN_CLIENT', 'ORG_OWNER')
    const seen = Object.entries(callers).map(async ([name, options]) => {
      const calls = [
        features(options).getInstanceFeatures({}),
        features(options).getSystemFeatures({}),
        beta(options).getInstanceFeatures({}),
        beta(options).getSystemFeatures({}),
      ]
      const outcomes = await Promise.all(calls.map(outcome))
      return [name, outcomes.map((one) => one.split(' ')[0])]
    })
    expect(Object.fromEntries(await Promise.all(seen))).toEqual({
      IAM_OWNER_VIEWER: ['ok', 'ok', 'ok', 'PermissionDenied'],
      IAM_LOGIN_CLIENT: ['ok', 'ok', 'ok', 'PermissionDenied'],
      ORG_OWNER: ['ok', 'ok', 'PermissionDenied', 'PermissionDenied'],
      'ORG_OWNER elsewhere': ['ok', 'ok', 'PermissionDenied', 'PermissionDenied'],
      'no membership': ['ok', 'ok', 'NotFound', 'NotFound'],
      'no token': ['Unauthenticated', 'Unauthenticated', 'Unauthenticated', 'Unauthenticated'],
      'another instance': ['Unauthenticated', 'Unauthenticated', 'Unauthenticated', 'Unauthenticated'],
    })
  })

  const badUris = [
    'login',
    '//login.example',
    'javascript:alert(1)',
    'https://',
    'https://a/?b=c',
    'https://a/#b',
  ]
  test.each<[string, InstanceFlags, string]>([
    ['nothing', {}, ' feature_flags.nothing_given'],
    ['an unknown path', { improvedPerformance: [77 as ImprovedPerformance] }, ''],
    ...[...badUris, `https://a/${'b'.repeat(2000)}`].map((baseUri): [string, InstanceFlags, string] => [
      `the login ${baseUri.slice(0, 40)}`,
      { userSchema: true, loginV2: { required: true, baseUri } },
      ' feature_flags.login_uri_invalid',
    ]),
  ])('are refused and unchanged with %s', async (_, flags, reason) => {
    const before = await eventCount(server)
    const refused = `InvalidArgument${reason}`
    expect(await outcome(features().setInstanceFeatures(flags))).toBe(refused)
    const { debugOidcParentError: _debug, consoleUseV2UserApi: _console, ...ofSystem } = flags
    expect(await outcome(features(operator).setSystemFeatures(ofSystem))).toBe(refused)
    expect(await eventCount(server)).toBe(before)
  })

  test('of organizations and users do not exist', async () => {
    const calls = [features(), beta()].flatMap((client) => [
      client.setOrganizationFeatures({ organizationId: server.first.orgId }),
      client.resetOrganizationFeatures({ organizationId: server.first.orgId }),
      client.getOrganizationFeatures({ organizationId: server.first.orgId }),
      client.setUserFeatures({ userId: 'someone' }),
      client.resetUserFeatures({ userId: 'someone' }),
      client.getUserFeatures({ userId: 'someone' }),
    ])
    for (const seen of await Promise.all(calls.map(outcome))) expect(seen).toMatch(/^Unimplemented/)
  })
})

describe('the flags of an instance', () => {
  test('begin with those of a new instance', async () => {
    const there = await addInstance(server)
    const read = await features(there).getInstanceFeatures({})
    expect(read).toMatchObject({
      details: { resourceOwner: there.instanceId, sequence: expect.any(BigInt) },
      loginDefaultOrg: { enabled: true, source: Source.INSTANCE },
      consoleUseV2UserApi: { enabled: true, source: Source.INSTANCE },
      loginV2: { required: true, source: Source.INSTANCE },
      userSchema: unset,
      oidcTokenExchange: unset,
      improvedPerformance: { executionPaths: [], source: Source.UNSPECIFIED },
      debugOidcParentError: unset,
      oidcSingleV1SessionTermination: unset,
      disableUserTokenEvent: unset,
      enableBackChannelLogout: unset,
      permissionCheckV2: unset,
    })
    expect(read.loginV2?.baseUri).toBeUndefined()
  })

  test('are all stored and returned; those that are not sent stay, and equal ones write nothing', async () => {
    const there = await addInstance(server)
    const mine = features(there)
    const flags = {
      loginDefaultOrg: false,
      userSchema: true,
      oidcTokenExchange: true,
      improvedPerformance: [ImprovedPerformance.PROJECT, ImprovedPerformance.ORG_DOMAIN_VERIFIED],
      debugOidcParentError: true,
      oidcSingleV1SessionTermination: true,
      disableUserTokenEvent: true,
      enableBackChannelLogout: true,
      loginV2: { required: false, baseUri: 'https://login.example/v2' },
      permissionCheckV2: true,
      consoleUseV2UserApi: false,
    }
    const before = await eventCount(server, there.instanceId)
    const { details } = await mine.setInstanceFeatures(flags)
    expect(details).toEqual(changedDetails(there.instanceId))
    expect(await eventCount(server, there.instanceId)).toBe(before + Object.keys(flags).length)
    const { executionPaths } = { executionPaths: flags.improvedPerformance }
    const stored = Object.entries(flags).map(([name, value]) => {
      const source = Source.INSTANCE
      if (name === 'loginV2') return [name, { ...flags.loginV2, source }]
      return [name, name === 'improvedPerformance' ? { executionPaths, source } : { enabled: value, source }]
    })
    const read = await mine.getInstanceFeatures({})
    expect(read).toMatchObject(Object.fromEntries(stored))
    expect(read.details).toEqual(details)
    expect((await mine.setInstanceFeatures(flags)).details).toEqual(details)
    expect((await mine.setInstanceFeatures({ userSchema: false })).details?.sequence).toBe(
      (details?.sequence ?? 0n) + 1n,
    )
    expect(await mine.getInstanceFeatures({})).toMatchObject({
      ...Object.fromEntries(stored),
      userSchema: { enabled: false, source: Source.INSTANCE },
    })
    expect(await eventCount(server, there.instanceId)).toBe(before + Object.keys(flags).length + 1)
  })

  test('end together with a reset, and a second one writes nothing', async () => {
    const there = await addInstance(server)
    const { details } = await features(there).resetInstanceFeatures({})
    expect(await features(there).getInstanceFeatures({})).toMatchObject({
      details: { resourceOwner: there.instanceId, sequence: details?.sequence },
      loginDefaultOrg: unset,
      loginV2: { required: false, source: Source.UNSPECIFIED },
    })
    const before = await eventCount(server, there.instanceId)
    expect((await features(there).resetInstanceFeatures({})).details).toEqual(details)
    expect(await eventCount(server, there.instanceId)).toBe(before)
  })

  test('are those of one instance', async () => {
    const [here, there] = [await addInstance(server), await addInstance(server)]
    await features(here).setInstanceFeatures({ permissionCheckV2: true })
    expect((await features(there).getInstanceFeatures({})).permissionCheckV2).toMatchObject(unset)
  })

  test('that are set at the same time are all kept, the same one once', async () => {
    const there = await addInstance(server)
    const before = await eventCount(server, there.instanceId)
    const mine = features(there)
    const names = ['userSchema', 'permissionCheckV2', 'debugOidcParentError', 'userSchema', 'userSchema']
    await Promise.all(names.map((name) => mine.setInstanceFeatures({ [name]: true })))
    expect(await mine.getInstanceFeatures({})).toMatchObject({
      userSchema: { enabled: true },
      permissionCheckV2: { enabled: true },
      debugOidcParentError: { enabled: true },
    })
    expect(await eventCount(server, there.instanceId)).toBe(before + 3)
  })

  test('are the same over REST and through v2beta, which knows the first six', async () => {
    const there = await addInstance(server)
    const flags = { oidcTokenExchange: true, improvedPerformance: ['IMPROVED_PERFORMANCE_PROJECT_GRANT'] }
    const { token, headers } = there
    const set = await server.rest('PUT', '/v2/features/instance', { body: flags, token, headers })
    expect(set.status).toBe(200)
    expect(await beta(there).getInstanceFeatures({})).toMatchObject({
      oidcTokenExchange: { enabled: true },
      improvedPerformance: { executionPaths: [ImprovedPerformance.PROJECT_GRANT] },
    })
    await beta(there).setInstanceFeatures({ oidcTokenExchange: false })
    const { json } = await server.rest('GET', '/v2/features/instance', { token, headers })
    expect(json).toMatchObject({
      oidcTokenExchange: { source: 'SOURCE_INSTANCE' },
      improvedPerformance: { executionPaths: flags.improvedPerformance },
    })
    expect(await outcome(beta(there).resetInstanceFeatures({}))).toBe('ok')
  })
})

describe('the flags of the system', () => {
  test('count where an instance has none of its own', async () => {
    const there = await addInstance(server)
    const mine = features(there)
    const { details } = await features(operator).setSystemFeatures({
      userSchema: true,
      permissionCheckV2: true,
      loginV2: { required: true, baseUri: 'https://system.example' },
    })
    expect(details).toEqual(changedDetails('SYSTEM'))
    expect(await features(operator).getSystemFeatures({})).toMatchObject({
      details: { resourceOwner: 'SYSTEM', sequence: details?.sequence },
      userSchema: { enabled: true, source: Source.SYSTEM },
      loginDefaultOrg: unset,
    })
    await mine.setInstanceFeatures({ userSchema: false })
    expect(await mine.getInstanceFeatures({ inheritance: true })).toMatchObject({
      userSchema: { enabled: false, source: Source.INSTANCE },
      permissionCheckV2: { enabled: true, source: Source.SYSTEM },
      loginV2: { required: true, source: Source.INSTANCE },
      debugOidcParentError: unset,
    })
    expect((await mine.getInstanceFeatures({})).permissionCheckV2).toMatchObject(unset)
    await beta(operator).resetSystemFeatures({})
    expect((await mine.getInstanceFeatures({ inheritance: true })).permissionCheckV2).toMatchObject(unset)
  })

  test('are set through v2beta, too', async () => {
    await beta(operator).setSystemFeatures({ loginDefaultOrg: true })
    expect(await beta(operator).getSystemFeatures({})).toMatchObject({ loginDefaultOrg: { enabled: true } })
  })
})

test('the first generation sets one flag of an instance that the operator names', async () => {
  const there = await addInstance(server)
  const system = server.client(SystemService, operator)
  const bool = { case: 'bool' as const, value: false }
  const request = { instanceId: there.instanceId, featureId: InstanceFeature.LOGIN_DEFAULT_ORG, value: bool }
  expect(await outcome(server.client(SystemService).setInstanceFeature(request))).toMatch(/^Unauthenticated/)
  expect(await outcome(system.setInstanceFeature({ ...request, instanceId: 'unknown' }))).toMatch(/^NotFound/)
  for (const wrong of [{ featureId: InstanceFeature.UNSPECIFIED }, { value: { case: undefined } }]) {
    expect(await outcome(system.setInstanceFeature({ ...request, ...wrong }))).toMatch(/^InvalidArgument/)
  }
  expect((await system.setInstanceFeature(request)).details).toEqual(changedDetails(there.instanceId))
  expect((await features(there).getInstanceFeatures({})).loginDefaultOrg).toMatchObject({
    enabled: false,
    source: Source.INSTANCE,
  })
  expect((await features().getInstanceFeatures({})).loginDefaultOrg?.enabled).toBe(true)
})

test('the first generation switches the same flag on at the addressed instance', async () => {
  const there = await addInstance(server)
  await features(there).resetInstanceFeatures({})
  const viewer = await addMachine(server, { roles: ['IAM_OWNER_VIEWER'] })
  expect(await outcome(server.client(AdminService, viewer).activateFeatureLoginDefaultOrg({}))).toBe(
    'PermissionDenied permission.denied',
  )
  const { details } = await server.client(AdminService, there).activateFeatureLoginDefaultOrg({})
  expect(details).toEqual(changedDetails(there.instanceId))
  expect((await features(there).getInstanceFeatures({})).loginDefaultOrg).toMatchObject({
    enabled: true,
    source: Source.INSTANCE,
  })
})
