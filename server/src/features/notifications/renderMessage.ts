import type { MessageText } from './texts/message.ts'
import { fillText, type TextValues } from './texts/textTemplate.ts'

/** A message with its values filled in; plain text throughout, `url` '' where there is no link. */
export interface RenderedMessage extends MessageText {
  /** BCP 47. */
  readonly language: string
  readonly url: string
}

/** Fills the values into a message; the subject stays on one line, whatever the values hold. */
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

/** The message as an SMS: its text, and the link on a line of its own. */
export function smsBody(message: RenderedMessage): string {
  return [message.text, message.url].filter((part) => part !== '').join('\n')
}

/** The plain part of a mail; says all that the HTML part says. */
export function plainBody(message: RenderedMessage): string {
  const link = message.url && (message.buttonText ? `${message.buttonText}:\n${message.url}` : message.url)
  const parts = [message.title, message.greeting, message.text, link, message.footerText]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}
