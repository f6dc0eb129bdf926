import { de } from './de.ts'
import { en } from './en.ts'
import type { LanguageTexts } from './message.ts'

const languages: Readonly<Record<string, LanguageTexts>> = { en, de }

/** Returns the product's own texts in a language; undefined if the language falls back to English. */
export function builtInTexts(language: string): LanguageTexts | undefined {
  return Object.hasOwn(languages, language) ? languages[language] : undefined
}

/** The texts that all languages fall back to. */
export const fallbackTexts: LanguageTexts = en
