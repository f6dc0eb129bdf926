import { asWritten, black, contrast, extreme, lowest, mix, type Rgb, repaired, white } from './contrast.ts'

/** The colours that a branding chooses for one theme. */
export interface BrandColors {
  readonly primary: Rgb
  readonly background: Rgb
  readonly warn: Rgb
  readonly font: Rgb
}

/** The contrast of text and of the parts of controls to what is behind them (WCAG 2.2, 1.4.3 and 1.4.11). */
const text = 4.5
const control = 3

const green: Rgb = [0.106, 0.478, 0.239]

/**
 * Computes every colour of a theme from those of the branding, by the names of the custom properties. Texts have a contrast of 4.5
 * to whatever they stand on, edges of controls one of 3: a chosen colour is moved towards black or white as far as needed.
 */
export function palette({ primary, background, warn, font }: BrandColors) {
  const page = asWritten(background)
  const isLight = extreme([page]) === black
  const surface = surfaceOn(page, isLight)
  const sheets = [page, surface]
  const tinted = (color: Rgb) => tint(surface, color, sheets)
  const tints = { tint: tinted(primary), 'warn-tint': tinted(warn), 'good-tint': tinted(green) }
  const backgrounds = [...sheets, ...Object.values(tints)]
  const ink = repaired(font, backgrounds, text)
  const main = filled(primary, sheets)
  const danger = filled(warn, sheets)
  return {
    page,
    surface,
    ...tints,
    ink,
    quiet: repaired(mix(ink, surface, 0.38), backgrounds, text),
    line: asWritten(mix(surface, ink, 0.12)),
    control: repaired(mix(surface, ink, 0.42), sheets, control),
    primary: main.fill,
    'primary-strong': main.strong,
    'primary-edge': main.edge,
    'on-primary': main.on,
    warn: repaired(warn, backgrounds, text),
    'warn-fill': danger.fill,
    'warn-strong': danger.strong,
    'warn-edge': danger.edge,
    'on-warn': danger.on,
    link: repaired(primary, backgrounds, text),
    good: repaired(green, backgrounds, text),
  } as const satisfies Readonly<Record<string, Rgb>>
}

/** The card on the page: whiter, but never so that neither black nor white could be read on both. */
function surfaceOn(page: Rgb, isLight: boolean): Rgb {
  if (isLight) return asWritten(mix(page, white, 0.85))
  const raised = asWritten(mix(page, white, 0.06))
  return contrast(raised, white) >= text ? raised : page
}

/** A background with a touch of a colour on which the same texts can be read. */
function tint(surface: Rgb, color: Rgb, sheets: readonly Rgb[]): Rgb {
  const touched = asWritten(mix(surface, color, 0.1))
  const end = extreme(sheets)
  return lowest(end, [...sheets, touched]) >= text ? touched : surface
}

/**
 * A filled button: its text legible at rest and when pressed, its edge visible on the page. A colour that is too near to the page,
 * such as yellow on white, stays as it is inside of a darker edge.
 */
function filled(
  color: Rgb,
  sheets: readonly Rgb[],
): Readonly<Record<'fill' | 'strong' | 'on' | 'edge', Rgb>> {
  // White looks right on most colours: one on which it is nearly legible is darkened.
  const takesWhite = contrast(white, color) >= control
  const fill = takesWhite ? repaired(color, [white], text) : asWritten(color)
  const on = takesWhite ? white : black
  const strong = asWritten(mix(fill, takesWhite ? black : white, 0.16))
  return { fill, strong, on, edge: repaired(fill, sheets, control) }
}
