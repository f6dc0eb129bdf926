import { LRUCache } from 'lru-cache'
import { languageFallbacks } from '../../kernel/text/languageTag.ts'
import { tableOf, tables } from './tables.ts'
import type { Forms, TextKey, Texts, TextValue, ValuesOf } from './texts.ts'

/** Own texts of an administrator, by key and, for a text with forms, by key and category: `account.recovery.left.one`. */
export type TextOverrides = ReadonlyMap<string, string>

type LooseValues = Readonly<Record<string, TextValue>>

/** Returns the texts of a page in its language. */
export interface Translate {
  /** The text with its values; the compiler demands a value for every placeholder. */
  <Key extends TextKey>(
    key: Key,
    ...values: keyof ValuesOf<Key> extends never ? [] : [values: ValuesOf<Key>]
  ): string
  /** A text of the kit, whose parts are also shown without translations. */
  (key: Extract<TextKey, `kit.${string}`>, values?: LooseValues): string
  /** The text of a key that is computed at run time; undefined if there is none. Placeholders without a value stay. */
  find(key: string, values?: LooseValues): string | undefined
  /** The language of the page as a BCP 47 tag. */
  readonly language: string
}

/**
 * Returns the texts of a language: own texts before the product's, English for a language that the product lacks. Texts are
 * plain text, and a page must escape them.
 */
export function translate(language: string, overrides: TextOverrides = noOverrides): Translate {
  const table: Texts = languageFallbacks(language).map(tableOf).find(Boolean) ?? tables.en
  const find = (key: string, values: LooseValues = {}): string | undefined => {
    if (!Object.hasOwn(table, key)) return undefined
    const text: string | Forms = table[key as TextKey]
    if (typeof text === 'string') return fill(language, overrides.get(key) ?? text, values)
    const category = rulesOf(language).plurals.select(Number(values['count']))
    const own = overrides.get(`${key}.${category}`) ?? overrides.get(`${key}.other`) ?? overrides.get(key)
    return fill(
      language,
      own ?? (category in text ? text[category as keyof Forms] : undefined) ?? text.other,
      values,
    )
  }
  const t = (key: TextKey, values?: LooseValues): string => find(key, values) ?? key
  return Object.assign(t, { find, language }) as Translate
}

const noOverrides: TextOverrides = new Map()

function fill(language: string, text: string, values: LooseValues): string {
  if (!text.includes('{')) return text
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) return placeholder
    return typeof value === 'number' ? rulesOf(language).numbers.format(value) : value
  })
}

const rules = new LRUCache<
  string,
  { readonly plurals: Intl.PluralRules; readonly numbers: Intl.NumberFormat }
>({
  max: 100,
})

function rulesOf(language: string) {
  const known = rules.get(language)
  if (known) return known
  const made = { plurals: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(language) }
  rules.set(language, made)
  return made
}
