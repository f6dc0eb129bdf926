import type { Translations } from './events.ts'

/** Where translations come from, the product's (`system`) first. */
export type TranslationLevel = 'system' | 'instance' | 'org'

const levels: readonly TranslationLevel[] = ['system', 'instance', 'org']

/** What a level has for a locale; undefined when it has nothing. */
export type Translated = (level: TranslationLevel, locale: string) => Translations | undefined

/**
 * Translations as they count at a level, key by key: in the last of the locales that has the key, there from the level
 * itself before those above it.
 */
export function resolveTranslations(
  level: TranslationLevel,
  locales: readonly string[],
  translated: Translated,
): Translations {
  const reaching = levels.slice(0, levels.indexOf(level) + 1)
  const sources = locales.flatMap((locale) => reaching.map((from) => translated(from, locale) ?? {}))
  return sources.reduce(merge, {})
}

/** A locale after what it falls back to: English, the instance's language, the locale's own without its region. */
export function fallbacks(locale: string, defaultLanguage: string): readonly string[] {
  const base = locale.split('-')[0] ?? locale
  return [...new Set([locale, base, defaultLanguage, 'en'])].toReversed()
}

function merge(below: Translations, above: Translations): Translations {
  const merged = new Map(Object.entries(below))
  for (const [key, value] of Object.entries(above)) {
    const before = merged.get(key)
    merged.set(key, isTree(before) && isTree(value) ? merge(before, value) : value)
  }
  return Object.fromEntries(merged)
}

function isTree(value: string | Translations | undefined): value is Translations {
  return typeof value === 'object'
}
