import { toJson } from '@bufbuild/protobuf'
import { AdminService, GetLoginPolicyResponseSchema } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { MultiFactorType, PasswordlessType, SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { ResourceOwnerType } from '@zitadel/proto/zitadel/settings/v2/settings_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { owners, writeOwner } from '../../testing/owners.ts'
import { refusalOf } from '../../testing/refusalOf.ts'
import { openTestLog, type TestLog, testCall } from '../../testing/testLog.ts'
import { defaultLoginPolicyEvents, defaultRules } from './defaultLoginPolicy.ts'
import { effectiveLoginPolicy, loginPolicies, loginPolicyFacet } from './index.ts'

let t: TestLog
let instances = 0
let instanceId = ''

beforeAll(async () => {
  t = await openTestLog([owners, loginPolicies])
})

afterAll(async () => {
  await t?.close()
})

const write = (type: 'instance' | 'org', id: string, ...events: readonly EventBody[]) =>
  writeOwner(t, { instanceId, type, id }, events)

/** An instance of its own for every test, with its default policy and organization `o1`. */
async function freshInstance() {
  instanceId = `i${++instances}`
  await write('instance', instanceId, { type: 'instance.added', payload: {} }, ...defaultLoginPolicyEvents())
  await write('org', 'o1', { type: 'org.added', payload: {} })
}
beforeEach(freshInstance)

const effective = (orgId: string, instance = instanceId) =>
  effectiveLoginPolicy(t.deps.database, instance, orgId)
const call = (orgId = 'o1') => testCall('u1', { instanceId, orgId })
const admin = AdminService.method
const management = ManagementService.method
const custom = { type: 'org.policy.login.added', payload: { ...defaultRules, forceMfa: true } }
const reset = { type: 'org.policy.login.removed', payload: {} }

async function refused(answer: Promise<unknown>): Promise<string> {
  const { kind, code } = await refusalOf(answer)
  return `${kind} ${code}`
}

test('an organization follows the instance until it has a policy of its own, and again after its reset', async () => {
  expect(await effective('o1')).toMatchObject({
    ...defaultRules,
    secondFactors: ['totp', 'u2f'],
    multiFactors: ['u2f_with_verification'],
    isDefault: true,
    owner: instanceId,
    sequence: 5,
  })
  await t.ask(admin.removeSecondFactorFromLoginPolicy, { type: SecondFactorType.OTP }, call())
  expect(await effective('o1')).toMatchObject({ secondFactors: ['u2f'], sequence: 6 })

  await write('org', 'o1', custom)
  await t.ask(admin.removeSecondFactorFromLoginPolicy, { type: SecondFactorType.U2F }, call())
  expect(await effective('o1')).toMatchObject({
    forceMfa: true,
    secondFactors: [],
    multiFactors: [],
    isDefault: false,
    owner: 'o1',
    sequence: 2,
  })
  expect(await effective('o2')).toMatchObject({ forceMfa: false, secondFactors: [], isDefault: true })

  await t.ask(management.resetLoginPolicyToDefault, {}, call())
  expect(await effective('o1')).toMatchObject({ forceMfa: false, isDefault: true, sequence: 7 })
})

test('a removed organization leaves no policy behind, and another instance sees none of it', async () => {
  const first = instanceId
  await write('org', 'o1', custom)
  await freshInstance()
  expect(await effective('o1')).toMatchObject({ isDefault: true })
  instanceId = first
  await write('org', 'o1', { type: 'org.removed', payload: {} })
  expect(await effective('o1')).toMatchObject({ isDefault: true })
  expect(await refused(t.ask(management.addCustomLoginPolicy, {}, call()))).toBe(
    'not_found login_policy.organization_not_found',
  )
})

const orgStep = fc.constantFrom<EventBody>(
  custom,
  reset,
  { type: 'org.policy.login.secondfactor.added', payload: { factor: 'otp_sms' } },
  { type: 'org.policy.login.secondfactor.removed', payload: { factor: 'otp_sms' } },
  { type: 'org.policy.login.multifactor.added', payload: { factor: 'u2f_with_verification' } },
)

test('whatever happens, what counts is the organization’s policy if it has one, else the instance’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(orgStep, { minLength: 1, maxLength: 6 }), async (steps) => {
      await freshInstance()
      await write('org', 'o1', ...steps)
      const stream = await t.deps.log.load({ instanceId, type: 'org', id: 'o1' })
      const { policy } = stream.state(loginPolicyFacet)
      const counts = await effective('o1')
      expect(counts.isDefault).toBe(policy === null)
      expect(counts.secondFactors).toEqual(policy?.factors.secondfactor ?? ['totp', 'u2f'])
      expect(counts.forceMfa).toBe(policy?.rules.forceMfa ?? false)
    }),
    { numRuns: 20 },
  )
})

test('the default policy on the wire has every value of the notes, lifetimes as seconds', async () => {
  const reply = await t.ask(admin.getLoginPolicy, {}, call())
  const time = '2026-11-21T12:00:00Z'
  expect(toJson(GetLoginPolicyResponseSchema, reply)).toEqual({
    policy: {
      details: { sequence: '5', creationDate: time, changeDate: time, resourceOwner: instanceId },
      allowUsernamePassword: true,
      allowRegister: true,
      allowExternalIdp: true,
      passwordlessType: 'PASSWORDLESS_TYPE_ALLOWED',
      isDefault: true,
      passwordCheckLifetime: '864000s',
      externalLoginCheckLifetime: '864000s',
      mfaInitSkipLifetime: '2592000s',
      secondFactorCheckLifetime: '64800s',
      multiFactorCheckLifetime: '43200s',
      secondFactors: ['SECOND_FACTOR_TYPE_OTP', 'SECOND_FACTOR_TYPE_U2F'],
      multiFactors: ['MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION'],
      allowDomainDiscovery: true,
    },
  })
})

test('a custom policy holds only what its request said, and every service shows it', async () => {
  const added = await t.ask(
    management.addCustomLoginPolicy,
    { forceMfa: true, secondFactors: [SecondFactorType.OTP_SMS, SecondFactorType.OTP_SMS] },
    call(),
  )
  expect(added.details).toMatchObject({ sequence: 4n, resourceOwner: 'o1' })
  expect(added.details?.creationDate).toBeDefined()
  expect(added.details?.changeDate).toBeUndefined()

  const own = await t.ask(management.getLoginPolicy, {}, call())
  expect(own.isDefault).toBe(false)
  expect(own.policy).toMatchObject({
    isDefault: false,
    forceMfa: true,
    allowUsernamePassword: false,
    passwordlessType: PasswordlessType.NOT_ALLOWED,
    passwordCheckLifetime: { seconds: 0n },
    secondFactors: [SecondFactorType.OTP_SMS, SecondFactorType.OTP_SMS],
    multiFactors: [],
    details: { sequence: 4n, resourceOwner: 'o1' },
  })
  const mine = await t.ask(AuthService.method.getMyLoginPolicy, {}, call())
  expect(mine.policy).toMatchObject({ forceMfa: true, isDefault: false })
  const preset = await t.ask(management.getDefaultLoginPolicy, {}, call())
  expect(preset.policy).toMatchObject({
    forceMfa: false,
    isDefault: true,
    details: { resourceOwner: instanceId },
  })

  const v2 = SettingsService.method.getLoginSettings
  const context = await t.ask(v2, {}, call())
  expect(context.settings).toMatchObject({ forceMfa: true, resourceOwnerType: ResourceOwnerType.ORG })
  const instance = await t.ask(v2, { ctx: { resourceOwner: { case: 'instance', value: true } } }, call())
  expect(instance).toMatchObject({
    settings: { forceMfa: false, resourceOwnerType: ResourceOwnerType.INSTANCE },
    details: { resourceOwner: instanceId, sequence: 5n },
  })
})

test('a policy that names an identity provider is refused: none exists', async () => {
  const request = { idps: [{ idpId: 'p1' }] }
  expect(await refused(t.ask(management.addCustomLoginPolicy, request, call()))).toBe(
    'failed_precondition login_policy.idp_not_found',
  )
})

test('factors are added, listed in their order and removed on both levels', async () => {
  const added = await t.ask(admin.addSecondFactorToLoginPolicy, { type: SecondFactorType.OTP_EMAIL }, call())
  expect(added.details).toMatchObject({ sequence: 6n, resourceOwner: instanceId })
  expect(added.details?.creationDate).toBeDefined()
  const listed = await t.ask(management.listLoginPolicySecondFactors, {}, call())
  expect(listed).toMatchObject({
    result: [SecondFactorType.OTP, SecondFactorType.U2F, SecondFactorType.OTP_EMAIL],
    details: { totalResult: 3n },
  })
  const inherited = { type: SecondFactorType.OTP_EMAIL }
  expect(await refused(t.ask(management.removeSecondFactorFromLoginPolicy, inherited, call()))).toBe(
    'not_found login_policy.factor_not_found',
  )
  const multi = { type: MultiFactorType.U2F_WITH_VERIFICATION }
  const removed = await t.ask(admin.removeMultiFactorFromLoginPolicy, multi, call())
  expect(removed.details?.changeDate).toBeDefined()
  expect(await t.ask(admin.listLoginPolicyMultiFactors, {}, call())).toMatchObject({
    result: [],
    details: { totalResult: 0n },
  })
  expect(await refused(t.ask(admin.removeMultiFactorFromLoginPolicy, multi, call()))).toBe(
    'not_found login_policy.factor_not_found',
  )
})

test('an organization without a policy may add a factor, which then counts for nobody', async () => {
  const type = SecondFactorType.OTP_SMS
  await t.ask(management.addSecondFactorToLoginPolicy, { type }, call())
  const { result } = await t.ask(management.listLoginPolicySecondFactors, {}, call())
  expect(result).toEqual([SecondFactorType.OTP, SecondFactorType.U2F])
  expect(await refused(t.ask(management.addSecondFactorToLoginPolicy, { type }, call()))).toBe(
    'already_exists login_policy.factor_exists',
  )
})

test('numbers the contract does not define are refused', async () => {
  const second = t.ask(admin.addSecondFactorToLoginPolicy, { type: SecondFactorType.UNSPECIFIED }, call())
  expect(await refused(second)).toBe('invalid_argument login_policy.factor_unknown')
  const multi = t.ask(management.addMultiFactorToLoginPolicy, { type: 7 as MultiFactorType }, call())
  expect(await refused(multi)).toBe('invalid_argument login_policy.factor_unknown')
  const passwordless = t.ask(admin.updateLoginPolicy, { passwordlessType: 9 as PasswordlessType }, call())
  expect(await refused(passwordless)).toBe('invalid_argument login_policy.passwordless_type_unknown')
})

test('an update replaces all rules and leaves the factors', async () => {
  await t.ask(admin.updateLoginPolicy, { forceMfaLocalOnly: true }, call())
  expect(await effective('')).toMatchObject({
    forceMfaLocalOnly: true,
    allowRegister: false,
    mfaInitSkipLifetime: 0,
    secondFactors: ['totp', 'u2f'],
  })
  expect(await refused(t.ask(admin.updateLoginPolicy, { forceMfaLocalOnly: true }, call()))).toBe(
    'failed_precondition login_policy.unchanged',
  )
  expect(await refused(t.ask(management.updateCustomLoginPolicy, {}, call()))).toBe(
    'not_found login_policy.not_found',
  )
})
