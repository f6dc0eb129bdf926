import { effectiveTexts, type OwnTexts, type TextKind } from '../../custom-texts/index.ts'
import { builtInTexts } from './builtIn.ts'
import { type MessageField, type MessageText, messageFields, type Template } from './message.ts'
import { refuseText } from './textTemplate.ts'

/** A message as a kind of text that people may write anew. */
export function messageKind(template: Template): TextKind<MessageField> {
  return {
    template,
    keys: messageFields,
    builtIn: (language) => builtInTexts(language)?.messages[template],
    check: refuseText,
  }
}

/**
 * A message field by field: in the first of the languages that has the field; there the organization's own text before
 * the instance's before the product's. English is always the last language.
 */
export function effectiveText(
  template: Template,
  languages: readonly string[],
  levels: readonly OwnTexts[],
): MessageText {
  return effectiveTexts(messageKind(template), languages, levels)
}
