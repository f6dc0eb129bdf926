import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { orgRemoved } from '../organizations/events.ts'
import { type CustomTextEvent, customTextEvents } from './events.ts'
import { customTextRows } from './rows.ts'

/** An owner's own texts of one template in one language. */
export type TextEntry = {
  readonly template: string
  readonly language: string
  readonly texts: { readonly [key: string]: string }
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The own texts by a key of template and language. */
export type CustomTextsState = { readonly entries: { readonly [key: string]: TextEntry } }

const initial: CustomTextsState = { entries: {} }
const { instance, org } = customTextEvents

/** The own texts of an instance or organization; missing ones are taken from the next level. */
export const customTextsFacet: Facet<CustomTextsState, CustomTextEvent | EventOf<typeof orgRemoved>> = {
  name: 'customTexts',
  streams: ['instance', 'org'],
  events: [...Object.values(instance), ...Object.values(org)],
  hears: [orgRemoved],
  initial,
  evolve(state, event) {
    switch (event.type) {
      case instance.set.type:
      case org.set.type: {
        const { key, text } = event.payload
        return changed(state, event, (texts) => ({ ...texts, [key]: text }))
      }
      case instance.removed.type:
      case org.removed.type: {
        const { key } = event.payload
        return changed(state, event, ({ [key]: _, ...others }) => others)
      }
      case instance.reset.type:
      case org.reset.type:
        return changed(state, event, () => ({}))
      case orgRemoved.type:
        return initial
    }
  },
  rows: customTextRows,
}

/** The key of a template in a language among its owner's entries. */
export function textKey(template: string, language: string): string {
  return `${template}:${language}`
}

/** An entry without texts is none. */
function changed(
  { entries }: CustomTextsState,
  { payload: { template, language }, createdAt, sequence }: Recorded<CustomTextEvent>,
  change: (texts: TextEntry['texts']) => TextEntry['texts'],
): CustomTextsState {
  const key = textKey(template, language)
  const { [key]: before, ...others } = entries
  const texts = change(before?.texts ?? {})
  if (Object.keys(texts).length === 0) return { entries: others }
  const entry = {
    template,
    language,
    texts,
    createdAt: before?.createdAt ?? createdAt,
    changedAt: createdAt,
    sequence,
  }
  return { entries: { ...others, [key]: entry } }
}
