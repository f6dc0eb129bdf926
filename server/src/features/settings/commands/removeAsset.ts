import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type BrandingAsset, brandingEvents } from '../events.ts'
import { settingMissing } from '../refusals.ts'
import { ownSetting, type SettingsState } from '../state.ts'

const assetMissing = refuse(
  'setting.asset_not_found',
  'not_found',
  'the branding has no such asset; there is nothing to remove',
)

/** Removes a logo, icon or font from the prepared branding; logins show it until the next activation. */
export function removeAsset(state: SettingsState, level: Level, asset: BrandingAsset): Decision {
  const label = ownSetting(state, 'label')
  if (label === undefined) return settingMissing
  if (label[asset] === '') return assetMissing
  return [brandingEvents[level].assets[asset].removed()]
}
