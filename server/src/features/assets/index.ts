import type { Feature } from '../manifest.ts'
import { brandingEndpoints } from './rpc/brandingEndpoints.ts'
import { brandingAssetsFacet } from './state.ts'

/** Logos, icons and fonts of brandings: uploaded, stored in the database, served below `/assets/v1`. */
export const assets: Feature = {
  name: 'assets',
  facets: [brandingAssetsFacet],
  endpoints: brandingEndpoints,
}
