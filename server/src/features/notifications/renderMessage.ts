import { colonOf } from '../../kernel/text/colonOf.ts'
import type { MessageText } from './texts/message.ts'
import { fillText, type TextValues } from './texts/textTemplate.ts'

/** A message with its values filled in, as plain text; `url` is '' without a link. */
export interface RenderedMessage extends MessageText {
  /** BCP 47. */
  readonly language: string
  readonly url: string
}

/** Fills the values into a message. The subject stays on one line, so that a value cannot add a header. */
export function renderMessage(text: MessageText, language: string, values: TextValues): RenderedMessage {
  const fill = (template: string) => fillText(template, values).trim()
  return {
    language,
    url: values.URL ?? '',
    title: fill(text.title),
    preHeader: fill(text.preHeader),
    subject: fill(text.subject).replace(/\s+/g, ' '),
    greeting: fill(text.greeting),
    text: fill(text.text),
    buttonText: fill(text.buttonText),
    footerText: fill(text.footerText),
  }
}

/**
 * Returns a message as SMS providers receive it: spaces and apostrophes that GSM 03.38 lacks, such as that of `1 heure`, become plain ones. A single
 * character outside that alphabet would leave 70 characters for a part of an SMS instead of 160.
 */
export function plainForSms(message: RenderedMessage): RenderedMessage {
  return { ...message, text: message.text.replaceAll(/[\u00a0\u2009\u202f]/g, ' ').replaceAll('’', "'") }
}

/** Returns the message as an SMS: its text, and the link on a separate line. */
export function smsBody(message: RenderedMessage): string {
  return [message.text, message.url].filter((part) => part !== '').join('\n')
}

/** Returns the plain part of a mail, with the full content of the HTML part. */
export function plainBody(message: RenderedMessage): string {
  const label = message.buttonText && `${message.buttonText}${colonOf(message.language).trimEnd()}\n`
  const link = message.url && `${label}${message.url}`
  const parts = [message.title, message.greeting, message.text, link, message.footerText]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}
