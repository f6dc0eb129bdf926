import type { BrandingAsset } from '../events.ts'
import type { SettingName } from '../kinds.ts'

/** The owner of the setting; `named` is the organization whose id the request has, `own` the caller's. */
type Of = 'instance' | 'context' | 'named' | 'own'

/** A method that returns an effective setting. */
export interface PolicyReader {
  readonly does: 'read'
  readonly setting: SettingName
  readonly of: Of
}

/** A method that decides on a level's own setting. */
export type PolicyWriter =
  | { readonly does: 'add' | 'change' | 'reset' | 'activate'; readonly setting: SettingName; readonly of: Of }
  | { readonly does: 'removeAsset'; readonly asset: BrandingAsset; readonly of: Of }

/** The meaning of one method of the v1 services. */
export type PolicyMethod = PolicyReader | PolicyWriter

type Methods = Readonly<Record<string, PolicyMethod>>

/** The policies that instance and organizations have with the same five methods, by the contract's word for them. */
const words = {
  PasswordComplexity: 'passwordComplexity',
  PasswordAge: 'passwordAge',
  Lockout: 'lockout',
  Privacy: 'privacy',
  Notification: 'notification',
  Label: 'label',
} as const satisfies Record<string, SettingName>

const assets = {
  Logo: 'logo',
  LogoDark: 'logoDark',
  Icon: 'icon',
  IconDark: 'iconDark',
  Font: 'font',
} as const satisfies Record<string, BrandingAsset>

/** The kind that readers see, as opposed to editors. */
function shown(setting: SettingName): SettingName {
  return setting === 'label' ? 'activeLabel' : setting
}

function forEachWord(make: (word: string, setting: SettingName) => Methods): Methods {
  return Object.assign({}, ...Object.entries(words).map(([word, setting]) => make(word, setting)))
}

function assetMethods(prefix: string, of: 'instance' | 'context'): Methods {
  return Object.fromEntries(
    Object.entries(assets).map(([word, asset]) => [`${prefix}${word}`, { does: 'removeAsset', asset, of }]),
  )
}

/** Domain policies; `OrgIAM` is their name in older clients. */
function domainMethods(word: 'Domain' | 'OrgIAM'): Methods {
  const setting = 'domain'
  return {
    [`get${word}Policy`]: { does: 'read', setting, of: 'instance' },
    [`update${word}Policy`]: { does: 'change', setting, of: 'instance' },
    [`getCustom${word}Policy`]: { does: 'read', setting, of: 'named' },
    [`addCustom${word}Policy`]: { does: 'add', setting, of: 'named' },
    [`updateCustom${word}Policy`]: { does: 'change', setting, of: 'named' },
    [`resetCustom${word}PolicyToDefault`]: { does: 'reset', setting, of: 'named' },
  }
}

/** The policy methods of `zitadel.admin.v1.AdminService` by local name. */
export const adminMethods: Methods = {
  ...forEachWord((word, setting) => ({
    [`get${word}Policy`]: { does: 'read', setting: shown(setting), of: 'instance' },
    [`update${word}Policy`]: { does: 'change', setting, of: 'instance' },
  })),
  ...domainMethods('Domain'),
  ...domainMethods('OrgIAM'),
  addNotificationPolicy: { does: 'add', setting: 'notification', of: 'instance' },
  getPreviewLabelPolicy: { does: 'read', setting: 'label', of: 'instance' },
  activateLabelPolicy: { does: 'activate', setting: 'label', of: 'instance' },
  ...assetMethods('removeLabelPolicy', 'instance'),
}

/** The policy methods of `zitadel.management.v1.ManagementService` by local name. */
export const managementMethods: Methods = {
  ...forEachWord((word, setting) => ({
    [`get${word}Policy`]: { does: 'read', setting: shown(setting), of: 'context' },
    [`getDefault${word}Policy`]: { does: 'read', setting: shown(setting), of: 'instance' },
    [`addCustom${word}Policy`]: { does: 'add', setting, of: 'context' },
    [`updateCustom${word}Policy`]: { does: 'change', setting, of: 'context' },
    [`reset${word}PolicyToDefault`]: { does: 'reset', setting, of: 'context' },
  })),
  getDomainPolicy: { does: 'read', setting: 'domain', of: 'context' },
  getOrgIAMPolicy: { does: 'read', setting: 'domain', of: 'context' },
  getPreviewLabelPolicy: { does: 'read', setting: 'label', of: 'context' },
  activateCustomLabelPolicy: { does: 'activate', setting: 'label', of: 'context' },
  ...assetMethods('removeCustomLabelPolicy', 'context'),
}

/** The policy methods of `zitadel.auth.v1.AuthService` by local name; anyone with a token may call them. */
export const authMethods: Methods = {
  getMyPasswordComplexityPolicy: { does: 'read', setting: 'passwordComplexity', of: 'own' },
  getMyLabelPolicy: { does: 'read', setting: 'activeLabel', of: 'own' },
  getMyPrivacyPolicy: { does: 'read', setting: 'privacy', of: 'own' },
}
