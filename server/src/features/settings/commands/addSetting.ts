import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { settingEvent } from '../events.ts'
import { type SettingName, settingKey, settingKind } from '../kinds.ts'
import { ownerMissing, settingExists } from '../refusals.ts'
import type { SettingsState } from '../state.ts'

/** Adds a level's own setting. Missing members take the product's defaults, never the instance's values. */
export function addSetting(
  state: SettingsState,
  level: Level,
  name: SettingName,
  given: JsonObject,
): Decision {
  const { initial, check } = settingKind(name)
  const value = { ...initial, ...given }
  const invalid = check?.(value)
  if (invalid !== undefined) return invalid
  if (!state.exists) return ownerMissing
  if (state.entries[settingKey(name, value)] !== undefined) return settingExists
  return [settingEvent(level, name, 'added')(value)]
}
