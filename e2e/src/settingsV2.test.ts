import type { Client } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ThemeMode } from '@zitadel/proto/zitadel/settings/v2/branding_settings_pb.js'
import {
  MultiFactorType,
  PasskeysType,
  SecondFactorType,
} from '@zitadel/proto/zitadel/settings/v2/login_settings_pb.js'
import { ResourceOwnerType } from '@zitadel/proto/zitadel/settings/v2/settings_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { SettingsService as BetaService } from '@zitadel/proto/zitadel/settings/v2beta/settings_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

type Settings = Client<typeof SettingsService>
type Management = Client<typeof ManagementService>
/** The parameter of every reader: the owner of the settings. */
interface Context {
  readonly ctx?: {
    readonly resourceOwner:
      | { readonly case: 'orgId'; readonly value: string }
      | { readonly case: 'instance'; readonly value: boolean }
  }
}

/** A setting that organizations may have of their own: its reader, its default, and how one gets its own. */
interface Kind {
  readonly name: string
  readonly read: (
    client: Settings,
    request: Context,
  ) => Promise<{ readonly details?: unknown; readonly settings?: object }>
  readonly initial: object
  readonly choose: (org: Management) => Promise<unknown>
  readonly own: object
}

const hours = (count: number) => ({ seconds: BigInt(count * 3600) })
const kinds: readonly Kind[] = [
  {
    name: 'login',
    read: (client, request) => client.getLoginSettings(request),
    initial: {
      allowUsernamePassword: true,
      allowRegister: true,
      allowExternalIdp: true,
      allowDomainDiscovery: true,
      forceMfa: false,
      forceMfaLocalOnly: false,
      hidePasswordReset: false,
      ignoreUnknownUsernames: false,
      disableLoginWithEmail: false,
      disableLoginWithPhone: false,
      passkeysType: PasskeysType.ALLOWED,
      secondFactors: [SecondFactorType.OTP, SecondFactorType.U2F],
      multiFactors: [MultiFactorType.U2F_WITH_VERIFICATION],
      passwordCheckLifetime: hours(240),
      externalLoginCheckLifetime: hours(240),
      mfaInitSkipLifetime: hours(720),
      secondFactorCheckLifetime: hours(18),
      multiFactorCheckLifetime: hours(12),
      defaultRedirectUri: '',
    },
    choose: (org) => org.addCustomLoginPolicy({ forceMfa: true }),
    own: { forceMfa: true, allowRegister: false, secondFactors: [], passkeysType: PasskeysType.NOT_ALLOWED },
  },
  {
    name: 'password complexity',
    read: (client, request) => client.getPasswordComplexitySettings(request),
    initial: {
      minLength: 8n,
      requiresUppercase: true,
      requiresLowercase: true,
      requiresNumber: true,
      requiresSymbol: true,
    },
    choose: (org) => org.addCustomPasswordComplexityPolicy({ minLength: 15n }),
    own: { minLength: 15n, requiresUppercase: false },
  },
  {
    name: 'password expiry',
    read: (client, request) => client.getPasswordExpirySettings(request),
    initial: { maxAgeDays: 0n, expireWarnDays: 0n },
    choose: (org) => org.addCustomPasswordAgePolicy({ maxAgeDays: 90, expireWarnDays: 5 }),
    own: { maxAgeDays: 90n, expireWarnDays: 5n },
  },
  {
    name: 'lockout',
    read: (client, request) => client.getLockoutSettings(request),
    initial: { maxPasswordAttempts: 10n, maxOtpAttempts: 10n },
    choose: (org) => org.addCustomLockoutPolicy({ maxPasswordAttempts: 2 }),
    own: { maxPasswordAttempts: 2n, maxOtpAttempts: 0n },
  },
  {
    name: 'legal and support',
    read: (client, request) => client.getLegalAndSupportSettings(request),
    initial: { tosLink: '', privacyPolicyLink: '', helpLink: '', supportEmail: '' },
    choose: (org) => org.addCustomPrivacyPolicy({ privacyLink: 'https://own.test/privacy' }),
    own: { privacyPolicyLink: 'https://own.test/privacy' },
  },
  {
    name: 'branding',
    read: (client, request) => client.getBrandingSettings(request),
    initial: {
      lightTheme: {
        primaryColor: '#5469d4',
        backgroundColor: '#fafafa',
        warnColor: '#cd3d56',
        fontColor: '#000000',
      },
      darkTheme: {
        primaryColor: '#2073c4',
        backgroundColor: '#111827',
        warnColor: '#ff3b5b',
        fontColor: '#ffffff',
      },
      disableWatermark: false,
      hideLoginNameSuffix: false,
      themeMode: ThemeMode.AUTO,
    },
    choose: async (org) => {
      await org.addCustomLabelPolicy({ disableWatermark: true })
      await org.activateCustomLabelPolicy({})
    },
    own: { disableWatermark: true },
  },
  {
    name: 'domain',
    read: (client, request) => client.getDomainSettings(request),
    initial: {
      loginNameIncludesDomain: false,
      requireOrgDomainVerification: false,
      smtpSenderAddressMatchesInstanceDomain: false,
    },
    choose: async (org) => {
      const { org: mine } = await org.getMyOrg({})
      await server
        .client(AdminService)
        .addCustomDomainPolicy({ orgId: mine?.id ?? '', userLoginMustBeDomain: true })
    },
    own: { loginNameIncludesDomain: true },
  },
]

const server = await testServer()

const named = (orgId: string) => ({ ctx: { resourceOwner: { case: 'orgId' as const, value: orgId } } })
const ofInstance = { ctx: { resourceOwner: { case: 'instance' as const, value: true } } }

describe.each(kinds)('$name settings', ({ read, initial, choose, own }) => {
  test('the organization’s own win over the instance’s, by context or by name', async () => {
    const { instanceId } = server.first
    const { orgId } = await addOrg(server)
    const { orgId: plain } = await addOrg(server)
    const here = server.client(SettingsService, { headers: inOrg(orgId) })
    const fromInstance = {
      details: readDetails(instanceId),
      settings: { ...initial, resourceOwnerType: ResourceOwnerType.INSTANCE },
    }
    expect(await read(here, {})).toMatchObject(fromInstance)
    await choose(server.client(ManagementService, { headers: inOrg(orgId) }))
    const fromOrg = {
      details: readDetails(orgId),
      settings: { ...own, resourceOwnerType: ResourceOwnerType.ORG },
    }
    expect(await read(here, {})).toMatchObject(fromOrg)
    expect(await read(here, ofInstance)).toMatchObject(fromInstance)
    expect(await read(here, named(plain))).toMatchObject(fromInstance)
    expect(await read(here, named('nowhere'))).toMatchObject(fromInstance)
    const elsewhere = server.client(SettingsService)
    expect(await read(elsewhere, {})).toMatchObject(fromInstance)
    expect(await read(elsewhere, named(orgId))).toMatchObject(fromOrg)
  })

  test('readers of the context organization read, others do not', async () => {
    const { orgId } = await addOrg(server)
    const reader = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
    const weak = await addMachine(server, { orgId, roles: ['ORG_END_USER_IMPERSONATOR'] })
    const nobody = await addMachine(server, { orgId })
    const as = (token: string | null) => outcome(read(server.client(SettingsService, { token }), {}))
    expect(await as(reader.token)).toBe('ok')
    expect(await as(weak.token)).toBe('PermissionDenied permission.denied')
    expect(await as(nobody.token)).toBe('NotFound permission.membership_not_found')
    expect(await as(null)).toBe('Unauthenticated auth.header_missing')
  })
})

test('v2beta returns the same as v2', async () => {
  const { orgId } = await addOrg(server)
  const org = server.client(ManagementService, { headers: inOrg(orgId) })
  for (const { choose } of kinds) await choose(org)
  const v2 = server.client(SettingsService, { headers: inOrg(orgId) })
  const beta = server.client(BetaService, { headers: inOrg(orgId) })
  const pairs = [
    [await beta.getLoginSettings({}), await v2.getLoginSettings({})],
    [await beta.getPasswordComplexitySettings({}), await v2.getPasswordComplexitySettings({})],
    [await beta.getPasswordExpirySettings({}), await v2.getPasswordExpirySettings({})],
    [await beta.getLockoutSettings({}), await v2.getLockoutSettings({})],
    [await beta.getLegalAndSupportSettings({}), await v2.getLegalAndSupportSettings({})],
    [await beta.getBrandingSettings({}), await v2.getBrandingSettings({})],
    [await beta.getDomainSettings({}), await v2.getDomainSettings({})],
    [await beta.getGeneralSettings({}), await v2.getGeneralSettings({})],
    [await beta.getSecuritySettings({}), await v2.getSecuritySettings({})],
  ]
  for (const [older, newer] of pairs) expect(bare(older)).toEqual(bare(newer))
})

/** A message without the names of its types, and without fields that its contract does not know. */
function bare(message: unknown): unknown {
  const text = JSON.stringify(message, (name, value: unknown) => {
    if (name === '$typeName' || name === '$unknown') return undefined
    return typeof value === 'bigint' ? String(value) : value
  })
  return JSON.parse(text)
}

test('general settings name the languages and the default organization', async () => {
  expect(await server.client(SettingsService).getGeneralSettings({})).toMatchObject({
    defaultOrgId: server.first.orgId,
    defaultLanguage: 'en',
    supportedLanguages: 'ar bg cs de en es fr hu id it ja ko mk nl pl pt ro ru sv tr uk zh'.split(' '),
  })
})

test('no identity provider is active while none is linked', async () => {
  for (const service of [SettingsService, BetaService] as const) {
    const { details, identityProviders } = await server.client(service).getActiveIdentityProviders({})
    expect([details?.totalResult, identityProviders]).toEqual([0n, []])
  }
})

describe.each([
  ['v2', SettingsService],
  ['v2beta', BetaService],
] as const)('security settings, %s', (_, service) => {
  test('are overwritten as a whole', async () => {
    const settings = server.client(service)
    const wanted = { embeddedIframe: { enabled: true, allowedOrigins: ['https://frame.test'] } }
    expect((await settings.setSecuritySettings(wanted)).details).toEqual(
      changedDetails(server.first.instanceId),
    )
    expect((await settings.getSecuritySettings({})).settings).toMatchObject({
      ...wanted,
      enableImpersonation: false,
    })
    expect(await outcome(settings.setSecuritySettings(wanted))).toBe('FailedPrecondition setting.unchanged')
    await settings.setSecuritySettings({ enableImpersonation: true })
    expect((await settings.getSecuritySettings({})).settings).toMatchObject({
      embeddedIframe: { enabled: false, allowedOrigins: [] },
      enableImpersonation: true,
    })
    await settings.setSecuritySettings({})
    const { token } = await addMachine(server, { roles: ['ORG_OWNER'] })
    const owner = server.client(service, { token })
    expect(await outcome(owner.setSecuritySettings(wanted))).toBe('PermissionDenied permission.denied')
    expect(await outcome(owner.getSecuritySettings({}))).toBe('PermissionDenied permission.denied')
  })
})
