import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { HtmlValidate } from 'html-validate'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from './findBrowser.ts'
import { galleryLooks, serveGallery } from './gallery.ts'
import { galleryViews } from './galleryViews.ts'

/** Every kind of page with every part of the kit, in a real browser: valid, accessible, and nothing wider than the screen. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
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

let gallery: Awaited<ReturnType<typeof serveGallery>>
let browser: Browser
beforeAll(async () => {
  const executablePath = findBrowser()
  if (executablePath === undefined)
    throw new Error('no browser for the tests; run npm test without arguments once')
  gallery = await serveGallery()
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
})
afterAll(async () => {
  await browser?.close()
  await gallery?.close()
})

/** The folder for pictures of every page; none are taken without it. */
const folder = process.env['SCREENSHOTS']

const views = Object.keys(galleryViews)

test.each(views)('the page %s is valid HTML', async (view) => {
  const html = await (await fetch(`${gallery.origin}/plain/${view}`)).text()
  const report = await validator.validateString(html)
  expect(
    report.results.flatMap(({ messages }) =>
      messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
    ),
  ).toEqual([])
})

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

const looks = Object.keys(galleryLooks).flatMap((look) => [[look, 'light'] as const, [look, 'dark'] as const])

describe.each(looks)('the look %s, %s', (look, theme) => {
  const shown = look === 'plain' ? views : ['loginname', 'password-wrong', 'account']
  test.each(shown)('%s has no barrier, no complaint of the browser, and fits every width', async (view) => {
    const page = await browser.newPage({ colorScheme: theme })
    const complaints: string[] = []
    page.on('console', (said) => {
      if (said.type() === 'error' || said.type() === 'warning') complaints.push(said.text())
    })
    page.on('pageerror', ({ message }) => void complaints.push(message))
    await page.goto(`${gallery.origin}/${look}/${view}`)
    await page.evaluate(axe)
    const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()')
    for (const width of [1280, 768, 320]) {
      await page.setViewportSize({ width, height: 800 })
      const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      if (tooWide > 0) complaints.push(`${tooWide} pixels do not fit ${width}`)
      if (folder === undefined) continue
      const file = path.join(folder, `${view}-${look}-${theme}-${width}.png`)
      await page.screenshot({ path: file, fullPage: true })
    }
    await page.close()
    const barriers = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    expect([...complaints, ...barriers]).toEqual([])
  })
})
