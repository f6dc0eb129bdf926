import type { Decision, EventBody } from '../../../kernel/facet.ts'
import type { Level } from '../events.ts'
import { type CustomTextsState, textKey } from '../state.ts'
import type { TextKind } from '../textKind.ts'
import { languageUnsupported, textNotFound } from './refusals.ts'

/** Which texts of a level are meant. */
export interface TextPlace {
  readonly level: Level
  readonly language: string
}

/**
 * Writes a kind's texts in a language; an empty text is none of its own, so that the next level's counts. Only what
 * changes becomes an event.
 */
export function setTexts(
  state: CustomTextsState,
  { level, language }: TextPlace,
  { template, keys, check }: Pick<TextKind, 'template' | 'keys' | 'check'>,
  given: Readonly<Record<string, string>>,
  supported: readonly string[],
): Decision {
  if (!supported.includes(language)) return languageUnsupported
  const before = state.entries[textKey(template, language)]?.texts ?? {}
  const events: EventBody[] = []
  for (const key of keys) {
    const text = given[key] ?? ''
    const invalid = check?.(text)
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

/** Ends a level's own texts of a kind in a language. */
export function resetTexts(
  state: CustomTextsState,
  { level, language }: TextPlace,
  { template }: Pick<TextKind, 'template'>,
): Decision {
  if (state.entries[textKey(template, language)] === undefined) return textNotFound
  return [{ type: `${level}.customtext.template.removed`, payload: { template, language } }]
}
