import { expect, test } from 'vitest'
import type { OwnLoginTexts } from '../../features/login-texts/index.ts'
import { arrangeTexts } from './pageTexts.ts'
import { translate } from './translate.ts'

type Own = Partial<OwnLoginTexts> & Pick<OwnLoginTexts, 'level' | 'locale'>

function titleOf(language: string, texts: readonly Own[]): string {
  const own = texts.map((text) => ({ screens: {}, translations: {}, ...text }))
  return translate(language, arrangeTexts(own, language))('password.title')
}

const tree = (title: string) => ({ translations: { password: { title } } })
const screen = (title: string) => ({ screens: { 'passwordText.title': title } })

test('translations come before screens, organizations before instances, regions before languages', () => {
  const texts: readonly Own[] = [
    { level: 'org', locale: 'en-GB', ...tree('1') },
    { level: 'org', locale: 'en-GB', ...screen('2') },
    { level: 'instance', locale: 'en-GB', ...tree('3') },
    { level: 'instance', locale: 'en-GB', ...screen('4') },
    { level: 'org', locale: 'en', ...tree('5') },
    { level: 'instance', locale: 'en', ...screen('6') },
  ]
  expect(texts.map((_, index) => titleOf('en-GB', texts.slice(index).toReversed()))).toEqual(
    '123456'.split(''),
  )
})

test('own English texts are shown in languages that the product lacks, and in no other', () => {
  const english: Own = { level: 'org', locale: 'en', ...tree('Say the word') }
  expect(titleOf('ar', [english])).toBe('Say the word')
  expect(titleOf('ar', [english, { level: 'instance', locale: 'ar', ...tree('كلمة') }])).toBe('كلمة')
})

test('a tree may use the screens of the contract, and its own keys are more exact', () => {
  const both = { passwordText: { title: 'screen' }, password: { title: 'page' } }
  expect(
    titleOf('en', [{ level: 'org', locale: 'en', translations: { passwordText: { title: 'screen' } } }]),
  ).toBe('screen')
  expect(titleOf('en', [{ level: 'org', locale: 'en', translations: both }])).toBe('page')
})

test('keys that no page has are left out, forms are kept', () => {
  const translations = {
    constructor: { name: 'x' },
    password: { title: { deeper: 'x' }, rules: { length: { one: '{count}!', other: '{count}!!' } } },
    unknown: 'x',
  }
  const overrides = arrangeTexts([{ level: 'org', locale: 'en', screens: {}, translations }], 'en')
  expect([...overrides.keys()]).toEqual(['password.rules.length.one', 'password.rules.length.other'])
})
