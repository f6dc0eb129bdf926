import { readFromOf } from '../../access/personReads.ts'
import type { Read } from '../../eventlog/keptReads.ts'
import { type OwnLoginTexts, ownLoginTexts, type Translations } from '../../features/login-texts/index.ts'
import type { Deps } from '../../features/manifest.ts'
import { allowedLanguages } from '../../features/settings/index.ts'
import { languageFallbacks } from '../../kernel/text/languageTag.ts'
import { type LanguageOffer, offeredLanguages } from './chooseLanguage.ts'
import { keysOfScreens } from './screenTexts.ts'
import { tableOf, tables } from './tables.ts'
import { type TextOverrides, type Translate, translate } from './translate.ts'

/** What an instance or organization decides about the texts of its pages. */
export interface PageTexts {
  readonly offer: LanguageOffer
  /** Returns the texts of pages in an offered language. */
  textsIn(language: string): Translate
}

/** Reads the offered languages and own texts of the instance and, with `orgId`, of an organization that exists. */
export async function readPageTexts(
  { database }: Pick<Deps, 'database'>,
  read: Read,
  { instance }: { readonly instance: { readonly id: string; readonly defaultLanguage: string } },
  orgId: string,
): Promise<PageTexts> {
  const { id, defaultLanguage } = instance
  const { offered, textsIn } = await read({
    kind: 'texts',
    key: `${id} ${orgId}`,
    load: async () => {
      const [allowed, own] = await Promise.all([
        allowedLanguages(database, id),
        ownLoginTexts(database, id, orgId),
      ])
      const locales = [...new Set(own.map(({ locale }) => locale))]
      return {
        offered: offeredLanguages(allowed, locales),
        textsIn: once((language) => translate(language, arrangeTexts(own, language))),
      }
    },
    readFrom: () => readFromOf(id, []),
  })
  return { offer: { defaultLanguage, offered }, textsIn }
}

/** Makes the texts of each language once. */
function once(make: (language: string) => Translate): (language: string) => Translate {
  const made = new Map<string, Translate>()
  return (language) => {
    const texts = made.get(language) ?? make(language)
    made.set(language, texts)
    return texts
  }
}

/**
 * Arranges own texts for a language; keys that no page has are left out. A more special locale comes before a more general one; within a locale the organization before the instance, and
 * translations of the hosted login before texts of screens. A language that the product lacks has the own English texts too.
 */
export function arrangeTexts(own: readonly OwnLoginTexts[], language: string): TextOverrides {
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
