import type { Facet, Recorded } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { type BrandingMember, brandingAssets } from './branding.ts'

/** The keys of a branding's assets; '' for none. */
export type AssetKeys = { readonly [member in BrandingMember]: string }

/** The assets of an owner's branding: as prepared, and as shown once it was activated; null without a branding of its own. */
export type BrandingAssetsState = { readonly prepared: AssetKeys; readonly active: AssetKeys | null } | null

/**
 * What of an owner's assets is still referred to. The bytes are secrets under these keys: they go in and out with the
 * events that name them, and leave with their owner.
 */
export const brandingAssetsFacet: Facet<BrandingAssetsState> = {
  name: 'brandingAssets',
  streams: ['instance', 'org'],
  events: {},
  initial: null,
  evolve,
  secrets: keysOf,
}

/** Every key that the prepared or the shown branding refers to, once. */
export function keysOf(state: BrandingAssetsState): readonly string[] {
  const keys = [state?.prepared, state?.active].flatMap((assets) => Object.values(assets ?? {}))
  return [...new Set(keys)].filter((key) => key !== '')
}

const members: ReadonlyMap<string, BrandingMember> = new Map(
  brandingAssets.flatMap(({ event, member }) => [
    [`${event}.added`, member] as const,
    [`${event}.removed`, member] as const,
  ]),
)

function evolve(state: BrandingAssetsState, event: Recorded): BrandingAssetsState {
  if (event.type === 'org.removed' || event.type === 'instance.removed') return null
  const [, what] = /^(?:instance|org)\.policy\.label\.(.+)$/.exec(event.type) ?? []
  switch (what) {
    case undefined:
      return state
    case 'added':
    case 'changed':
      return { prepared: keysIn(event.payload), active: state?.active ?? null }
    case 'removed':
      return null
    case 'activated':
      return state && { prepared: state.prepared, active: state.prepared }
    default:
      return withAsset(state, members.get(what), event.payload['storeKey'])
  }
}

function withAsset(
  state: BrandingAssetsState,
  member: BrandingMember | undefined,
  key: unknown,
): BrandingAssetsState {
  if (state === null || member === undefined) return state
  return { ...state, prepared: { ...state.prepared, [member]: String(key ?? '') } }
}

function keysIn(payload: JsonObject): AssetKeys {
  const entries = brandingAssets.map(({ member }) => [member, String(payload[member] ?? '')])
  return Object.fromEntries(entries)
}
