import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { BrandingAsset, Level } from '../branding.ts'
import type { BrandingAssetsState } from '../state.ts'

const brandingMissing = refuse(
  'asset.branding_not_found',
  'not_found',
  'there is no branding of its own at this level; add a custom label policy first',
)

/** Puts an asset into the prepared branding, in place of the one before; logins show it from the next activation on. */
export function addAsset(
  state: BrandingAssetsState,
  level: Level,
  { event }: Pick<BrandingAsset, 'event'>,
  storeKey: string,
): Decision {
  if (state === null) return brandingMissing
  return [{ type: `${level}.policy.label.${event}.added`, payload: { storeKey } }]
}
