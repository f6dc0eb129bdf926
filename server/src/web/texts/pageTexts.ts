import { type OwnLoginTexts, ownLoginTexts, type Translations } from '../../features/login-texts/index.ts'
import type { Deps } from '../../features/manifest.ts'
import { allowedLanguages } from '../../features/settings/index.ts'
import { languageFallbacks } from '../../kernel/text/languageTag.ts'
import { confirmedCache, type SettingsVersions } from '../kit/confirmedCache.ts'
import type { LanguageOffer } from './chooseLanguage.ts'
import { keysOfScreens } from './screenTexts.ts'
import { tableOf, tables } from './tables.ts'
import type { TextOverrides } from './translate.ts'

/** What an instance or organization decides about the texts of its pages. */
export interface PageTexts {
  readonly offer: LanguageOffer
  /** The own texts for pages in a language. */
  overridesOf(language: string): TextOverrides
}

const cached = confirmedCache<Omit<PageTexts, 'offer'> & Pick<LanguageOffer, 'allowed' | 'own'>>()

/** Reads the offered languages and own texts of the instance and, with `orgId`, of an organization; never older than their last change. */
export async function readPageTexts(
  { database }: Pick<Deps, 'database'>,
  { instance }: { readonly instance: { readonly id: string; readonly defaultLanguage: string } },
  settings: SettingsVersions,
): Promise<PageTexts> {
  const { allowed, own, overridesOf } = await cached(settings, 'texts', async () => {
    const [allowed, texts] = await Promise.all([
      allowedLanguages(database, instance.id),
      ownLoginTexts(database, instance.id, settings.orgId),
    ])
    return { allowed, ...customTextsOf(texts) }
  })
  return { offer: { defaultLanguage: instance.defaultLanguage, allowed, own }, overridesOf }
}

/** Arranges own texts by language; keys that no page has are left out. */
export function customTextsOf(
  texts: readonly OwnLoginTexts[],
): Pick<PageTexts, 'overridesOf'> & Pick<LanguageOffer, 'own'> {
  const made = new Map<string, TextOverrides>()
  return {
    own: [...new Set(texts.map(({ locale }) => locale))],
    overridesOf(language) {
      const overrides = made.get(language) ?? arrange(texts, language)
      made.set(language, overrides)
      return overrides
    },
  }
}

/**
 * A more special locale comes before a more general one; within a locale the organization before the instance, and
 * translations of the hosted login before texts of screens. A language that the product lacks has the own English texts too.
 */
function arrange(own: readonly OwnLoginTexts[], language: string): TextOverrides {
  const tags = languageFallbacks(language)
  const locales = tags.some((tag) => tableOf(tag)) ? tags : [...tags, 'en']
  const overrides = new Map<string, string>()
  for (const locale of locales.toReversed()) {
    for (const level of ['instance', 'org']) {
      const texts = own.filter((one) => one.locale === locale && one.level === level)
      for (const { screens } of texts) add(overrides, Object.entries(screens))
      for (const { translations } of texts) add(overrides, leaves(translations, ''))
    }
  }
  return overrides
}

/** Adds texts by keys of the contract's screens, then those by keys of ours, which are more exact. */
function add(overrides: Map<string, string>, texts: readonly (readonly [key: string, text: string])[]): void {
  for (const [key, text] of texts) for (const ours of keysOfScreens.get(key) ?? []) overrides.set(ours, text)
  for (const [key, text] of texts) if (isKey(key)) overrides.set(key, text)
}

/** A text, or a form of a text with forms. */
function isKey(key: string): boolean {
  const form = /^(.+)\.(zero|one|two|few|many|other)$/.exec(key)
  const text = form?.[1] ?? key
  return Object.hasOwn(tables.en, text)
}

function leaves(tree: Translations, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${prefix}${name}`, value] as const] : leaves(value, `${prefix}${name}.`),
  )
}
