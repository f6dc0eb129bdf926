import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { accept, isRefusal } from '../../kernel/refusal.ts'
import { fold } from '../../testing/fold.ts'
import { parseLocale, setTranslations } from './commands/setTranslations.ts'
import type { Translations } from './events.ts'
import { fallbacks, resolveTranslations } from './resolveTranslations.ts'
import { type HostedLoginState, hostedLoginFacet } from './state.ts'

const added = { type: 'org.added', payload: {} }

const foldLogin = (...events: readonly EventBody[]) => fold(hostedLoginFacet, events)

test.each([
  ['de', 'de'],
  ['DE-ch', 'de-CH'],
  ['de_CH', 'de-CH'],
  ['zh-hant-TW', 'zh-Hant-TW'],
])('%s is the locale %s', (text, locale) => {
  expect(parseLocale(text)).toBe(locale)
})

test.each(['', 'x', 'klingon', '*', 'de-', 'de-CH-', 'en; drop', 'i-klingon', 'de-u'])(
  '%j is no locale',
  (text) => {
    expect(isRefusal(parseLocale(text)) && parseLocale(text)).toMatchObject({
      code: 'hosted_login.locale_invalid',
    })
  },
)

describe('setting translations', () => {
  const tree = { common: { back: 'Zurück' } }
  const set = (state: HostedLoginState, translations: JsonObject) =>
    setTranslations(state, 'org', 'de', translations)
  test('replaces them as a whole, once; an empty tree removes them', () => {
    const events = accept(set(foldLogin(added), tree))
    expect(events).toEqual([
      { type: 'org.hosted_login_translation.set', payload: { locale: 'de', translations: tree } },
    ])
    const written = foldLogin(added, ...events)
    expect(written.locales).toEqual({ de: tree })
    expect(set(written, tree)).toEqual([])
    expect(foldLogin(added, ...events, ...accept(set(written, {}))).locales).toEqual({})
    expect(foldLogin(added, ...events, { type: 'org.removed', payload: {} })).toEqual(
      hostedLoginFacet.initial,
    )
  })
  test('refuses values that are no texts, trees too deep or too large, and owners that do not exist', () => {
    const code = (translations: JsonObject, state = foldLogin(added)) => {
      const decision = set(state, translations)
      return isRefusal(decision) ? decision.code : 'ok'
    }
    const nested = (depth: number): JsonObject => (depth === 0 ? { a: 'x' } : { a: nested(depth - 1) })
    expect(code({ a: 1 })).toBe('hosted_login.translations_invalid')
    expect(code({ a: ['b'] })).toBe('hosted_login.translations_invalid')
    expect(code({ a: { b: null } })).toBe('hosted_login.translations_invalid')
    expect([code(nested(7)), code(nested(8))]).toEqual(['ok', 'hosted_login.translations_invalid'])
    expect(code({ a: 'ü'.repeat(64 * 1024) })).toBe('hosted_login.translations_too_large')
    expect(code(tree, hostedLoginFacet.initial)).toBe('hosted_login.organization_not_found')
  })
})

describe('resolving', () => {
  const have: Readonly<Record<string, Translations>> = {
    'system en': { a: 'system en', b: 'system en', c: 'system en', d: { e: 'system en', f: 'system en' } },
    'system de': { a: 'system de', d: { e: 'system de' } },
    'instance de': { c: 'instance de', d: { e: 'instance de' } },
    'org en': { b: 'org en', d: { f: 'org en' } },
    'org de': { d: { e: 'org de' } },
  }
  const translationsOf = (level: string, locale: string) => have[`${level} ${locale}`]
  test('takes each key from the best locale and, within it, from the nearest level', () => {
    expect(resolveTranslations('org', ['en', 'de'], translationsOf)).toEqual({
      a: 'system de',
      b: 'org en',
      c: 'instance de',
      d: { e: 'org de', f: 'org en' },
    })
    expect(resolveTranslations('instance', ['en', 'de'], translationsOf)).toEqual({
      a: 'system de',
      b: 'system en',
      c: 'instance de',
      d: { e: 'instance de', f: 'system en' },
    })
    expect(resolveTranslations('system', ['en'], translationsOf)).toEqual(have['system en'])
  })
  test('replaces objects by texts and texts by objects; no key is special', () => {
    const odd = JSON.parse('{"__proto__":{"polluted":"yes"},"a":{"b":"c"}}') as Translations
    const merged = resolveTranslations('instance', ['en'], (level) =>
      level === 'system' ? { a: 'text' } : odd,
    )
    expect(JSON.stringify(merged)).toBe('{"a":{"b":"c"},"__proto__":{"polluted":"yes"}}')
    expect('polluted' in {}).toBe(false)
  })
  test('lets a locale fall back to its language, the instance’s language, English', () => {
    expect(fallbacks('de-CH', 'fr')).toEqual(['en', 'fr', 'de', 'de-CH'])
    expect(fallbacks('en', 'de')).toEqual(['de', 'en'])
  })
})
