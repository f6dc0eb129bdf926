import { type BrandingAsset, brandingAssets } from '../settings/events.ts'
import type { FileFamily } from './fileKinds.ts'

/** An asset's path below `/policy/label/` and the family that its files must have. */
export interface AssetPath {
  readonly asset: BrandingAsset
  readonly path: string
  readonly family: FileFamily
}

/** The paths of all assets of a branding. */
export const assetPaths: readonly AssetPath[] = brandingAssets.map((asset) => ({
  asset,
  path: asset.replace('Dark', '/dark'),
  family: asset === 'font' ? 'font' : 'image',
}))
