import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type BrandingAsset, type BrandingEvent, brandingEvents } from '../../settings/events.ts'
import type { BrandingAssetsState } from '../state.ts'

const brandingMissing = refuse(
  'asset.branding_not_found',
  'not_found',
  'this level has no branding of its own; add a custom label policy first',
)

/** Replaces an asset of the prepared branding; logins show it from the next activation on. */
export function addAsset(
  state: BrandingAssetsState,
  level: Level,
  asset: BrandingAsset,
  storeKey: string,
): Decision<BrandingEvent> {
  return state === null ? brandingMissing : [brandingEvents[level].assets[asset].added({ storeKey })]
}
