import { contrast, hex, type Rgb, repaired } from '../../../../server/src/web/kit/contrast.ts'

/** The colours of one theme, by the names of the contract; those of the dark theme end with `Dark`. */
export const colorNames = ['primaryColor', 'backgroundColor', 'warnColor', 'fontColor'] as const
export type ColorName = (typeof colorNames)[number]
/** The files of a branding, with the ends of their paths for uploads and removals. */
export const files = {
  logo: { upload: 'logo', remove: 'logo', url: 'logoUrl', accept: 'image/*' },
  logoDark: { upload: 'logo/dark', remove: 'logo_dark', url: 'logoUrlDark', accept: 'image/*' },
  icon: { upload: 'icon', remove: 'icon', url: 'iconUrl', accept: 'image/*' },
  iconDark: { upload: 'icon/dark', remove: 'icon_dark', url: 'iconUrlDark', accept: 'image/*' },
  font: { upload: 'font', remove: 'font', url: 'fontUrl', accept: '.woff2,.woff,.ttf,.otf' },
} as const
export type FileName = keyof typeof files

type Colors = Record<ColorName | `${ColorName}Dark`, string>

/** What a form changes of a branding. */
export type BrandingValues = Colors & {
  themeMode: string
  hideLoginNameSuffix: boolean
  disableWatermark: boolean
}

/** A branding as the REST API shows it; members with default values may be left out. */
export type Branding = Partial<BrandingValues> &
  Partial<Record<(typeof files)[FileName]['url'], string>> & { readonly isDefault?: boolean }

/** Returns the values of a branding, with what a reply leaves out. */
export function valuesOf(branding: Branding): BrandingValues {
  const colors = colorNames.flatMap((name) => [name, `${name}Dark` as const])
  return {
    ...(Object.fromEntries(colors.map((name) => [name, branding[name] ?? ''])) as Colors),
    themeMode: branding.themeMode ?? 'THEME_MODE_AUTO',
    hideLoginNameSuffix: branding.hideLoginNameSuffix ?? false,
    disableWatermark: branding.disableWatermark ?? false,
  }
}

/** Returns all that is seen of a branding as one text, by which two states of it are compared. */
export function lookOf(branding: Branding): string {
  const urls = Object.values(files).map(({ url }) => branding[url] ?? '')
  return JSON.stringify([valuesOf(branding), urls, branding.isDefault ?? false])
}

/** The least contrast to the background: 4.5 for texts, 3 for controls (WCAG 2.2, 1.4.3 and 1.4.11). */
const least: Readonly<Partial<Record<ColorName, number>>> = {
  fontColor: 4.5,
  warnColor: 4.5,
  primaryColor: 3,
}

/** A colour that is too faint on its background, and the nearest one that is not. */
export interface Faint {
  readonly is: string
  readonly needs: string
  readonly proposal: string
}

/** Measures a colour against its background; undefined if it can be read, or if one of both is no colour. */
export function faintOf(name: ColorName, color: string, background: string): Faint | undefined {
  const [one, other, needs] = [rgbOf(color), rgbOf(background), least[name]]
  if (one === undefined || other === undefined || needs === undefined) return undefined
  const is = contrast(one, other)
  if (is >= needs) return undefined
  // Rounded down, so that it is never shown as what is needed.
  const shown = (Math.floor(is * 10) / 10).toFixed(1)
  return { is: shown, needs: String(needs), proposal: hex(repaired(one, [other], needs)) }
}

/** Reads `#rrggbb`. */
export function rgbOf(text: string): Rgb | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(text)) return undefined
  const at = (from: number) => Number.parseInt(text.slice(from, from + 2), 16) / 255
  return [at(1), at(3), at(5)]
}
