import type { Facet, Recorded } from '../../kernel/facet.ts'
import { textEvents } from './events.ts'
import { textRows } from './rows.ts'

/** The fields of one message in one language that an owner wrote itself. */
export type TextEntry = {
  readonly template: string
  readonly language: string
  readonly texts: { readonly [key: string]: string }
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

export type TextsState = { readonly entries: { readonly [key: string]: TextEntry } }

const initial: TextsState = { entries: {} }

/** The message texts that an instance or organization wrote itself; what is missing comes from the next level. */
export const textsFacet: Facet<TextsState> = {
  name: 'messageTexts',
  streams: ['instance', 'org'],
  events: textEvents,
  initial,
  evolve,
  rows: textRows,
}

/** What tells a message in a language from all others of its owner. */
export function textKey(template: string, language: string): string {
  return `${template}:${language}`
}

function evolve(state: TextsState, event: Recorded): TextsState {
  if (event.type === 'org.removed') return initial
  if (!(event.type in textEvents)) return state
  const template = String(event.payload['template'])
  const language = String(event.payload['language'])
  const key = textKey(template, language)
  const { [key]: before, ...others } = state.entries
  if (event.type.endsWith('.template.removed')) return { entries: others }
  const { [String(event.payload['key'])]: _, ...left } = before?.texts ?? {}
  const text = event.payload['text']
  const texts = text === undefined ? left : { ...left, [String(event.payload['key'])]: String(text) }
  if (Object.keys(texts).length === 0) return { entries: others }
  const entry: TextEntry = {
    template,
    language,
    texts,
    createdAt: before?.createdAt ?? event.createdAt,
    changedAt: event.createdAt,
    sequence: event.sequence,
  }
  return { entries: { ...others, [key]: entry } }
}
