import type { Decision } from '../../../kernel/facet.ts'
import { settingEventType } from '../events.ts'
import type { SettingName } from '../kinds.ts'
import type { SettingsState } from '../state.ts'
import { settingMissing } from './refusals.ts'

/** Ends an organization's own setting: the instance's counts from now on. */
export function resetSetting(state: SettingsState, name: SettingName): Decision {
  if (state.entries[name] === undefined) return settingMissing
  return [{ type: settingEventType('org', name, 'removed'), payload: {} }]
}
