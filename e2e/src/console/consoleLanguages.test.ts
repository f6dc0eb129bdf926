import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { languages } from '../../../console/src/language/language.ts'
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
  `/people/${userId}/why`,
  '/organizations',
  '/applications/new',
  '/settings',
  '/settings/login',
  '/settings/branding',
  '/audit',
] as const

/** Languages of which every page is looked at: one with long words, and one without spaces. */
const thoroughly: readonly string[] = ['de', 'ja']

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

test.each(languages.filter((language) => language !== 'en'))(
  'the console speaks %s on its pages, and fits on a phone',
  async (language) => {
    const english = await leftovers(language)
    const root = await world.visit('instanceOwner')
    await root.page.evaluate(`localStorage.setItem('sallyport.language', '${language}')`)
    for (const place of thoroughly.includes(language) ? pages : pages.filter((_, at) => at % 3 === 0)) {
      await root.go(place)
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
