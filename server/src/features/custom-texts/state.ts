import type { Facet, Recorded } from '../../kernel/facet.ts'
import { customTextEvents } from './events.ts'
import { customTextRows } from './rows.ts'

/** The texts of one template in one language that an owner wrote itself. */
export type TextEntry = {
  readonly template: string
  readonly language: string
  readonly texts: { readonly [key: string]: string }
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

export type CustomTextsState = { readonly entries: { readonly [key: string]: TextEntry } }

const initial: CustomTextsState = { entries: {} }

/** The texts that an instance or organization wrote itself; what is missing comes from the next level. */
export const customTextsFacet: Facet<CustomTextsState> = {
  name: 'customTexts',
  streams: ['instance', 'org'],
  events: customTextEvents,
  initial,
  evolve,
  rows: customTextRows,
}

/** What tells a template in a language from all others of its owner. */
export function textKey(template: string, language: string): string {
  return `${template}:${language}`
}

function evolve(state: CustomTextsState, event: Recorded): CustomTextsState {
  if (event.type === 'org.removed') return initial
  if (!(event.type in customTextEvents)) return state
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
