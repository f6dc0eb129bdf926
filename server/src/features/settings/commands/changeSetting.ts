import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { type JsonObject, sameJson } from '../../../kernel/json.ts'
import { settingEvent } from '../events.ts'
import { type SettingName, settingKey, settingKind } from '../kinds.ts'
import { settingMissing, settingUnchanged } from '../refusals.ts'
import type { SettingsState } from '../state.ts'

/** Changes the given members of a level's own setting and keeps the others. */
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
  return [settingEvent(level, name, 'changed')(value)]
}
