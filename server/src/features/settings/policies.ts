import { readFromOf } from '../../access/personReads.ts'
import type { Source } from '../../database/search.ts'
import type { Transaction } from '../../eventlog/types.ts'
import type { GeneratorType, SecretGenerator } from './generators.ts'
import { type Branding, type SettingValue, settingKinds } from './kinds.ts'
import { supportedLanguages } from './languages.ts'
import { type EffectiveSetting, effectiveGenerator, effectiveSetting } from './queries.ts'

/** The rules for new passwords. */
export type PasswordComplexityPolicy = SettingValue<'passwordComplexity'>
/** The failures after which a user is locked. */
export type LockoutPolicy = SettingValue<'lockout'>
/** The rules for usernames and sender addresses. */
export type DomainPolicy = SettingValue<'domain'>

/** Reads the rules for new passwords in an organization. */
export async function passwordComplexityPolicy(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<PasswordComplexityPolicy> {
  return (await effectiveSetting(source, instanceId, orgId, 'passwordComplexity')).value
}

/** Reads the lockout policy with the level that it comes from. */
export async function lockoutRules(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<Pick<EffectiveSetting<LockoutPolicy>, 'value' | 'isDefault'>> {
  return effectiveSetting(source, instanceId, orgId, 'lockout')
}

/** Reads after how many failures a user of an organization is locked (0: never), and for how long. */
export async function lockoutPolicy(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<LockoutPolicy> {
  return (await effectiveSetting(source, instanceId, orgId, 'lockout')).value
}

/** As `lockoutPolicy`, for a unit of work: the policy may be kept. */
export function keptLockoutPolicy(
  tx: Pick<Transaction, 'instanceId' | 'kept' | 'query' | 'find'>,
  orgId: string,
): Promise<LockoutPolicy> {
  const { instanceId } = tx
  return tx.kept({
    kind: 'lockout',
    key: `${instanceId} ${orgId}`,
    load: () => lockoutPolicy(tx, instanceId, orgId),
    readFrom: () => readFromOf(instanceId, []),
  })
}

/** Reads the rules for usernames and domains of an organization. */
export async function domainPolicy(source: Source, instanceId: string, orgId: string): Promise<DomainPolicy> {
  return (await effectiveSetting(source, instanceId, orgId, 'domain')).value
}

/** Reads whether users of an organization are notified of a changed password. */
export async function notificationPolicy(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<SettingValue<'notification'>> {
  return (await effectiveSetting(source, instanceId, orgId, 'notification')).value
}

/** Reads the branding that pages of an organization show, or the one that waits to be activated, with its owner. */
export function branding(
  source: Source,
  instanceId: string,
  orgId: string,
  version: 'active' | 'prepared',
): Promise<EffectiveSetting<Branding>> {
  return effectiveSetting(source, instanceId, orgId, version === 'active' ? 'activeLabel' : 'label')
}

/** Reads the links to the terms, to the privacy policy and to help of an organization. */
export async function privacyPolicy(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<SettingValue<'privacy'>> {
  return (await effectiveSetting(source, instanceId, orgId, 'privacy')).value
}

/** Days after which passwords expire (0: never), and whether the instance's policy says so. */
export interface PasswordAge {
  readonly value: SettingValue<'passwordAge'>
  readonly isDefault: boolean
}

/** SQL for the `PasswordAge` that is set for an organization as JSON, by the SQL of the ids; null if none is set. */
export const passwordAgeSql = (instanceId: string, orgId: string) =>
  `(select json_build_object('value', st.value, 'isDefault', st.is_default) from settings st
     where st.instance_id = ${instanceId} and st.kind = 'passwordAge'
       and ((st.owner = ${orgId} and not st.is_default) or (st.owner = ${instanceId} and st.is_default))
     order by st.is_default limit 1)`

/** Returns the policy in effect for a value of `passwordAgeSql`. */
export function passwordAgeOf(set: PasswordAge | null): PasswordAge {
  return set ?? { value: settingKinds.passwordAge.initial, isDefault: true }
}

/** Reads the instance's lifetimes of OpenID Connect tokens, in seconds. */
export async function oidcSettings(source: Source, instanceId: string): Promise<SettingValue<'oidc'>> {
  return (await effectiveSetting(source, instanceId, '', 'oidc')).value
}

/** SQL for the value that an instance has set for its lifetimes, by the SQL of its id; null without one. */
export const oidcSettingsSql = (instanceId: string) =>
  `(select st.value from settings st where st.instance_id = ${instanceId} and st.kind = 'oidc'
    and st.owner = ${instanceId} and st.is_default)`

/** Returns the lifetimes in effect for a value of `oidcSettingsSql`. */
export function oidcSettingsOf(set: SettingValue<'oidc'> | null): SettingValue<'oidc'> {
  return set ?? settingKinds.oidc.initial
}

/** SQL for whether the instance has allowed that users act for others, by the SQL of its id; null if it has set nothing. */
export const impersonationSql = (instanceId: string) =>
  `(select (st.value->>'enableImpersonation')::boolean from settings st where st.instance_id = ${instanceId}
    and st.kind = 'security' and st.owner = ${instanceId} and st.is_default)`

/** Reads whether other pages may frame ours, and whether users may act for others. */
export async function securitySettings(
  source: Source,
  instanceId: string,
): Promise<SettingValue<'security'>> {
  return (await effectiveSetting(source, instanceId, '', 'security')).value
}

/** Reads which languages may be used (empty: all) and whether anyone may register an organization. */
async function restrictions(source: Source, instanceId: string): Promise<SettingValue<'restrictions'>> {
  return (await effectiveSetting(source, instanceId, '', 'restrictions')).value
}

/** Reads whether anyone may register an organization. */
export async function allowsOrganizations(source: Source, instanceId: string): Promise<boolean> {
  return !(await restrictions(source, instanceId)).disallowPublicOrgRegistration
}

/** Returns an SQL expression for the restrictions that the instance has set, as JSON; null if it has set none. */
export const restrictionsSql = (instanceId: string) =>
  `(select st.value from settings st where st.instance_id = ${instanceId} and st.kind = 'restrictions'
    and st.owner = ${instanceId} and st.is_default)`

/** Returns the languages that a value of `restrictionsSql` allows, all supported ones by default. */
export function allowedLanguagesOf(set: SettingValue<'restrictions'> | null): readonly string[] {
  const allowed = set?.allowedLanguages ?? []
  return allowed.length > 0 ? allowed : supportedLanguages
}

/** Reads the languages that the instance allows, all supported ones by default. */
export async function allowedLanguages(source: Source, instanceId: string): Promise<readonly string[]> {
  return allowedLanguagesOf(await restrictions(source, instanceId))
}

/** SQL for the minutes for which a proof is fresh on an instance, by the SQL of its id; 0 if it demands no fresh proofs. */
export const freshProofMinutesSql = (instanceId: string) =>
  `coalesce((select (st.value->>'minutes')::int from settings st where st.instance_id = ${instanceId}
    and st.kind = 'freshProof' and st.owner = ${instanceId} and st.is_default), 0)`

/** Reads the minutes for which a proof is fresh on an instance; 0 if it demands no fresh proofs. */
export async function freshProofMinutes(source: Source, instanceId: string): Promise<number> {
  return (await effectiveSetting(source, instanceId, '', 'freshProof')).value.minutes
}

/** Reads whether people have to give the reasons of sensitive acts (ADR 38). */
export async function demandsReasons(source: Source, instanceId: string): Promise<boolean> {
  return (await effectiveSetting(source, instanceId, '', 'reasonDemand')).value.demand === 'people'
}

/** Reads the generator of a type; `expirySeconds` 0 means that its codes never expire. */
export async function secretGenerator(
  source: Source,
  instanceId: string,
  type: GeneratorType,
): Promise<SecretGenerator> {
  return (await effectiveGenerator(source, instanceId, type)).value
}
