import { de } from './de.ts'
import { en } from './en.ts'
import type { LanguageTexts } from './message.ts'

const languages: Readonly<Record<string, LanguageTexts>> = { en, de }

/** The product's own texts in a language; undefined where a language falls back to English. */
export function builtInTexts(language: string): LanguageTexts | undefined {
  return Object.hasOwn(languages, language) ? languages[language] : undefined
}

/** The texts that every language falls back to. */
export const fallbackTexts: LanguageTexts = en
