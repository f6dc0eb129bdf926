import type { Decision } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { settingEvents } from '../events.ts'
import { type SettingValue, settingKinds } from '../kinds.ts'
import { settingUnchanged } from '../refusals.ts'
import { ownSetting, type SettingsState } from '../state.ts'

/**
 * Replaces the instance's security settings as a whole (settings v2 SetSecuritySettings), and the demand on callers who set
 * credentials if one is given.
 */
export function setSecurity(
  state: SettingsState,
  value: SettingValue<'security'>,
  demand?: SettingValue<'credentialRights'>['demand'],
): Decision {
  const { initial, check } = settingKinds.security
  const invalid = check?.(value)
  if (invalid !== undefined) return invalid
  const before = ownSetting(state, 'security') ?? initial
  const demanded = (ownSetting(state, 'credentialRights') ?? settingKinds.credentialRights.initial).demand
  const { security, credentialRights } = settingEvents.instance
  const events = [
    ...(sameJson(before, value) ? [] : [security.set(value)]),
    ...(demand === undefined || demand === demanded ? [] : [credentialRights.set({ demand })]),
  ]
  return events.length === 0 ? settingUnchanged : events
}
