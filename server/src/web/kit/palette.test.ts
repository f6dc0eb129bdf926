import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, hex, type Rgb } from './contrast.ts'
import { palette } from './palette.ts'

const channel = fc.integer({ min: 0, max: 255 }).map((value) => value / 255)
const color: fc.Arbitrary<Rgb> = fc.oneof(
  fc.tuple(channel, channel, channel),
  // Greys about the point where black and white are equally legible.
  fc.integer({ min: 100, max: 130 }).map((value): Rgb => [value / 255, value / 255, value / 255]),
)
const brand = fc.record({ primary: color, background: color, warn: color, font: color })

test('contrast is that of WCAG', () => {
  expect(contrast([0, 0, 0], [1, 1, 1])).toBe(21)
  // #767676 is the lightest grey that passes on white.
  expect(contrast([0x76 / 255, 0x76 / 255, 0x76 / 255], [1, 1, 1])).toBeCloseTo(4.54, 2)
  expect(contrast([0x77 / 255, 0x77 / 255, 0x77 / 255], [1, 1, 1])).toBeLessThan(4.5)
})

test('whatever a branding chooses, texts can be read and controls seen', () => {
  fc.assert(
    fc.property(brand, (chosen) => {
      const colors = palette(chosen)
      const pairs: [keyof typeof colors, (keyof typeof colors)[], number][] = [
        ['ink', ['page', 'surface', 'tint', 'warn-tint', 'good-tint'], 4.5],
        ['quiet', ['page', 'surface', 'tint', 'warn-tint', 'good-tint'], 4.5],
        ['link', ['page', 'surface', 'tint'], 4.5],
        ['warn', ['page', 'surface', 'warn-tint'], 4.5],
        ['good', ['surface', 'good-tint'], 4.5],
        ['on-primary', ['primary', 'primary-strong'], 4.5],
        ['on-warn', ['warn-fill', 'warn-strong'], 4.5],
        ['primary-edge', ['page', 'surface'], 3],
        ['warn-edge', ['page', 'surface'], 3],
        ['control', ['page', 'surface'], 3],
      ]
      const failing = pairs.flatMap(([one, others, atLeast]) =>
        others
          .filter((other) => contrast(colors[one], colors[other]) < atLeast)
          .map((other) => `${one} ${hex(colors[one])} on ${other} ${hex(colors[other])}`),
      )
      expect(failing).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('colours that can be read stay as they are', () => {
  const colors = palette({
    primary: [0x54 / 255, 0x69 / 255, 0xd4 / 255],
    background: [0xfa / 255, 0xfa / 255, 0xfa / 255],
    warn: [0xcd / 255, 0x3d / 255, 0x56 / 255],
    font: [0, 0, 0],
  })
  expect([colors.page, colors.primary, colors['on-primary'], colors.ink].map(hex)).toEqual([
    '#fafafa',
    '#5469d4',
    '#ffffff',
    '#000000',
  ])
})
