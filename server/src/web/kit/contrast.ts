/** Red, green and blue of sRGB, each from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** Pure black. */
export const black: Rgb = [0, 0, 0]
/** Pure white. */
export const white: Rgb = [1, 1, 1]

/** Returns the contrast of two colours from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** Mixes a share of another colour into one, in sRGB. */
export function mix(one: Rgb, other: Rgb, share: number): Rgb {
  const at = (channel: 0 | 1 | 2) => one[channel] + (other[channel] - one[channel]) * share
  return [at(0), at(1), at(2)]
}

/** Returns black or white, the one with the higher contrast to all backgrounds. */
export function extreme(backgrounds: readonly Rgb[]): Rgb {
  return lowest(white, backgrounds) > lowest(black, backgrounds) ? white : black
}

/**
 * Returns the colour, or the one nearest to it on the way to black or white that has at least this contrast to every background,
 * as it is written in hex. If none has, black or white.
 */
export function repaired(color: Rgb, backgrounds: readonly Rgb[], atLeast: number): Rgb {
  const end = extreme(backgrounds)
  for (let step = 0; step < steps; step++) {
    const candidate = asWritten(mix(color, end, step / steps))
    if (lowest(candidate, backgrounds) >= atLeast) return candidate
  }
  return end
}

const steps = 50

/** Returns the lowest contrast of a colour to the backgrounds. */
export function lowest(color: Rgb, backgrounds: readonly Rgb[]): number {
  return Math.min(...backgrounds.map((background) => contrast(color, background)))
}

/** Rounds a colour as `hex` writes it, so that what is measured is what is shown. */
export function asWritten([red, green, blue]: Rgb): Rgb {
  const round = (channel: number) => Math.round(channel * 255) / 255
  return [round(red), round(green), round(blue)]
}

/** Writes a colour as `#rrggbb`. */
export function hex(color: Rgb): string {
  return `#${color
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
