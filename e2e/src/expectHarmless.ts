import { parse } from 'node-html-parser'
import { expect } from 'vitest'

/** A text that hostile values hold, and that no page may run or lead to. */
export const marker = 'zqx'

/** Fails unless a page leads to this server only, and runs only what it has marked. */
export function expectHarmless(text: string, what: string, origin: string): void {
  const document = parse(text)
  for (const element of document.querySelectorAll('*')) {
    for (const [name, value] of Object.entries(element.attributes)) {
      expect(`${what}: ${name}`).not.toMatch(/: on/)
      if (!['href', 'src', 'action', 'formaction', 'srcset'].includes(name) || value === 'data:,') continue
      const to = new URL(value.replaceAll('&amp;', '&'), origin)
      expect([what, value, to.origin]).toEqual([what, value, origin])
    }
    if (element.tagName === 'SCRIPT') expect([what, element.hasAttribute('nonce')]).toEqual([what, true])
    if (element.tagName === 'META') {
      expect(element.getAttribute('content') ?? '').not.toContain(marker)
      expect(element.getAttribute('http-equiv')).toBeUndefined()
    }
  }
  expect(
    document
      .querySelectorAll('script')
      .map(({ text: inside }) => inside)
      .join(''),
  ).not.toContain(marker)
}
