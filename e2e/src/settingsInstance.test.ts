import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecretGeneratorType } from '@zitadel/proto/zitadel/settings_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { oidcSettings } from '../../server/src/features/settings/index.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

const server = await testServer()

const admin = (token?: string) => server.client(AdminService, token === undefined ? {} : { token })
const management = (orgId: string) => server.client(ManagementService, { headers: inOrg(orgId) })
const seconds = (count: number) => ({ seconds: BigInt(count), nanos: 0 })

describe('OpenID Connect settings', () => {
  const lifetimes = {
    accessTokenLifetime: seconds(3600),
    idTokenLifetime: seconds(1800),
    refreshTokenIdleExpiration: seconds(86_400),
    refreshTokenExpiration: seconds(172_800),
  }

  test('are there from the beginning and changed as a whole', async () => {
    const { settings } = await admin().getOIDCSettings({})
    expect(settings).toMatchObject({
      accessTokenLifetime: seconds(12 * 3600),
      idTokenLifetime: seconds(12 * 3600),
      refreshTokenIdleExpiration: seconds(720 * 3600),
      refreshTokenExpiration: seconds(2160 * 3600),
      details: readDetails(server.first.instanceId),
    })
    expect(await outcome(admin().addOIDCSettings(lifetimes))).toBe('AlreadyExists setting.exists')
    const { details } = await admin().updateOIDCSettings(lifetimes)
    expect(details).toEqual(changedDetails(server.first.instanceId))
    expect((await admin().getOIDCSettings({})).settings).toMatchObject({
      ...lifetimes,
      details: readDetails(server.first.instanceId, details?.sequence),
    })
    const { database } = server.product.deps
    expect(await oidcSettings(database, server.first.instanceId)).toMatchObject({ accessTokenLifetime: 3600 })
    expect(await oidcSettings(database, 'unknown')).toMatchObject({ accessTokenLifetime: 12 * 3600 })
    expect(await outcome(admin().updateOIDCSettings(lifetimes))).toBe('FailedPrecondition setting.unchanged')
    expect(await outcome(admin().updateOIDCSettings({ ...lifetimes, idTokenLifetime: seconds(0) }))).toMatch(
      /^InvalidArgument/,
    )
  })
})

describe('secret generators', () => {
  test.each([
    ['APP_SECRET', 64, 0, [true, true, true, false]],
    ['INIT_CODE', 6, 72 * 3600, [false, true, true, false]],
    ['VERIFY_EMAIL_CODE', 6, 3600, [false, true, true, false]],
    ['VERIFY_PHONE_CODE', 6, 3600, [false, true, true, false]],
    ['PASSWORD_RESET_CODE', 6, 3600, [false, true, true, false]],
    ['PASSWORDLESS_INIT_CODE', 12, 3600, [true, true, true, false]],
    ['OTP_SMS', 8, 300, [false, false, true, false]],
    ['OTP_EMAIL', 8, 300, [false, false, true, false]],
  ] as const)('%s', async (type, length, expiry, [lower, upper, digits, symbols]) => {
    const { secretGenerator } = await admin().getSecretGenerator({ generatorType: SecretGeneratorType[type] })
    expect(secretGenerator).toMatchObject({
      length,
      expiry: seconds(expiry),
      includeLowerLetters: lower,
      includeUpperLetters: upper,
      includeDigits: digits,
      includeSymbols: symbols,
      details: readDetails(server.first.instanceId),
    })
  })

  test('are listed, filtered and changed, and generated codes follow them', async () => {
    const generatorType = SecretGeneratorType.VERIFY_EMAIL_CODE
    const all = await admin().listSecretGenerators({})
    expect(all.details?.totalResult).toBe(8n)
    const queries = [{ query: { case: 'typeQuery' as const, value: { generatorType } } }]
    expect(
      (await admin().listSecretGenerators({ queries })).result.map((each) => each.generatorType),
    ).toEqual([generatorType])
    const wanted = { generatorType, length: 9, expiry: seconds(60), includeDigits: true }
    expect((await admin().updateSecretGenerator(wanted)).details).toEqual(
      changedDetails(server.first.instanceId),
    )
    expect(await outcome(admin().updateSecretGenerator(wanted))).toBe('FailedPrecondition setting.unchanged')
    const { emailCode } = await server.client(UserService).addHumanUser({
      profile: { givenName: 'Code', familyName: 'Length' },
      email: { email: 'code@length.test', verification: { case: 'returnCode', value: {} } },
    })
    expect(emailCode).toMatch(/^\d{9}$/)
  })

  test.each([
    ['no type', { generatorType: SecretGeneratorType.UNSPECIFIED, length: 6, includeDigits: true }],
    ['no characters', { generatorType: SecretGeneratorType.OTP_SMS, length: 6 }],
    ['no length', { generatorType: SecretGeneratorType.OTP_SMS, includeDigits: true }],
    [
      'a negative expiry',
      { generatorType: SecretGeneratorType.OTP_SMS, length: 6, includeDigits: true, expiry: seconds(-1) },
    ],
  ])('with %s are refused', async (_, wrong) => {
    expect(await outcome(admin().updateSecretGenerator(wrong))).toMatch(/^InvalidArgument/)
  })
})

test('restrictions: languages must be supported, unrepeated, and keep the default one', async () => {
  const allow = (...list: string[]) => admin().setRestrictions({ allowedLanguages: { list } })
  expect((await admin().getRestrictions({})).allowedLanguages).toEqual([])
  expect((await admin().getAllowedLanguages({})).languages).toHaveLength(22)
  expect((await allow('en', 'fr')).details).toEqual(changedDetails(server.first.instanceId))
  expect((await admin().getAllowedLanguages({})).languages).toEqual(['en', 'fr'])
  expect(await outcome(allow('en', 'tlh'))).toMatch(/^InvalidArgument/)
  expect(await outcome(allow('en', 'en'))).toMatch(/^InvalidArgument/)
  expect(await outcome(allow('fr'))).toBe('FailedPrecondition restrictions.default_language_missing')
  await admin().setRestrictions({ disallowPublicOrgRegistration: true })
  expect(await admin().getRestrictions({})).toMatchObject({
    disallowPublicOrgRegistration: true,
    allowedLanguages: ['en', 'fr'],
    details: readDetails(server.first.instanceId),
  })
  const before = (await admin().getRestrictions({})).details?.sequence
  await admin().setRestrictions({ disallowPublicOrgRegistration: true })
  expect((await admin().getRestrictions({})).details?.sequence, 'the same again writes nothing').toBe(before)
  await allow()
  expect((await admin().getAllowedLanguages({})).languages).toHaveLength(22)
})

test('the security policy is overwritten as a whole', async () => {
  expect((await admin().getSecurityPolicy({})).policy).toMatchObject({
    enableIframeEmbedding: false,
    allowedOrigins: [],
    enableImpersonation: false,
  })
  const wanted = { enableIframeEmbedding: true, allowedOrigins: ['https://app.test'] }
  expect((await admin().setSecurityPolicy(wanted)).details).toEqual(changedDetails(server.first.instanceId))
  expect((await admin().getSecurityPolicy({})).policy).toMatchObject(wanted)
  expect(await outcome(admin().setSecurityPolicy(wanted))).toBe('FailedPrecondition setting.unchanged')
  const wrong = { allowedOrigins: ["https://app.test; script-src 'unsafe-inline'"] }
  expect(await outcome(admin().setSecurityPolicy(wrong))).toMatch(/^InvalidArgument/)
  await admin().setSecurityPolicy({ enableImpersonation: true })
  expect((await admin().getSecurityPolicy({})).policy).toMatchObject({
    enableIframeEmbedding: false,
    allowedOrigins: [],
    enableImpersonation: true,
  })
})

/** The domain policy under its two names, older clients use the second one. */
const domainPolicies = [
  {
    name: 'domain policy',
    get: () => admin().getDomainPolicy({}),
    update: (value: object) => admin().updateDomainPolicy(value),
    getCustom: (orgId: string) => admin().getCustomDomainPolicy({ orgId }),
    add: (orgId: string, value: object) => admin().addCustomDomainPolicy({ orgId, ...value }),
    updateCustom: (orgId: string, value: object) => admin().updateCustomDomainPolicy({ orgId, ...value }),
    reset: (orgId: string) => admin().resetCustomDomainPolicyToDefault({ orgId }),
    seen: (orgId: string) => management(orgId).getDomainPolicy({}),
  },
  {
    name: 'organization IAM policy',
    get: () => admin().getOrgIAMPolicy({}),
    update: (value: object) => admin().updateOrgIAMPolicy(value),
    getCustom: (orgId: string) => admin().getCustomOrgIAMPolicy({ orgId }),
    add: (orgId: string, value: object) => admin().addCustomOrgIAMPolicy({ orgId, ...value }),
    updateCustom: (orgId: string, value: object) => admin().updateCustomOrgIAMPolicy({ orgId, ...value }),
    reset: (orgId: string) => admin().resetCustomOrgIAMPolicyToDefault({ orgId }),
    seen: (orgId: string) => management(orgId).getOrgIAMPolicy({}),
  },
]

describe.each(domainPolicies)(
  'the $name',
  ({ name, get, update, getCustom, add, updateCustom, reset, seen }) => {
    test('is the administrator’s to give to an organization', async () => {
      const { orgId } = await addOrg(server)
      expect((await get()).policy).toMatchObject({ userLoginMustBeDomain: false, isDefault: true })
      expect((await getCustom(orgId)).policy).toMatchObject({ isDefault: true })
      expect(await outcome(updateCustom(orgId, { userLoginMustBeDomain: true }))).toBe(
        'NotFound setting.not_found',
      )
      expect(await outcome(reset(orgId))).toBe('NotFound setting.not_found')
      expect((await add(orgId, { userLoginMustBeDomain: true })).details).toEqual(addedDetails(orgId))
      expect(await outcome(add(orgId, {}))).toBe('AlreadyExists setting.exists')
      expect((await seen(orgId)).policy).toMatchObject({
        userLoginMustBeDomain: true,
        isDefault: false,
        details: readDetails(orgId),
      })
      const { userId } = await management(orgId).addMachineUser({ userName: `bot of ${name}`, name: 'Bot' })
      const { user } = await management(orgId).getUserByID({ id: userId })
      const domain = (await management(orgId).getMyOrg({})).org?.primaryDomain
      expect(user?.preferredLoginName).toBe(`bot of ${name}@${domain}`)
      expect((await updateCustom(orgId, { userLoginMustBeDomain: false })).details).toEqual(
        changedDetails(orgId),
      )
      expect((await seen(orgId)).policy).toMatchObject({ userLoginMustBeDomain: false })
      expect((await reset(orgId)).details).toEqual(changedDetails(orgId))
      expect((await seen(orgId)).policy).toMatchObject({ isDefault: true })
      expect(await outcome(add('nowhere', {}))).toBe('NotFound setting.organization_not_found')
    })

    test('of the instance counts for all, once changed', async () => {
      const { orgId } = await addOrg(server)
      expect((await update({ userLoginMustBeDomain: true })).details).toEqual(
        changedDetails(server.first.instanceId),
      )
      expect((await seen(orgId)).policy).toMatchObject({ userLoginMustBeDomain: true, isDefault: true })
      expect(await outcome(update({ userLoginMustBeDomain: true }))).toBe(
        'FailedPrecondition setting.unchanged',
      )
      await update({})
    })
  },
)

test('none of it is an organization owner’s', async () => {
  const { orgId } = await addOrg(server)
  const { token } = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  const by = admin(token)
  const generatorType = SecretGeneratorType.OTP_SMS
  const calls = [
    by.getOIDCSettings({}),
    by.addOIDCSettings({}),
    by.updateOIDCSettings({}),
    by.getSecretGenerator({ generatorType }),
    by.listSecretGenerators({}),
    by.updateSecretGenerator({ generatorType, length: 1, includeDigits: true }),
    by.getRestrictions({}),
    by.setRestrictions({}),
    by.getSecurityPolicy({}),
    by.setSecurityPolicy({}),
    by.getDomainPolicy({}),
    by.updateDomainPolicy({}),
    by.getCustomDomainPolicy({ orgId }),
    by.addCustomDomainPolicy({ orgId }),
    by.updateCustomDomainPolicy({ orgId }),
    by.resetCustomDomainPolicyToDefault({ orgId }),
    by.addCustomOrgIAMPolicy({ orgId }),
    by.setDefaultLanguage({ language: 'de' }),
    by.addNotificationPolicy({}),
  ]
  expect(await Promise.all(calls.map(outcome))).toEqual(calls.map(() => 'PermissionDenied permission.denied'))
})
