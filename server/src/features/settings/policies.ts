import type { GeneratorType, SecretGenerator } from './generators.ts'
import type { SettingValue } from './kinds.ts'
import { supportedLanguages } from './languages.ts'
import { effectiveGenerator, effectiveSetting, type SettingsSource } from './queries.ts'

export type PasswordComplexityPolicy = SettingValue<'passwordComplexity'>
export type LockoutPolicy = SettingValue<'lockout'>
export type DomainPolicy = SettingValue<'domain'>

/** What a new password must hold in this organization. */
export async function passwordComplexityPolicy(
  source: SettingsSource,
  instanceId: string,
  orgId: string,
): Promise<PasswordComplexityPolicy> {
  return (await effectiveSetting(source, instanceId, orgId, 'passwordComplexity')).value
}

/** After how many failures a user of this organization is locked (0: never), and for how long. */
export async function lockoutPolicy(
  source: SettingsSource,
  instanceId: string,
  orgId: string,
): Promise<LockoutPolicy> {
  return (await effectiveSetting(source, instanceId, orgId, 'lockout')).value
}

/** How usernames and domains of this organization behave. */
export async function domainPolicy(
  source: SettingsSource,
  instanceId: string,
  orgId: string,
): Promise<DomainPolicy> {
  return (await effectiveSetting(source, instanceId, orgId, 'domain')).value
}

/** Whether a user of this organization is told that the password changed. */
export async function notificationPolicy(
  source: SettingsSource,
  instanceId: string,
  orgId: string,
): Promise<SettingValue<'notification'>> {
  return (await effectiveSetting(source, instanceId, orgId, 'notification')).value
}

/** Lifetimes of OpenID Connect tokens, in seconds, for the whole instance. */
export async function oidcSettings(
  source: SettingsSource,
  instanceId: string,
): Promise<SettingValue<'oidc'>> {
  return (await effectiveSetting(source, instanceId, '', 'oidc')).value
}

/** Which languages may be used (empty: all) and whether anyone may register an organization. */
async function restrictions(
  source: SettingsSource,
  instanceId: string,
): Promise<SettingValue<'restrictions'>> {
  return (await effectiveSetting(source, instanceId, '', 'restrictions')).value
}

/** The languages the instance allows: the restricted ones, else all supported ones. */
export async function allowedLanguages(
  source: SettingsSource,
  instanceId: string,
): Promise<readonly string[]> {
  const { allowedLanguages } = await restrictions(source, instanceId)
  return allowedLanguages.length > 0 ? allowedLanguages : supportedLanguages
}

/** How to make a code or secret of this type; `expirySeconds` 0 means that it never expires. */
export async function secretGenerator(
  source: SettingsSource,
  instanceId: string,
  type: GeneratorType,
): Promise<SecretGenerator> {
  return (await effectiveGenerator(source, instanceId, type)).value
}
