import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { orgRemoved } from '../organizations/events.ts'
import {
  type BrandingAsset,
  type BrandingEvent,
  brandingAssets,
  brandingDefinitions,
  brandingEvents,
  settingEvents,
} from '../settings/events.ts'

/** The keys of a branding's assets; '' for none. */
export type AssetKeys = { readonly [asset in BrandingAsset]: string }

/** The assets of an owner's branding: those prepared and, after activation, those shown; null without an own branding. */
export type BrandingAssetsState = { readonly prepared: AssetKeys; readonly active: AssetKeys | null } | null

const instance = settingEvents.instance.label
const org = settingEvents.org.label
const heard = [instance.added, instance.changed, org.added, org.changed, org.removed, orgRemoved] as const

/**
 * The assets that an owner's branding refers to. Their bytes are secrets under these keys: an append that drops the last
 * reference deletes them.
 */
export const brandingAssetsFacet: Facet<BrandingAssetsState, EventOf<typeof heard> | BrandingEvent> = {
  name: 'brandingAssets',
  streams: ['instance', 'org'],
  events: [],
  hears: [...heard, ...brandingDefinitions],
  initial: null,
  evolve(state, event) {
    switch (event.type) {
      case instance.added.type:
      case instance.changed.type:
      case org.added.type:
      case org.changed.type: {
        const { logo, logoDark, icon, iconDark, font } = event.payload
        return { prepared: { logo, logoDark, icon, iconDark, font }, active: state?.active ?? null }
      }
      case org.removed.type:
      case orgRemoved.type:
        return null
      case brandingEvents.instance.activated.type:
      case brandingEvents.org.activated.type:
        return state && { prepared: state.prepared, active: state.prepared }
      default: {
        const asset = assetOf.get(event.type)
        if (state === null || asset === undefined) return state
        const key = 'storeKey' in event.payload ? event.payload.storeKey : ''
        return { ...state, prepared: { ...state.prepared, [asset]: key } }
      }
    }
  },
  secrets: keysOf,
}

/** Returns every key that the prepared or the shown branding refers to, once. */
export function keysOf(state: BrandingAssetsState): readonly string[] {
  const keys = [state?.prepared, state?.active].flatMap((assets) => Object.values(assets ?? {}))
  return [...new Set(keys)].filter((key) => key !== '')
}

const assetOf: ReadonlyMap<string, BrandingAsset> = new Map(
  Object.values(brandingEvents).flatMap(({ assets }) =>
    brandingAssets.flatMap((asset) => [
      [assets[asset].added.type, asset] as const,
      [assets[asset].removed.type, asset] as const,
    ]),
  ),
)
