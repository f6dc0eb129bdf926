import type { Decision } from '../../../kernel/facet.ts'
import type { Level } from '../kinds.ts'
import type { SettingsState } from '../state.ts'
import { settingMissing } from './refusals.ts'

/** Shows the prepared branding to everyone who logs in; activating the same one again is allowed. */
export function activateLabel(state: SettingsState, level: Level): Decision {
  if (state.entries['label'] === undefined) return settingMissing
  return [{ type: `${level}.policy.label.activated`, payload: {} }]
}
