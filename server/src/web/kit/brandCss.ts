import { hex, type Rgb } from './contrast.ts'
import { type BrandColors, palette } from './palette.ts'

/** The branding of pages as colours: for both themes, or for the one that the branding demands. */
export interface Brand {
  readonly theme: 'auto' | 'light' | 'dark'
  readonly light: BrandColors
  readonly dark: BrandColors
  /** The path of a font of this origin. */
  readonly font?: string | undefined
}

/** The colours of the product, where a branding has none or one that cannot be read. */
export const plainBrand: Brand = {
  theme: 'auto',
  light: {
    primary: rgb(0x5469d4),
    background: rgb(0xfafafa),
    warn: rgb(0xcd3d56),
    font: rgb(0x000000),
  },
  dark: {
    primary: rgb(0x2073c4),
    background: rgb(0x111827),
    warn: rgb(0xff3b5b),
    font: rgb(0xffffff),
  },
}

/**
 * Renders a branding as custom properties. The rules hold colours that were computed and the path of the font, no text of people,
 * and no character that HTML escapes.
 */
export function brandCss({ theme, light, dark, font }: Brand): string {
  const first = theme === 'dark' ? dark : light
  const scheme = theme === 'auto' ? 'light dark' : `only ${theme}`
  const both = theme === 'auto' ? `@media (prefers-color-scheme:dark){:root{${declarations(dark)}}}` : ''
  return `${faceOf(font)}:root{color-scheme:${scheme};${familyOf(font)}${declarations(first)}}${both}`
}

/** Renders a branding for pages on which people choose the theme: the dark one stands while the root element is marked as dark. */
export function switchedBrandCss({ light, dark, font }: Brand): string {
  return `${faceOf(font)}:root{${familyOf(font)}${declarations(light)}}:root[data-mantine-color-scheme="dark"]{${declarations(dark)}}`
}

function faceOf(font: string | undefined): string {
  if (font === undefined) return ''
  if (!/^\/[\w/-]+$/.test(font)) throw new Error('this is no path of a font')
  return `@font-face{font-family:brand;src:url(${font});font-display:swap}`
}

function familyOf(font: string | undefined): string {
  return font === undefined ? '' : '--brand-font:brand;'
}

function declarations(colors: BrandColors): string {
  return Object.entries(palette(colors))
    .map(([name, color]) => `--${name}:${hex(color)}`)
    .join(';')
}

function rgb(value: number): Rgb {
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}
