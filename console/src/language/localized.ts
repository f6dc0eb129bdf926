import { tables } from './language.ts'

/** The English texts by name; a test compares the translations with them. */
export const english = new Map<string, object>()

/**
 * Returns the texts of this name in the language of the page. The English ones are the source: their shape is that of every translation
 * (`translations/translation.ts`).
 */
export function localized<const Texts extends object>(name: string, texts: Texts): Texts {
  english.set(name, texts)
  return (tables[name] as Texts | undefined) ?? texts
}
