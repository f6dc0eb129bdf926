import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { type TextsState, textKey } from '../textState.ts'
import { type MessageText, messageFields, type Template } from '../texts/message.ts'
import { refuseText } from '../texts/textTemplate.ts'
import { languageUnknown, textNotFound } from './refusals.ts'

/** Whose text is written. */
export type Level = 'instance' | 'org'

/** Which text of a level is meant. */
export interface TextPlace {
  readonly level: Level
  readonly template: Template
  readonly language: string
}

/**
 * Writes a message in a language; an empty field is none of its own, so that the next level's counts. Only what changes
 * becomes an event.
 */
export function setText(
  state: TextsState,
  place: TextPlace,
  given: Partial<MessageText>,
  supported: readonly string[],
): Decision {
  const { level, template, language } = place
  if (!supported.includes(language)) return languageUnknown
  const before = state.entries[textKey(template, language)]?.texts ?? {}
  const events: EventBody[] = []
  for (const key of messageFields) {
    const text = given[key] ?? ''
    const invalid = refuseText(text)
    if (invalid !== undefined) return invalid
    if (text === (before[key] ?? '')) continue
    const payload = { template, language, key }
    events.push(
      text === ''
        ? { type: `${level}.customtext.removed`, payload }
        : { type: `${level}.customtext.set`, payload: { ...payload, text } },
    )
  }
  return events
}

/** Ends a level's own texts of a message in a language. */
export function resetText(state: TextsState, { level, template, language }: TextPlace): Decision {
  if (state.entries[textKey(template, language)] === undefined) return textNotFound
  return [{ type: `${level}.customtext.template.removed`, payload: { template, language } }]
}
