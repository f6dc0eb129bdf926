import { encode } from 'uqr'
import { type Html, html } from './html.ts'

/** The clear modules around a code that scanners need (ISO/IEC 18004 §6.3.8). */
const quietZone = 4

/** Renders a text as a QR code: black on white in every theme, with a title for screen readers. Texts above 1,000 bytes throw. */
export function qrSvg(text: string, title: string): Html {
  if (Buffer.byteLength(text) > 1000)
    throw new Error('this text is too long for a QR code that phones can read')
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  const lines = data.flatMap((row, y) =>
    runsOf(row).map(([x, length]) => `M${x + quietZone} ${y + quietZone}h${length}v1h-${length}z`),
  )
  const side = size + 2 * quietZone
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${title}" shape-rendering="crispEdges"><title>${title}</title><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${lines.join('')}"/></svg>`
}

/** Returns the start and length of each run of dark modules. */
function runsOf(row: readonly boolean[]): readonly (readonly [start: number, length: number])[] {
  const runs: [number, number][] = []
  row.forEach((dark, x) => {
    const last = runs.at(-1)
    if (!dark) return
    if (last && last[0] + last[1] === x) last[1]++
    else runs.push([x, 1])
  })
  return runs
}
