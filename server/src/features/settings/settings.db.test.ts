import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ThemeMode } from '@zitadel/proto/zitadel/policy_pb.js'
import { ThemeMode as ThemeModeV2 } from '@zitadel/proto/zitadel/settings/v2/branding_settings_pb.js'
import { ResourceOwnerType } from '@zitadel/proto/zitadel/settings/v2/settings_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { SecretGeneratorType } from '@zitadel/proto/zitadel/settings_pb.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { owners, writeOwner } from '../../testing/owners.ts'
import { refusalOf } from '../../testing/refusalOf.ts'
import { openTestLog, type TestLog, testCall } from '../../testing/testLog.ts'
import {
  defaultSettingsEvents,
  lockoutPolicy,
  oidcSettings,
  secretGenerator,
  settings,
  supportedLanguages,
} from './index.ts'
import { settingKinds } from './kinds.ts'

let t: TestLog
let instances = 0
let instanceId = ''

beforeAll(async () => {
  t = await openTestLog([owners, settings])
})

afterAll(async () => {
  await t?.close()
})

const write = (type: 'instance' | 'org', id: string, ...events: readonly EventBody[]) =>
  writeOwner(t, { instanceId, type, id }, events)

beforeEach(async () => {
  instanceId = `i${++instances}`
  await write('instance', instanceId, { type: 'instance.added', payload: {} }, ...defaultSettingsEvents())
  await write('org', 'o1', { type: 'org.added', payload: {} })
})

const call = () => testCall('u1', { instanceId })
const admin = AdminService.method
const management = ManagementService.method
const v2 = SettingsService.method

async function refused(answer: Promise<unknown>): Promise<string> {
  const { kind, code } = await refusalOf(answer)
  return `${kind} ${code}`
}

describe('lockout', () => {
  test('the organization’s own counts until it is reset, on every service and for the door', async () => {
    const added = await t.ask(
      management.addCustomLockoutPolicy,
      { maxPasswordAttempts: 3, maxOtpAttempts: 4 },
      call(),
    )
    expect(added.details).toMatchObject({ sequence: 2n, resourceOwner: 'o1' })
    expect(await lockoutPolicy(t.deps.database, instanceId, 'o1')).toEqual({
      maxPasswordAttempts: 3,
      maxOtpAttempts: 4,
      showFailures: false,
      releaseAfterSeconds: 900,
    })
    expect(await lockoutPolicy(t.deps.database, instanceId, 'o2')).toEqual(settingKinds.lockout.initial)
    expect(await t.ask(management.getLockoutPolicy, {}, call())).toMatchObject({
      policy: { maxPasswordAttempts: 3n, maxOtpAttempts: 4n, isDefault: false, details: { sequence: 2n } },
      isDefault: false,
    })
    expect(await t.ask(v2.getLockoutSettings, {}, call())).toMatchObject({
      settings: { maxOtpAttempts: 4n, resourceOwnerType: ResourceOwnerType.ORG },
      details: { resourceOwner: 'o1' },
    })
    expect(await t.ask(management.getDefaultLockoutPolicy, {}, call())).toMatchObject({
      policy: { maxPasswordAttempts: 10n, isDefault: true, details: { resourceOwner: instanceId } },
    })
    await t.ask(management.resetLockoutPolicyToDefault, {}, call())
    expect(await t.ask(management.getLockoutPolicy, {}, call())).toMatchObject({ isDefault: true })
  })

  test('a first update that says what a new instance has succeeds, the second is refused', async () => {
    const same = { maxPasswordAttempts: 10, maxOtpAttempts: 10 }
    await t.ask(admin.updateLockoutPolicy, same, call())
    expect(await refused(t.ask(admin.updateLockoutPolicy, same, call()))).toBe(
      'failed_precondition setting.unchanged',
    )
  })

  test('an organization without one can neither update nor reset it, nor add it twice', async () => {
    expect(await refused(t.ask(management.updateCustomLockoutPolicy, {}, call()))).toBe(
      'not_found setting.not_found',
    )
    expect(await refused(t.ask(management.resetLockoutPolicyToDefault, {}, call()))).toBe(
      'not_found setting.not_found',
    )
    await t.ask(management.addCustomLockoutPolicy, {}, call())
    expect(await refused(t.ask(management.addCustomLockoutPolicy, {}, call()))).toBe(
      'already_exists setting.exists',
    )
  })
})

test('the instance’s administrator keeps an organization’s domain policy, under both of its names', async () => {
  const orgId = 'o1'
  await t.ask(admin.addCustomOrgIAMPolicy, { orgId, userLoginMustBeDomain: true }, call())
  expect(await t.ask(admin.getCustomDomainPolicy, { orgId }, call())).toMatchObject({
    policy: { userLoginMustBeDomain: true, validateOrgDomains: false },
    isDefault: false,
  })
  const both = { orgId, userLoginMustBeDomain: true, validateOrgDomains: true }
  await t.ask(admin.updateCustomDomainPolicy, both, call())
  expect(await t.ask(management.getDomainPolicy, {}, call())).toMatchObject({
    policy: { validateOrgDomains: true, isDefault: false },
  })
  const orgIdSetting = { case: 'orgId', value: orgId } as const
  expect(await t.ask(v2.getDomainSettings, { ctx: { resourceOwner: orgIdSetting } }, call())).toMatchObject({
    settings: { loginNameIncludesDomain: true, requireOrgDomainVerification: true },
  })
  await t.ask(admin.resetCustomOrgIAMPolicyToDefault, { orgId }, call())
  expect(await t.ask(management.getOrgIAMPolicy, {}, call())).toMatchObject({ policy: { isDefault: true } })
  expect(await refused(t.ask(admin.addCustomDomainPolicy, { orgId: 'nowhere' }, call()))).toBe(
    'not_found setting.organization_not_found',
  )
})

test('branding is prepared, activated and shown with the addresses of its assets', async () => {
  await t.ask(management.addCustomLabelPolicy, { primaryColor: '#123456', themeMode: ThemeMode.DARK }, call())
  await write('org', 'o1', { type: 'org.policy.label.logo.added', payload: { storeKey: 'logo-1' } })
  const preview = await t.ask(management.getPreviewLabelPolicy, {}, call())
  expect(preview).toMatchObject({
    policy: { primaryColor: '#123456', logoUrl: 'http://localhost/assets/v1/o1/logo-1', iconUrl: '' },
    isDefault: false,
  })
  expect(await t.ask(management.getLabelPolicy, {}, call())).toMatchObject({
    policy: { primaryColor: '#5469d4' },
    isDefault: true,
  })
  await t.ask(management.activateCustomLabelPolicy, {}, call())
  expect(await t.ask(AuthService.method.getMyLabelPolicy, {}, call())).toMatchObject({
    policy: { primaryColor: '#123456', isDefault: false, themeMode: ThemeMode.DARK },
  })
  expect(await t.ask(v2.getBrandingSettings, {}, call())).toMatchObject({
    settings: {
      lightTheme: { primaryColor: '#123456', logoUrl: 'http://localhost/assets/v1/o1/logo-1' },
      darkTheme: { primaryColor: '', logoUrl: '' },
      themeMode: ThemeModeV2.DARK,
    },
  })
  await t.ask(management.removeCustomLabelPolicyLogo, {}, call())
  expect(await refused(t.ask(management.removeCustomLabelPolicyLogo, {}, call()))).toBe(
    'not_found setting.asset_not_found',
  )
})

test('the remaining policies are read with their defaults', async () => {
  expect(await t.ask(AuthService.method.getMyPasswordComplexityPolicy, {}, call())).toMatchObject({
    policy: { minLength: 8n, hasUppercase: true, hasLowercase: true, hasNumber: true, hasSymbol: true },
  })
  expect(await t.ask(v2.getPasswordComplexitySettings, {}, call())).toMatchObject({
    settings: { minLength: 8n, requiresSymbol: true, resourceOwnerType: ResourceOwnerType.INSTANCE },
  })
  expect(await t.ask(v2.getPasswordExpirySettings, {}, call())).toMatchObject({
    settings: { maxAgeDays: 0n },
  })
  expect(await t.ask(management.getNotificationPolicy, {}, call())).toMatchObject({
    policy: { passwordChange: true, isDefault: true },
  })
  await t.ask(admin.updatePrivacyPolicy, { privacyLink: 'https://example.com/privacy' }, call())
  expect(await t.ask(v2.getLegalAndSupportSettings, {}, call())).toMatchObject({
    settings: { privacyPolicyLink: 'https://example.com/privacy', tosLink: '' },
  })
  expect(await refused(t.ask(admin.addNotificationPolicy, {}, call()))).toBe('already_exists setting.exists')
  expect(await t.ask(v2.getGeneralSettings, {}, call())).toMatchObject({
    defaultOrgId: 'o1',
    defaultLanguage: 'en',
    supportedLanguages: expect.arrayContaining(['de', 'en', 'zh']),
  })
})

test('each generator is changed by itself; our own types stay out of sight', async () => {
  const generatorType = SecretGeneratorType.OTP_EMAIL
  const request = { generatorType, length: 6, expiry: { seconds: 60n }, includeDigits: true }
  const changed = await t.ask(admin.updateSecretGenerator, request, call())
  expect(changed.details).toMatchObject({ resourceOwner: instanceId })
  expect(await refused(t.ask(admin.updateSecretGenerator, request, call()))).toBe(
    'failed_precondition setting.unchanged',
  )
  expect(await t.ask(admin.getSecretGenerator, { generatorType }, call())).toMatchObject({
    secretGenerator: { generatorType, length: 6, expiry: { seconds: 60n }, includeUpperLetters: false },
  })
  expect(await secretGenerator(t.deps.database, instanceId, 'otp_sms')).toMatchObject({ length: 8 })
  const all = await t.ask(admin.listSecretGenerators, { query: { offset: 1n, limit: 3 } }, call())
  expect(all.details?.totalResult).toBe(8n)
  expect(all.result.map((generator) => generator.generatorType)).toEqual([2, 3, 4])
  const typeQuery = { query: { case: 'typeQuery', value: { generatorType } } } as const
  const one = await t.ask(admin.listSecretGenerators, { queries: [typeQuery] }, call())
  expect(one.result.map((generator) => generator.generatorType)).toEqual([generatorType])
})

test('OIDC lifetimes are there from the start and change as a whole', async () => {
  const hour = { seconds: 3600n }
  const request = {
    accessTokenLifetime: hour,
    idTokenLifetime: hour,
    refreshTokenIdleExpiration: hour,
    refreshTokenExpiration: hour,
  }
  expect(await refused(t.ask(admin.addOIDCSettings, request, call()))).toBe('already_exists setting.exists')
  await t.ask(admin.updateOIDCSettings, request, call())
  expect(await t.ask(admin.getOIDCSettings, {}, call())).toMatchObject({
    settings: { accessTokenLifetime: { seconds: 3600n }, details: { resourceOwner: instanceId } },
  })
  expect(await oidcSettings(t.deps.database, 'unknown')).toEqual(settingKinds.oidc.initial)
})

test('security settings have one value behind both APIs', async () => {
  expect(await t.ask(v2.getSecuritySettings, {}, call())).toMatchObject({
    settings: { embeddedIframe: { enabled: false, allowedOrigins: [] }, enableImpersonation: false },
    details: { resourceOwner: instanceId, sequence: 0n },
  })
  const embeddedIframe = { enabled: true, allowedOrigins: ['https://app.example.com'] }
  const set = await t.ask(v2.setSecuritySettings, { embeddedIframe, enableImpersonation: true }, call())
  expect(set.details?.changeDate).toBeDefined()
  expect(await t.ask(admin.getSecurityPolicy, {}, call())).toMatchObject({
    policy: {
      enableIframeEmbedding: true,
      allowedOrigins: ['https://app.example.com'],
      enableImpersonation: true,
    },
  })
  await t.ask(admin.setSecurityPolicy, {}, call())
  expect(await t.ask(v2.getSecuritySettings, {}, call())).toMatchObject({
    settings: { embeddedIframe: { enabled: false }, enableImpersonation: false },
  })
})

test('restrictions narrow the allowed languages and keep what is not given', async () => {
  expect((await t.ask(admin.getAllowedLanguages, {}, call())).languages).toEqual(supportedLanguages)
  await t.ask(admin.setRestrictions, { allowedLanguages: { list: ['en', 'de'] } }, call())
  await t.ask(admin.setRestrictions, { disallowPublicOrgRegistration: true }, call())
  expect(await t.ask(admin.getRestrictions, {}, call())).toMatchObject({
    disallowPublicOrgRegistration: true,
    allowedLanguages: ['en', 'de'],
    details: { resourceOwner: instanceId },
  })
  expect((await t.ask(admin.getAllowedLanguages, {}, call())).languages).toEqual(['en', 'de'])
})

test('a removed organization leaves no setting behind', async () => {
  await t.ask(management.addCustomPasswordAgePolicy, { maxAgeDays: 30 }, call())
  await write('org', 'o1', { type: 'org.removed', payload: {} })
  expect(await t.ask(management.getPasswordAgePolicy, {}, call())).toMatchObject({ isDefault: true })
})
