import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { MultiFactorType, PasswordlessType, SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

const server = await testServer()

const admin = () => server.client(AdminService)
const management = (orgId: string, token?: string) =>
  server.client(ManagementService, { headers: inOrg(orgId), ...(token && { token }) })
const { OTP, U2F, OTP_EMAIL, OTP_SMS } = SecondFactorType
const hours = (count: number) => ({ seconds: BigInt(count * 3600), nanos: 0 })
const defaults = {
  allowUsernamePassword: true,
  allowRegister: true,
  allowExternalIdp: true,
  forceMfa: false,
  forceMfaLocalOnly: false,
  hidePasswordReset: false,
  ignoreUnknownUsernames: false,
  allowDomainDiscovery: true,
  disableLoginWithEmail: false,
  disableLoginWithPhone: false,
  passwordlessType: PasswordlessType.ALLOWED,
  defaultRedirectUri: '',
  passwordCheckLifetime: hours(240),
  externalLoginCheckLifetime: hours(240),
  mfaInitSkipLifetime: hours(720),
  secondFactorCheckLifetime: hours(18),
  multiFactorCheckLifetime: hours(12),
  idps: [],
  secondFactors: [OTP, U2F],
  multiFactors: [MultiFactorType.U2F_WITH_VERIFICATION],
  isDefault: true,
}

test('a new instance’s policy, read by every API of every level', async () => {
  const { instanceId } = server.first
  const { orgId } = await addOrg(server)
  const expected = { ...defaults, details: readDetails(instanceId) }
  expect((await admin().getLoginPolicy({})).policy).toMatchObject(expected)
  expect((await management(orgId).getDefaultLoginPolicy({})).policy).toMatchObject(expected)
  const effective = await management(orgId).getLoginPolicy({})
  expect(effective.policy).toMatchObject(expected)
  expect(effective.isDefault).toBe(true)
  expect((await server.client(AuthService).getMyLoginPolicy({})).policy).toMatchObject(expected)
  const { json } = await server.rest('GET', '/admin/v1/policies/login')
  expect(json).toMatchObject({
    policy: {
      passwordCheckLifetime: '864000s',
      secondFactorCheckLifetime: '64800s',
      secondFactors: ['SECOND_FACTOR_TYPE_OTP', 'SECOND_FACTOR_TYPE_U2F'],
    },
  })
})

test('a custom policy comes from the request alone; REST shows the lifetimes even when they are zero', async () => {
  const { orgId } = await addOrg(server)
  const added = await management(orgId).addCustomLoginPolicy({})
  expect(added.details).toEqual(addedDetails(orgId))
  const { policy, isDefault } = await management(orgId).getLoginPolicy({})
  expect(isDefault).toBe(false)
  expect(policy).toMatchObject({
    isDefault: false,
    allowUsernamePassword: false,
    passwordlessType: PasswordlessType.NOT_ALLOWED,
    passwordCheckLifetime: hours(0),
    secondFactors: [],
    multiFactors: [],
    details: readDetails(orgId, added.details?.sequence),
  })
  const { json } = await server.rest('GET', '/management/v1/policies/login', { headers: inOrg(orgId) })
  expect(json).toMatchObject({ policy: { passwordCheckLifetime: '0s', multiFactorCheckLifetime: '0s' } })
  expect(await outcome(management(orgId).addCustomLoginPolicy({}))).toBe('AlreadyExists login_policy.exists')
})

test('factors of a new policy: repeated ones are kept, each is an event, the details report the last', async () => {
  const { orgId } = await addOrg(server)
  const { details } = await management(orgId).addCustomLoginPolicy({
    secondFactors: [OTP_SMS, OTP, OTP_SMS],
    multiFactors: [MultiFactorType.U2F_WITH_VERIFICATION],
  })
  const { events } = await admin().listEvents({ aggregateId: orgId, limit: 6 })
  expect(events.map(({ type }) => type?.type).reverse()).toEqual([
    'org.policy.login.added',
    'org.policy.login.secondfactor.added',
    'org.policy.login.secondfactor.added',
    'org.policy.login.secondfactor.added',
    'org.policy.login.multifactor.added',
    'org.policy.login.proofs.voided',
  ])
  expect(details?.sequence).toBe(events[0]?.sequence)
  const listed = await management(orgId).listLoginPolicySecondFactors({})
  expect(listed.result).toEqual([OTP_SMS, OTP, OTP_SMS])
  expect(listed.details?.totalResult).toBe(3n)
})

test.each([
  ['no scheme', { defaultRedirectUri: 'app.test/x' }],
  ['no host', { defaultRedirectUri: 'https:///x' }],
  ['an unspecified factor', { secondFactors: [SecondFactorType.UNSPECIFIED] }],
  ['an undefined factor', { secondFactors: [99 as SecondFactorType] }],
  ['an undefined multi factor', { multiFactors: [99 as MultiFactorType] }],
  ['an undefined passwordless type', { passwordlessType: 9 as PasswordlessType }],
])('a policy with %s is refused', async (_, wrong) => {
  const { orgId } = await addOrg(server)
  expect(await outcome(management(orgId).addCustomLoginPolicy(wrong))).toMatch(/^InvalidArgument/)
  expect((await management(orgId).getLoginPolicy({})).isDefault).toBe(true)
})

test('a policy may redirect to an app’s own scheme, and names no unknown identity provider', async () => {
  const { orgId } = await addOrg(server)
  const idps = [{ idpId: 'none', ownerType: 1 }]
  expect(await outcome(management(orgId).addCustomLoginPolicy({ idps }))).toMatch(/^FailedPrecondition/)
  await management(orgId).addCustomLoginPolicy({ defaultRedirectUri: 'com.example.app:/done' })
  expect((await management(orgId).getLoginPolicy({})).policy?.defaultRedirectUri).toBe(
    'com.example.app:/done',
  )
})

test('an update replaces the scalars and leaves the factors', async () => {
  const { orgId } = await addOrg(server)
  const org = management(orgId)
  expect(await outcome(org.updateCustomLoginPolicy({ forceMfa: true }))).toBe(
    'NotFound login_policy.not_found',
  )
  await org.addCustomLoginPolicy({ allowRegister: true, secondFactors: [OTP_EMAIL] })
  expect((await org.updateCustomLoginPolicy({ forceMfa: true })).details).toEqual(changedDetails(orgId))
  const { policy } = await org.getLoginPolicy({})
  expect(policy).toMatchObject({ allowRegister: false, forceMfa: true, secondFactors: [OTP_EMAIL] })
  expect(await outcome(org.updateCustomLoginPolicy({ forceMfa: true }))).toMatch(/^FailedPrecondition/)
  expect(await outcome(org.updateCustomLoginPolicy({ defaultRedirectUri: 'x' }))).toMatch(/^InvalidArgument/)
})

test('the instance’s policy changes at once for those without their own', async () => {
  const { orgId } = await addOrg(server)
  const { orgId: custom } = await addOrg(server)
  await management(custom).addCustomLoginPolicy({ allowRegister: true })
  const { $typeName: _, ...scalars } = { $typeName: '', ...defaults }
  const update = { ...scalars, hidePasswordReset: true }
  const { details } = await admin().updateLoginPolicy(update)
  expect(details).toEqual(changedDetails(server.first.instanceId))
  expect((await management(orgId).getLoginPolicy({})).policy).toMatchObject({
    hidePasswordReset: true,
    isDefault: true,
  })
  expect((await management(custom).getLoginPolicy({})).policy).toMatchObject({ hidePasswordReset: false })
  expect((await admin().getLoginPolicy({})).policy?.details).toEqual(
    readDetails(server.first.instanceId, details?.sequence),
  )
  expect(await outcome(admin().updateLoginPolicy(update))).toMatch(/^FailedPrecondition/)
  await admin().updateLoginPolicy(scalars)
})

test('a reset drops the organization’s policy and factors; a later one starts empty', async () => {
  const { orgId } = await addOrg(server)
  const org = management(orgId)
  expect(await outcome(org.resetLoginPolicyToDefault({}))).toBe('NotFound login_policy.not_found')
  await org.addCustomLoginPolicy({ secondFactors: [OTP_SMS] })
  const before = (await org.getLoginPolicy({})).policy?.details?.creationDate
  expect((await org.resetLoginPolicyToDefault({})).details).toEqual(changedDetails(orgId))
  expect((await org.getLoginPolicy({})).policy).toMatchObject({ ...defaults })
  await org.addCustomLoginPolicy({})
  const { policy } = await org.getLoginPolicy({})
  expect(policy?.secondFactors).toEqual([])
  expect(policy?.details?.creationDate).not.toEqual(before)
})

describe('factors of a policy', () => {
  test('are added and removed at an organization with a policy of its own', async () => {
    const { orgId } = await addOrg(server)
    const org = management(orgId)
    await org.addCustomLoginPolicy({})
    const added = await org.addSecondFactorToLoginPolicy({ type: OTP_SMS })
    expect(added.details).toEqual(addedDetails(orgId))
    expect((await org.getLoginPolicy({})).policy?.details?.sequence).toBe(added.details?.sequence)
    expect(await outcome(org.addSecondFactorToLoginPolicy({ type: OTP_SMS }))).toBe(
      'AlreadyExists login_policy.factor_exists',
    )
    const type = MultiFactorType.U2F_WITH_VERIFICATION
    expect((await org.addMultiFactorToLoginPolicy({ type })).details).toEqual(addedDetails(orgId))
    expect((await org.listLoginPolicyMultiFactors({})).result).toEqual([type])
    expect((await org.removeMultiFactorFromLoginPolicy({ type })).details).toEqual(changedDetails(orgId))
    expect((await org.listLoginPolicyMultiFactors({})).result).toEqual([])
    expect((await org.removeSecondFactorFromLoginPolicy({ type: OTP_SMS })).details).toEqual(
      changedDetails(orgId),
    )
    expect((await org.listLoginPolicySecondFactors({})).result).toEqual([])
  })

  test('without a policy of its own an organization’s factor waits, and shows nowhere', async () => {
    const { orgId } = await addOrg(server)
    const org = management(orgId)
    await org.addSecondFactorToLoginPolicy({ type: OTP_EMAIL })
    expect((await org.listLoginPolicySecondFactors({})).result).toEqual([OTP, U2F])
    const exists = 'AlreadyExists login_policy.factor_exists'
    expect(await outcome(org.addSecondFactorToLoginPolicy({ type: OTP_EMAIL }))).toBe(exists)
    await org.addCustomLoginPolicy({})
    expect((await org.listLoginPolicySecondFactors({})).result).toEqual([])
    expect(await outcome(org.addSecondFactorToLoginPolicy({ type: OTP_EMAIL }))).toBe(exists)
    await org.removeSecondFactorFromLoginPolicy({ type: OTP_EMAIL })
    await org.addSecondFactorToLoginPolicy({ type: OTP_EMAIL })
    expect((await org.listLoginPolicySecondFactors({})).result).toEqual([OTP_EMAIL])
  })

  test('an inherited factor cannot be removed at the organization', async () => {
    const { orgId } = await addOrg(server)
    const missing = 'NotFound login_policy.factor_not_found'
    expect(await outcome(management(orgId).removeSecondFactorFromLoginPolicy({ type: OTP }))).toBe(missing)
    const type = MultiFactorType.U2F_WITH_VERIFICATION
    expect(await outcome(management(orgId).removeMultiFactorFromLoginPolicy({ type }))).toBe(missing)
  })

  test('of the instance: in the order they were added, and all may go', async () => {
    const { instanceId } = server.first
    expect((await admin().addSecondFactorToLoginPolicy({ type: OTP_EMAIL })).details).toEqual(
      addedDetails(instanceId),
    )
    expect((await admin().listLoginPolicySecondFactors({})).result).toEqual([OTP, U2F, OTP_EMAIL])
    for (const type of [OTP, U2F, OTP_EMAIL]) await admin().removeSecondFactorFromLoginPolicy({ type })
    expect((await admin().listLoginPolicySecondFactors({})).result).toEqual([])
    for (const type of [OTP, U2F]) await admin().addSecondFactorToLoginPolicy({ type })
    const unknown = [SecondFactorType.UNSPECIFIED, 77 as SecondFactorType]
    for (const type of unknown) {
      expect(await outcome(admin().addSecondFactorToLoginPolicy({ type }))).toMatch(/^InvalidArgument/)
      expect(await outcome(admin().removeSecondFactorFromLoginPolicy({ type }))).toMatch(/^InvalidArgument/)
    }
    const multi = { type: MultiFactorType.UNSPECIFIED }
    expect(await outcome(admin().addMultiFactorToLoginPolicy(multi))).toMatch(/^InvalidArgument/)
    expect(
      await outcome(admin().addMultiFactorToLoginPolicy({ type: MultiFactorType.U2F_WITH_VERIFICATION })),
    ).toMatch(/^AlreadyExists/)
  })
})

test('rights: readers read, writers of another organization find nothing', async () => {
  const { orgId } = await addOrg(server)
  const viewer = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const stranger = await addMachine(server, { orgId: (await addOrg(server)).orgId, roles: ['ORG_OWNER'] })
  for (const [token, reading, writing] of [
    [viewer.token, 'ok', 'PermissionDenied permission.denied'],
    [stranger.token, 'NotFound permission.membership_not_found', 'NotFound permission.membership_not_found'],
  ] as const) {
    const org = management(orgId, token)
    const reads = [
      org.getLoginPolicy({}),
      org.getDefaultLoginPolicy({}),
      org.listLoginPolicySecondFactors({}),
      org.listLoginPolicyMultiFactors({}),
    ]
    expect(await Promise.all(reads.map(outcome))).toEqual(reads.map(() => reading))
    const multi = { type: MultiFactorType.U2F_WITH_VERIFICATION }
    const writes = [
      org.addCustomLoginPolicy({}),
      org.updateCustomLoginPolicy({}),
      org.resetLoginPolicyToDefault({}),
      org.addSecondFactorToLoginPolicy({ type: OTP_SMS }),
      org.removeSecondFactorFromLoginPolicy({ type: OTP }),
      org.addMultiFactorToLoginPolicy(multi),
      org.removeMultiFactorFromLoginPolicy(multi),
    ]
    expect(await Promise.all(writes.map(outcome))).toEqual(writes.map(() => writing))
  }
  const own = server.client(AuthService, { token: stranger.token, headers: inOrg(orgId) })
  await management(orgId).addCustomLoginPolicy({ forceMfa: true })
  expect((await own.getMyLoginPolicy({})).policy, 'is about the caller').toMatchObject({ forceMfa: false })
})
