import type { Decision } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { settingEvents } from '../events.ts'
import { type SettingValue, settingKinds } from '../kinds.ts'
import { settingUnchanged } from '../refusals.ts'
import { ownSetting, type SettingsState } from '../state.ts'

/** Replaces the instance's security settings as a whole (settings v2 SetSecuritySettings). */
export function setSecurity(state: SettingsState, value: SettingValue<'security'>): Decision {
  const { initial, check } = settingKinds.security
  const invalid = check?.(value)
  if (invalid !== undefined) return invalid
  const before = ownSetting(state, 'security') ?? initial
  if (sameJson(before, value)) return settingUnchanged
  return [settingEvents.instance.security.set(value)]
}
