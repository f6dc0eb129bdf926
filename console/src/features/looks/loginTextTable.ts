import { screenKeys } from '../../../../server/src/web/texts/screenKeys.ts'

/** The pages whose texts can be set, by their names in the contract (`LoginCustomText`). */
export type Screen = keyof typeof screenKeys

/** Texts by page, then by name, as the contract has them; empty ones may be left out. */
export type ScreenTexts = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>
/** The texts of one page by name. */
export type Texts = Readonly<Record<string, string>>

type Forms = { readonly other: string }
type Table = Readonly<Record<string, string | Forms>>

/** The texts of the product, a file for each language. */
const tables: Readonly<Record<string, () => Promise<Table>>> = {
  en: async () => (await import('../../../../server/src/web/texts/login/en.ts')).loginEn,
  de: async () => (await import('../../../../server/src/web/texts/login/de.ts')).loginDe,
  es: async () => (await import('../../../../server/src/web/texts/login/es.ts')).loginEs,
  fr: async () => (await import('../../../../server/src/web/texts/login/fr.ts')).loginFr,
  it: async () => (await import('../../../../server/src/web/texts/login/it.ts')).loginIt,
  pt: async () => (await import('../../../../server/src/web/texts/login/pt.ts')).loginPt,
  nl: async () => (await import('../../../../server/src/web/texts/login/nl.ts')).loginNl,
  pl: async () => (await import('../../../../server/src/web/texts/login/pl.ts')).loginPl,
  ja: async () => (await import('../../../../server/src/web/texts/login/ja.ts')).loginJa,
  zh: async () => (await import('../../../../server/src/web/texts/login/zh.ts')).loginZh,
}

/** Loads what the login pages say in a language of the product, by page and name; a language without texts has the English ones. */
export async function productTexts(language: string): Promise<ScreenTexts> {
  const table = await (tables[language] ?? tables['en'])?.()
  return Object.fromEntries(
    Object.entries(screenKeys).map(([screen, names]) => [
      screen,
      Object.fromEntries(
        Object.entries(names).map(([name, keys]) => [name, textOf(table, [keys].flat()[0])]),
      ),
    ]),
  )
}

/** The contract's defaults of the product, in the languages that have some. */
const contractTexts: Readonly<Record<string, () => Promise<ScreenTexts>>> = {
  en: async () => (await import('../../../../server/src/features/login-texts/texts/en.ts')).en,
  de: async () => (await import('../../../../server/src/features/login-texts/texts/de.ts')).de,
}

/**
 * What the contract's defaults of a language are if the instance has no own texts in it: those of the product, or the English defaults,
 * which hold own texts of the instance that pages in this language do not have. A language that pages lack has those, too.
 */
export function baseOf(language: string): 'english defaults' | (() => Promise<ScreenTexts>) {
  const own = contractTexts[language]
  if (own) return own
  return language in tables ? 'english defaults' : (contractTexts['en'] ?? 'english defaults')
}

/** Returns the texts that others do not say. */
export function ownAmong(texts: ScreenTexts, others: ScreenTexts): ScreenTexts {
  return Object.fromEntries(
    Object.entries(texts).map(([screen, names = {}]) => [
      screen,
      Object.fromEntries(Object.entries(names).filter(([name, text]) => text !== others[screen]?.[name])),
    ]),
  )
}

function textOf(table: Table | undefined, key = ''): string {
  const text = table?.[key] ?? ''
  return typeof text === 'string' ? text : text.other
}

/** Returns the names of the texts of a page, in the order of the page. */
export function namesOf(screen: Screen): readonly string[] {
  return Object.keys(screenKeys[screen])
}

/** Returns the own texts of a page with a value for every name. */
export function ownTexts(custom: ScreenTexts, screen: Screen): Texts {
  return Object.fromEntries(namesOf(screen).map((name) => [name, custom[screen]?.[name] ?? '']))
}

/** Returns what to write: the texts that are set now, with those of one page changed. An empty text gives way to the level above. */
export function withChanges(custom: ScreenTexts, screen: Screen, changed: Texts): ScreenTexts {
  return { ...custom, [screen]: { ...custom[screen], ...changed } }
}

/** Names a text by its name in the contract: `nextButtonText` is “Next button”. */
export function labelOf(name: string): string {
  const words = name
    .replace(/(.)(Text|Label)$/, '$1')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
