import type { ProductLanguage } from '../../../kernel/text/productLanguages.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import type { LanguageTexts } from './message.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'
import { zh } from './zh.ts'

const languages: Readonly<Record<ProductLanguage, LanguageTexts>> = {
  en,
  de,
  es,
  fr,
  it,
  pt,
  nl,
  pl,
  ja,
  zh,
}

/** Returns the product's own texts in a language; undefined if the language falls back to English. */
export function builtInTexts(language: string): LanguageTexts | undefined {
  return Object.hasOwn(languages, language) ? languages[language as ProductLanguage] : undefined
}

/** The texts that all languages fall back to. */
export const fallbackTexts: LanguageTexts = en
