import { SettingsService } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import type { RequestContext } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { ThemeMode } from '@zitadel/proto/zitadel/settings/v2/branding_settings_pb.js'
import type { Call } from '../../../access/call.ts'
import { levelRef } from '../../../access/level.ts'
import { changedV2 } from '../../../contract/details.ts'
import { type HandlerTable, implement, method } from '../../../contract/handlers.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Deps } from '../../manifest.ts'
import { setSecurity } from '../commands/setSecurity.ts'
import type { Branding, SettingName, SettingValue } from '../kinds.ts'
import { supportedLanguages } from '../languages.ts'
import { allowedLanguages } from '../policies.ts'
import { type EffectiveSetting, effectiveSetting } from '../queries.ts'
import { writeSettings } from '../writes/writeSettings.ts'
import { targetOrg } from './decode.ts'
import { encodeOwnerType, settingDetails, withAssetUrls } from './encode.ts'
import { decodeSecurityHeaders, showSecurityHeaders } from './securityHeaders.ts'

/** Settings of `zitadel.settings.v2.SettingsService`; the login policies own its login settings. */
export function settingsService(deps: Deps): HandlerTable<Call> {
  const read = <Name extends SettingName>(ctx: RequestContext | undefined, call: Call, name: Name) =>
    effectiveSetting(deps.database, call.instance.id, targetOrg(ctx, call), name)
  return implement(SettingsService, {
    getGeneralSettings: async (_, call: Call) => ({
      defaultOrgId: call.instance.defaultOrgId,
      defaultOrganizationId: call.instance.defaultOrgId,
      defaultLanguage: call.instance.defaultLanguage,
      supportedLanguages: [...supportedLanguages],
      allowedLanguages: [...(await allowedLanguages(deps.database, call.instance.id))],
    }),
    getPasswordComplexitySettings: async ({ ctx }, call) =>
      encode(await read(ctx, call, 'passwordComplexity'), (value) => ({
        minLength: BigInt(value.minLength),
        requiresUppercase: value.hasUppercase,
        requiresLowercase: value.hasLowercase,
        requiresNumber: value.hasNumber,
        requiresSymbol: value.hasSymbol,
      })),
    getPasswordExpirySettings: async ({ ctx }, call) =>
      encode(await read(ctx, call, 'passwordAge'), (value) => ({
        maxAgeDays: BigInt(value.maxAgeDays),
        expireWarnDays: BigInt(value.expireWarnDays),
      })),
    getBrandingSettings: async ({ ctx }, call) => {
      const setting = await read(ctx, call, 'activeLabel')
      return encode(setting, (value) => encodeBranding(value, withAssetUrls(setting, call)))
    },
    getDomainSettings: async ({ ctx }, call) =>
      encode(await read(ctx, call, 'domain'), (value) => ({
        loginNameIncludesDomain: value.userLoginMustBeDomain,
        requireOrgDomainVerification: value.validateOrgDomains,
        smtpSenderAddressMatchesInstanceDomain: value.smtpSenderAddressMatchesInstanceDomain,
      })),
    getLegalAndSupportSettings: async ({ ctx }, call) =>
      encode(await read(ctx, call, 'privacy'), ({ privacyLink, ...links }) => ({
        ...links,
        privacyPolicyLink: privacyLink,
      })),
    getLockoutSettings: async ({ ctx }, call) =>
      encode(await read(ctx, call, 'lockout'), (value) => ({
        maxPasswordAttempts: BigInt(value.maxPasswordAttempts),
        maxOtpAttempts: BigInt(value.maxOtpAttempts),
      })),
    getSecuritySettings: async (_, call) => {
      const setting = await effectiveSetting(deps.database, call.instance.id, '', 'security')
      await showSecurityHeaders(deps.database, call)
      return { details: settingDetails(setting), settings: encodeSecurity(setting.value) }
    },
    setSecuritySettings: method({ dryRun: true }, async ({ embeddedIframe, enableImpersonation }, call) => {
      const value = {
        enableIframeEmbedding: embeddedIframe?.enabled ?? false,
        allowedOrigins: embeddedIframe?.allowedOrigins ?? [],
        enableImpersonation,
      }
      const headers = decodeSecurityHeaders(call.headers)
      const stream = await writeSettings(deps, call, levelRef(call, 'instance'), (state) =>
        setSecurity(state, value, headers),
      )
      return { details: changedV2(stream) }
    }),
  })
}

function encode<Value extends JsonObject, Shown extends object>(
  setting: EffectiveSetting<Value>,
  show: (value: Value) => Shown,
) {
  return {
    details: settingDetails(setting),
    settings: { ...show(setting.value), resourceOwnerType: encodeOwnerType(setting) },
  }
}

const themeModes = { auto: ThemeMode.AUTO, light: ThemeMode.LIGHT, dark: ThemeMode.DARK } as const

function encodeBranding(value: Branding, urls: ReturnType<typeof withAssetUrls>) {
  return {
    lightTheme: {
      primaryColor: value.primaryColor,
      backgroundColor: value.backgroundColor,
      warnColor: value.warnColor,
      fontColor: value.fontColor,
      logoUrl: String(urls['logoUrl']),
      iconUrl: String(urls['iconUrl']),
    },
    darkTheme: {
      primaryColor: value.primaryColorDark,
      backgroundColor: value.backgroundColorDark,
      warnColor: value.warnColorDark,
      fontColor: value.fontColorDark,
      logoUrl: String(urls['logoUrlDark']),
      iconUrl: String(urls['iconUrlDark']),
    },
    fontUrl: String(urls['fontUrl']),
    hideLoginNameSuffix: value.hideLoginNameSuffix,
    disableWatermark: value.disableWatermark,
    themeMode: themeModes[value.themeMode],
  }
}

function encodeSecurity({
  enableIframeEmbedding,
  allowedOrigins,
  enableImpersonation,
}: SettingValue<'security'>) {
  return {
    embeddedIframe: { enabled: enableIframeEmbedding, allowedOrigins: [...allowedOrigins] },
    enableImpersonation,
  }
}
