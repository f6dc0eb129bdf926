import type { FileFamily } from './fileKinds.ts'

/** One asset of a branding: its path, the word in its events, its member of the branding, what it may be. */
export interface BrandingAsset {
  /** Below `/policy/label/`. */
  readonly path: string
  readonly event: string
  readonly member: BrandingMember
  readonly family: FileFamily
}

export type BrandingMember = 'logo' | 'logoDark' | 'icon' | 'iconDark' | 'font'

/** Whose branding an asset belongs to. */
export type Level = 'instance' | 'org'

/** The five assets of a branding. */
export const brandingAssets: readonly BrandingAsset[] = [
  { path: 'logo', event: 'logo', member: 'logo', family: 'image' },
  { path: 'logo/dark', event: 'logo.dark', member: 'logoDark', family: 'image' },
  { path: 'icon', event: 'icon', member: 'icon', family: 'image' },
  { path: 'icon/dark', event: 'icon.dark', member: 'iconDark', family: 'image' },
  { path: 'font', event: 'font', member: 'font', family: 'font' },
]
