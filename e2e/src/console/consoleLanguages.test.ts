import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { productLanguages as languages } from '../../../server/src/kernel/text/productLanguages.ts'
import { operate } from '../recoveryCodes.ts'
import { englishTexts, leavesOf, translationOf } from './consoleTexts.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

vi.setConfig({ testTimeout: 150_000 })

const built = path.resolve(import.meta.dirname, '../../../console/dist/manifest.json')
const manifest = JSON.parse(readFileSync(built, 'utf8')) as Readonly<
  Record<string, { readonly file: string }>
>

const world = await consoleWorld()
const { userId } = world.people.organizationOwner

/** Pages with many texts: of the start, of lists, of forms and of long words. */
const pages = [
  '/',
  '/people',
  `/people/${userId}`,
  `/people/${userId}?tab=factors`,
  `/people/${userId}?tab=why`,
  '/applications/new',
  '/settings/login',
  '/audit',
] as const

/** Languages of which every page is looked at: one with long words, and one without spaces; of the others two with long texts. */
const thoroughly: readonly string[] = ['de', 'ja']
const few: readonly string[] = ['/', `/people/${userId}`, '/settings/login']

test('the language of the browser is that of the console, until another one is chosen', async () => {
  const root = await world.visit('instanceOwner')
  const { page } = root
  const shell = async (language: string) =>
    (await translationOf(language))['shell'] as { readonly looks: string; readonly language: string }
  const german = await shell('de')
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await page.getByRole('button', { name: 'Theme and language' }).click()
  await root.lookAt('languages', 'briefly')
  await page.getByLabel('Language', { exact: true }).selectOption({ label: 'Deutsch' })
  await page.getByRole('button', { name: german.looks }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await page.getByRole('button', { name: german.looks }).click()
  await page.getByLabel(german.language, { exact: true }).selectOption({ label: 'English' })
  await page.getByRole('button', { name: 'Theme and language' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  await root.close()

  const swiss = await world.browser.visitor({ locale: 'fr-CH' })
  await swiss.open('/ui/console/signedout')
  await swiss.page.locator('main h1').waitFor()
  expect(await swiss.page.locator('html').getAttribute('lang')).toBe('fr')
  await swiss.close()
})

test('a translation that does not arrive leaves the console in English', async () => {
  const visitor = await world.browser.visitor({ locale: 'de' })
  const { file } = manifest['src/translations/de/start.ts'] ?? { file: '' }
  const asked: string[] = []
  await visitor.context.route(`**/ui/console/${file}`, (route) => {
    asked.push(route.request().url())
    return route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("half a file")' })
  })
  await visitor.open('/ui/console/signedout')
  await visitor.page.locator('main h1').waitFor()
  expect(await visitor.page.locator('html').getAttribute('lang')).toBe('en')
  expect(asked.length).toBeGreaterThan(0)
  await visitor.close()
})

test('a browser that blocks storage shows the console in its language, and is told why it cannot log in', async () => {
  const { start, signedOut } = (await translationOf('de'))['session'] as {
    readonly start: { readonly title: string; readonly storage: string }
    readonly signedOut: { readonly title: string }
  }
  const visitor = await world.browser.visitor({ locale: 'de' })
  await visitor.context.addInitScript(() => {
    const get = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(globalThis, name, { get })
  })
  await visitor.open('/ui/console/signedout')
  await visitor.page.getByRole('heading', { level: 1, name: signedOut.title }).waitFor()
  await visitor.open('/ui/console')
  await visitor.page.getByRole('heading', { level: 1, name: start.title }).waitFor()
  await visitor.page.getByText(start.storage).waitFor()
  await visitor.look('console-blocked-storage', { widths: [360], themes: ['dark'] })
  await visitor.close()
})

test('every rule that explains a login has a name', async () => {
  const { policy } = await operate(world.server, 'GET', `users/${userId}/explain`)
  const { rules } = policy as { readonly rules: readonly { readonly rule: string }[] }
  const named = new Set(Object.keys(englishTexts['whyRules'] ?? {}))
  expect(rules.length).toBeGreaterThan(20)
  expect(rules.filter(({ rule }) => !named.has(rule))).toEqual([])
})

test.each(languages.filter((language) => language !== 'en'))(
  'the console speaks %s on its pages, and fits on a phone',
  async (language) => {
    const english = await leftovers(language)
    const { notFound } = (await translationOf(language))['shell'] as { readonly notFound: { title: string } }
    const root = await world.visit('instanceOwner')
    await root.page.evaluate(`localStorage.setItem('sallyport.language', '${language}')`)
    for (const place of thoroughly.includes(language) ? pages : few) {
      await root.go(place)
      expect(await root.page.locator('main h1').innerText()).not.toBe(notFound.title)
      await root.lookAt(`in-${language}${place.replaceAll(/\W+/g, '-')}`, 'briefly')
      expect([place, await found(root, english)]).toEqual([place, []])
    }
    await root.close()
  },
)

/** The English sentences that a translation says otherwise. */
async function leftovers(language: string): Promise<readonly string[]> {
  const own = new Map(leavesOf(await translationOf(language), '').map(({ at, text }) => [at, text]))
  return leavesOf(englishTexts, '').flatMap(({ at, text }) =>
    typeof text === 'string' && text.split(' ').length > 2 && own.get(at) !== text ? [text] : [],
  )
}

async function found({ page }: ConsoleVisitor, texts: readonly string[]): Promise<readonly string[]> {
  const shown = await page.locator('body').innerText()
  return texts.filter((text) => shown.includes(text))
}
