import type { Decision } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { settingEvents } from '../events.ts'
import { type SettingName, type SettingValue, settingKinds } from '../kinds.ts'
import { settingUnchanged } from '../refusals.ts'
import { ownSetting, type SettingsState } from '../state.ts'

/** Settings that the contract has no fields for; a write without one keeps it. */
export interface SecurityHeaders {
  readonly credentialRights?: SettingValue<'credentialRights'> | undefined
  readonly freshProof?: SettingValue<'freshProof'> | undefined
  readonly reasonDemand?: SettingValue<'reasonDemand'> | undefined
}

/**
 * Replaces the instance's security settings as a whole (settings v2 SetSecuritySettings), and those of its settings without a
 * field that are given.
 */
export function setSecurity(
  state: SettingsState,
  value: SettingValue<'security'>,
  { credentialRights, freshProof, reasonDemand }: SecurityHeaders = {},
): Decision {
  const invalid = settingKinds.security.check?.(value)
  if (invalid !== undefined) return invalid
  const { security, ...events } = settingEvents.instance
  const differs = <Name extends SettingName>(name: Name, given: SettingValue<Name> | undefined) =>
    given !== undefined && !sameJson(ownSetting(state, name) ?? settingKinds[name].initial, given)
  const changes = [
    ...(differs('security', value) ? [security.set(value)] : []),
    ...(credentialRights && differs('credentialRights', credentialRights)
      ? [events.credentialRights.set(credentialRights)]
      : []),
    ...(freshProof && differs('freshProof', freshProof) ? [events.freshProof.set(freshProof)] : []),
    ...(reasonDemand && differs('reasonDemand', reasonDemand) ? [events.reasonDemand.set(reasonDemand)] : []),
  ]
  return changes.length === 0 ? settingUnchanged : changes
}
