import type { Decision } from '../../../kernel/facet.ts'
import { type JsonObject, sameJson } from '../../../kernel/json.ts'
import { settingEventType } from '../events.ts'
import { type Level, type SettingName, settingKey, settingKind } from '../kinds.ts'
import type { SettingsState } from '../state.ts'
import { settingMissing, settingUnchanged } from './refusals.ts'

/** Changes a level's own setting; what the caller's API cannot say stays as it is. */
export function changeSetting(
  state: SettingsState,
  level: Level,
  name: SettingName,
  given: JsonObject,
): Decision {
  const entry = state.entries[settingKey(name, given)]
  const { initial, check } = settingKind(name)
  const value = { ...(entry?.value ?? initial), ...given }
  const invalid = check?.(value)
  if (invalid !== undefined) return invalid
  if (entry === undefined) return settingMissing
  if (sameJson(entry.value, value)) return settingUnchanged
  return [{ type: settingEventType(level, name, 'changed'), payload: value }]
}
