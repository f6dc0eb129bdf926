import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { brandingEvents } from '../events.ts'
import { settingMissing } from '../refusals.ts'
import type { SettingsState } from '../state.ts'

/** Makes logins show the prepared branding; activating it again is allowed. */
export function activateLabel(state: SettingsState, level: Level): Decision {
  if (state.entries['label'] === undefined) return settingMissing
  return [brandingEvents[level].activated()]
}
