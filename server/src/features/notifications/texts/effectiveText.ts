import { builtInTexts, fallbackTexts } from './builtIn.ts'
import { type MessageField, type MessageText, messageFields, type Template } from './message.ts'

/** What an owner wrote itself for one message, by language. */
export type OwnTexts = { readonly [language: string]: Partial<MessageText> }

/**
 * A message field by field: in the first of the languages that has the field; there the organization's own text before
 * the instance's before the product's. English is always the last language.
 */
export function effectiveText(
  template: Template,
  languages: readonly string[],
  levels: readonly OwnTexts[],
): MessageText {
  const entries = messageFields.map((field) => [field, effectiveField(template, field, languages, levels)])
  return Object.fromEntries(entries)
}

function effectiveField(
  template: Template,
  field: MessageField,
  languages: readonly string[],
  levels: readonly OwnTexts[],
): string {
  for (const language of languages) {
    const own = levels.map((level) => level[language]?.[field]).find((text) => text !== undefined)
    const text = own ?? builtInTexts(language)?.messages[template][field]
    if (text !== undefined) return text
  }
  const own = levels.map((level) => level['en']?.[field]).find((text) => text !== undefined)
  return own ?? fallbackTexts.messages[template][field]
}
