import type { Decision } from '../../../kernel/facet.ts'
import { settingEvent } from '../events.ts'
import type { SettingName } from '../kinds.ts'
import { settingMissing } from '../refusals.ts'
import type { SettingsState } from '../state.ts'

/** Removes an organization's own setting, so that the instance's takes effect. */
export function resetSetting(state: SettingsState, name: SettingName): Decision {
  if (state.entries[name] === undefined) return settingMissing
  return [settingEvent('org', name, 'removed')()]
}
