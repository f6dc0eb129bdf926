import { LRUCache } from 'lru-cache'

const names = new LRUCache<string, string>({ max: 100 })

/** Returns the name of a language in itself, as pickers show it: `Deutsch`, `Français`. */
export function languageName(language: string): string {
  const known = names.get(language)
  if (known !== undefined) return known
  const written = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  const name = written.charAt(0).toLocaleUpperCase(language) + written.slice(1)
  names.set(language, name)
  return name
}

/** One order for all pages, so that it does not change with the language. */
const order = new Intl.Collator('en')

/** Returns languages in the order of the names that pickers show. */
export function byName(languages: readonly string[]): readonly string[] {
  return languages.toSorted((one, other) => order.compare(languageName(one), languageName(other)))
}

const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Mend', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa'])

const directions = new LRUCache<string, 'ltr' | 'rtl'>({ max: 100 })

/** Returns the direction of a language's usual script. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const known = directions.get(language)
  if (known !== undefined) return known
  const direction = rightToLeft.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr'
  directions.set(language, direction)
  return direction
}
