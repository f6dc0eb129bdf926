import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'

const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // White space that templates leave, and the order of letters in the doctype, have no meaning.
    'no-trailing-whitespace': 'off',
    'doctype-style': 'off',
    // The rule does not know the token `webauthn` (WebAuthn Level 3 §5.1.5).
    'valid-autocomplete': 'off',
    // A page has one task, and its first field is where it begins.
    'no-autofocus': 'off',
    'long-title': 'off',
    // The form for passkeys in the list of the name field is sent by the browser's own dialog.
    'wcag/h32': 'off',
  },
})

/** Returns the faults of a received page by the HTML standard, each with its line. */
export async function invalidHtml(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
  )
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** Style sheets are not loaded again, because the one rule that reads them is not of these tags; frames, which have no axe, are not waited for. */
const run = `axe.run(${JSON.stringify({
  runOnly: tags,
  resultTypes: ['violations'],
  preload: { assets: ['media'] },
  iframes: false,
})})`

/** Returns the violations of WCAG 2.2 AA that axe-core finds on a page as it is shown. */
export async function barriers(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>(`typeof axe === 'object'`))) await page.evaluate(axe)
  const { violations } = await page.evaluate<{ violations: Violation[] }>(run)
  return violations.map(({ id, nodes }) => {
    const places = nodes.map(({ html, failureSummary }) => `${html} (${failureSummary})`)
    return `${id}: ${places.join(' ')}`
  })
}

/** Returns by how many pixels a page is wider than its window; 0 if nobody has to scroll sideways. */
export async function tooWide(page: Page): Promise<number> {
  return page.evaluate<number>('Math.max(document.documentElement.scrollWidth - innerWidth, 0)')
}
