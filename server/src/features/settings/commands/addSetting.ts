import type { Decision } from '../../../kernel/facet.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { settingEventType } from '../events.ts'
import { type Level, type SettingName, settingKey, settingKind } from '../kinds.ts'
import type { SettingsState } from '../state.ts'
import { ownerMissing, settingExists } from './refusals.ts'

/** Gives a level a setting of its own; what the caller leaves out starts with the product's default, never the instance's. */
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
  return [{ type: settingEventType(level, name, 'added'), payload: value }]
}
