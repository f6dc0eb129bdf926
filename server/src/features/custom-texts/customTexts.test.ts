import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { accept } from '../../kernel/refusal.ts'
import { fold } from '../../testing/fold.ts'
import { resetTexts, setTexts } from './commands/setTexts.ts'
import { effectiveTexts } from './effectiveTexts.ts'
import { customTextsFacet } from './state.ts'

const { initial } = customTextsFacet
const foldTexts = (...events: readonly EventBody[]) => fold(customTextsFacet, events)

const place = { level: 'org', language: 'en' } as const
const kind = { template: 'InitCode', keys: ['title', 'text'] }
const title = accept(setTexts(initial, place, kind, { title: 'T' }, ['en']))

describe('own texts', () => {
  test('become one event per change; an empty text gives way to the next level', () => {
    const payload = { template: 'InitCode', language: 'en', key: 'title' }
    expect(title).toEqual([{ type: 'org.customtext.set', payload: { ...payload, text: 'T' } }])
    const state = foldTexts(...title)
    expect(setTexts(state, place, kind, { title: 'T' }, ['en'])).toEqual([])
    const emptied = accept(setTexts(state, place, kind, {}, ['en']))
    expect(emptied).toEqual([{ type: 'org.customtext.removed', payload }])
    expect(foldTexts(...title, ...emptied)).toEqual(initial)
  })
  test('are refused in unsupported languages, and by the check of their kind', () => {
    expect(setTexts(initial, place, kind, {}, ['de'])).toMatchObject({
      code: 'custom_text.language_unsupported',
    })
    const refusal = { refused: true, code: 'no', kind: 'invalid_argument', message: 'no' } as const
    const strict = { ...kind, check: (text: string) => (text === 'bad' ? refusal : undefined) }
    expect(setTexts(initial, place, strict, { title: 'good', text: 'bad' }, ['en'])).toBe(refusal)
  })
  test('a reset, and the removal of the organization, remove all of them', () => {
    expect(resetTexts(initial, place, kind)).toMatchObject({ code: 'custom_text.not_found' })
    expect(foldTexts(...title, ...accept(resetTexts(foldTexts(...title), place, kind)))).toEqual(initial)
    expect(foldTexts(...title, { type: 'org.removed', payload: {} })).toEqual(initial)
  })
  test('stay if those of another kind are reset', () => {
    const other = accept(setTexts(initial, place, { ...kind, template: 'Login' }, { text: 'L' }, ['en']))
    const reset = accept(resetTexts(foldTexts(...title), place, kind))
    expect(Object.keys(foldTexts(...other, ...title, ...reset).entries)).toEqual(['Login:en'])
  })
})

test('a text comes from the first language and level that has it; English comes last', () => {
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
