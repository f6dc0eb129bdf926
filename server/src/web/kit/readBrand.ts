import type { Branding } from '../../features/settings/index.ts'
import { type Brand, plainBrand } from './brandCss.ts'
import type { Rgb } from './contrast.ts'
import type { BrandColors } from './palette.ts'

/** Reads the colours of a branding; one that is none, or that shines through, is replaced by the product's. */
export async function readBrand(value: Branding, font: string | undefined): Promise<Brand> {
  // Loaded with the first page, because it is large and the start of the server does not need it.
  const { parse, converter } = await import('culori')
  const toRgb = converter('rgb')
  const read = (text: string): Rgb | undefined => {
    const color = toRgb(parse(text))
    if (color === undefined || (color.alpha ?? 1) < 1) return undefined
    const channels = [color.r, color.g, color.b].map((channel) => Math.min(1, Math.max(0, channel)))
    return channels.every(Number.isFinite) ? (channels as unknown as Rgb) : undefined
  }
  const colors = (plain: BrandColors, primary: string, background: string, warn: string, ink: string) => ({
    primary: read(primary) ?? plain.primary,
    background: read(background) ?? plain.background,
    warn: read(warn) ?? plain.warn,
    font: read(ink) ?? plain.font,
  })
  return {
    theme: value.themeMode,
    light: colors(
      plainBrand.light,
      value.primaryColor,
      value.backgroundColor,
      value.warnColor,
      value.fontColor,
    ),
    dark: colors(
      plainBrand.dark,
      value.primaryColorDark,
      value.backgroundColorDark,
      value.warnColorDark,
      value.fontColorDark,
    ),
    font,
  }
}
