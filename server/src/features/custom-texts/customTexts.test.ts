import { describe, expect, test } from 'vitest'
import type { EventBody, Recorded } from '../../kernel/facet.ts'
import { accept } from '../../kernel/refusal.ts'
import { resetTexts, setTexts } from './commands/setTexts.ts'
import { effectiveTexts } from './effectiveTexts.ts'
import { customTextEvents } from './events.ts'
import { type CustomTextsState, customTextsFacet } from './state.ts'

const { initial } = customTextsFacet

function fold(...events: readonly EventBody[]): CustomTextsState {
  const recorded = events.map((event, at) => ({
    ...event,
    sequence: at + 1,
    createdAt: `t${at + 1}`,
    creator: 'c',
  }))
  for (const { type, payload } of events) if (type in customTextEvents) customTextEvents[type]?.parse(payload)
  return recorded.reduce<CustomTextsState>(
    (state, event) => customTextsFacet.evolve(state, event as Recorded),
    initial,
  )
}

const place = { level: 'org', language: 'en' } as const
const kind = { template: 'InitCode', keys: ['title', 'text'] }
const title = accept(setTexts(initial, place, kind, { title: 'T' }, ['en']))

describe('own texts', () => {
  test('only what changes becomes an event; an emptied text goes back to the next level', () => {
    const payload = { template: 'InitCode', language: 'en', key: 'title' }
    expect(title).toEqual([{ type: 'org.customtext.set', payload: { ...payload, text: 'T' } }])
    const state = fold(...title)
    expect(setTexts(state, place, kind, { title: 'T' }, ['en'])).toEqual([])
    const emptied = accept(setTexts(state, place, kind, {}, ['en']))
    expect(emptied).toEqual([{ type: 'org.customtext.removed', payload }])
    expect(fold(...title, ...emptied)).toEqual(initial)
  })
  test('are refused in other languages, and where their kind says so', () => {
    expect(setTexts(initial, place, kind, {}, ['de'])).toMatchObject({
      code: 'custom_text.language_unsupported',
    })
    const refusal = { refused: true, code: 'no', kind: 'invalid_argument', message: 'no' } as const
    const strict = { ...kind, check: (text: string) => (text === 'bad' ? refusal : undefined) }
    expect(setTexts(initial, place, strict, { title: 'good', text: 'bad' }, ['en'])).toBe(refusal)
  })
  test('a reset, and the removal of the organization, leave nothing', () => {
    expect(resetTexts(initial, place, kind)).toMatchObject({ code: 'custom_text.not_found' })
    expect(fold(...title, ...accept(resetTexts(fold(...title), place, kind)))).toEqual(initial)
    expect(fold(...title, { type: 'org.removed', payload: {} })).toEqual(initial)
  })
  test('of one kind and language stay when another’s are reset', () => {
    const other = accept(setTexts(initial, place, { ...kind, template: 'Login' }, { text: 'L' }, ['en']))
    const reset = accept(resetTexts(fold(...title), place, kind))
    expect(Object.keys(fold(...other, ...title, ...reset).entries)).toEqual(['Login:en'])
  })
})

test('a text counts from the first language and level that has it; English comes last', () => {
  const builtIn = (language: string) =>
    ({ en: { a: 'en', b: 'en', c: 'en', d: 'en' }, de: { a: 'de', b: 'de', c: 'de', d: 'de' } })[language]
  const org = { fr: { a: 'org fr' }, en: { d: 'org en' } }
  const instance = { fr: { a: 'instance fr', b: 'instance fr' }, en: { c: 'instance en' } }
  const keys = ['a', 'b', 'c', 'd'] as const
  expect(effectiveTexts({ keys, builtIn }, ['fr'], [org, instance])).toEqual({
    a: 'org fr',
    b: 'instance fr',
    c: 'instance en',
    d: 'org en',
  })
  expect(effectiveTexts({ keys, builtIn }, ['fr', 'de'], [org, instance]).c).toBe('de')
})
