import { effectiveTexts, type OwnTexts, type TextKind } from '../../custom-texts/index.ts'
import { builtInTexts } from './builtIn.ts'
import { type MessageField, type MessageText, messageFields, type Template } from './message.ts'
import { refuseText } from './textTemplate.ts'

/** Returns a message as a kind of text that owners may replace. */
export function messageKind(template: Template): TextKind<MessageField> {
  return {
    template,
    keys: messageFields,
    builtIn: (language) => builtInTexts(language)?.messages[template],
    check: refuseText,
  }
}

/**
 * Resolves each field of a message: from the first language that has it and, within that language, from the
 * organization, else the instance, else the product. English is always the last language.
 */
export function effectiveText(
  template: Template,
  languages: readonly string[],
  levels: readonly OwnTexts[],
): MessageText {
  return effectiveTexts(messageKind(template), languages, levels)
}
