import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type BrandingAsset, brandingAssets } from '../events.ts'
import type { Level } from '../kinds.ts'
import { ownSetting, type SettingsState } from '../state.ts'
import { settingMissing } from './refusals.ts'

const assetMissing = refuse(
  'setting.asset_not_found',
  'not_found',
  'the branding has no such asset; nothing is left to remove',
)

/** Takes a logo, icon or font out of the prepared branding; logins show it until the next activation. */
export function removeAsset(state: SettingsState, level: Level, asset: BrandingAsset): Decision {
  const label = ownSetting(state, 'label')
  if (label === undefined) return settingMissing
  if (label[brandingAssets[asset]] === '') return assetMissing
  return [{ type: `${level}.policy.label.${asset}.removed`, payload: {} }]
}
