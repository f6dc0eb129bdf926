import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { type CustomTextEvent, customTextEvents } from '../events.ts'
import { languageUnsupported, textNotFound } from '../refusals.ts'
import { type CustomTextsState, textKey } from '../state.ts'
import type { TextKind } from '../textKind.ts'

/** The level and language of a text. */
export interface TextPlace {
  readonly level: Level
  readonly language: string
}

/**
 * Sets all of a kind's texts in a language. An empty or missing text gives way to the next level's. Only texts that change
 * become events.
 */
export function setTexts(
  state: CustomTextsState,
  { level, language }: TextPlace,
  { template, keys, check }: Pick<TextKind, 'template' | 'keys' | 'check'>,
  given: Readonly<Record<string, string>>,
  supported: readonly string[],
): Decision<CustomTextEvent> {
  if (!supported.includes(language)) return languageUnsupported
  const { set, removed } = customTextEvents[level]
  const before = state.entries[textKey(template, language)]?.texts ?? {}
  const events: CustomTextEvent[] = []
  for (const key of keys) {
    const text = given[key] ?? ''
    const invalid = check?.(text)
    if (invalid !== undefined) return invalid
    if (text === (before[key] ?? '')) continue
    const payload = { template, language, key }
    events.push(text === '' ? removed(payload) : set({ ...payload, text }))
  }
  return events
}

/** Removes a level's own texts of a kind in a language. */
export function resetTexts(
  state: CustomTextsState,
  { level, language }: TextPlace,
  { template }: Pick<TextKind, 'template'>,
): Decision<CustomTextEvent> {
  if (state.entries[textKey(template, language)] === undefined) return textNotFound
  return [customTextEvents[level].reset({ template, language })]
}
