import { includesLanguage, languageFallbacks } from '../../kernel/text/languageTag.ts'
import type { OwnTexts } from '../custom-texts/index.ts'
import type { Sender } from './queries.ts'
import { builtInTexts } from './texts/builtIn.ts'

/** The wishes for the language of a message, as BCP 47 tags. */
export interface LanguageWishes {
  /** The preferred language of the person; '' or `und` for none. */
  readonly preferred: string
  /** The language of the page on which the message was requested. */
  readonly page: string | undefined
}

/**
 * Returns the languages of a message, best first: the person's, that of the page, the instance's default, each with its fallbacks
 * (RFC 4647 §3.4) and as far as the instance allows it.
 */
export function messageLanguages(
  { preferred, page = '' }: LanguageWishes,
  { defaultLanguage, allowedLanguages }: Pick<Sender, 'defaultLanguage' | 'allowedLanguages'>,
): readonly string[] {
  const wanted = new Set([preferred, page, defaultLanguage].flatMap(languageFallbacks))
  return [...wanted].filter((one) => includesLanguage(allowedLanguages, one))
}

/** Returns the first language that the product or an owner has texts in; English if there is none. */
export function firstWithTexts(languages: readonly string[], levels: readonly OwnTexts[]): string {
  const hasTexts = (language: string) =>
    builtInTexts(language) !== undefined || levels.some((level) => level[language] !== undefined)
  return languages.find(hasTexts) ?? 'en'
}
