import type { Feature } from '../manifest.ts'
import { brandingRoutes } from './rpc/brandingRoutes.ts'
import { brandingAssetsFacet } from './state.ts'

/** Logos, icons and fonts of brandings: uploaded, kept in the database, shown over HTTP below `/assets/v1`. */
export const assets: Feature = {
  name: 'assets',
  facets: [brandingAssetsFacet],
  routes: brandingRoutes,
}
