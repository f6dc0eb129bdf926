import { languageFallbacks } from '../../kernel/text/languageTag.ts'
import type { Translations } from './events.ts'

/** The sources of translations; `system` is the product. */
export type TranslationLevel = 'system' | 'instance' | 'org'

const levels: readonly TranslationLevel[] = ['system', 'instance', 'org']

/** Returns a level's own translations for a locale; undefined if it has none. */
export type TranslationsOf = (level: TranslationLevel, locale: string) => Translations | undefined

/**
 * The effective translations of a level. Each key comes from the last locale that has it and, within that locale, from the
 * lowest level that has it; the level itself is the lowest.
 */
export function resolveTranslations(
  level: TranslationLevel,
  locales: readonly string[],
  translationsOf: TranslationsOf,
): Translations {
  const visible = levels.slice(0, levels.indexOf(level) + 1)
  const sources = locales.flatMap((locale) => visible.map((from) => translationsOf(from, locale) ?? {}))
  return sources.reduce(merge, {})
}

/** A locale preceded by its fallbacks: English, the instance's language, what the locale falls back to. */
export function fallbacks(locale: string, defaultLanguage: string): readonly string[] {
  return [
    ...new Set([...languageFallbacks(locale), ...languageFallbacks(defaultLanguage), 'en']),
  ].toReversed()
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
