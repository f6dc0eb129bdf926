import { expect, test } from 'vitest'
import { translate } from './translate.ts'

test('a text has its values, numbers in the way of the language', () => {
  const t = translate('en')
  expect(t('loginname.title_app', { app: 'Notes' })).toBe('Sign in to Notes')
  expect(t('password.rules.length', { count: 1200 })).toBe('at least 1,200 characters')
})

test('a count chooses the form', () => {
  const t = translate('en')
  expect(t('account.recovery.left', { count: 1 })).toBe('1 code is left.')
  expect(t('account.recovery.left', { count: 0 })).toBe('0 codes are left.')
})

test('values are never read as placeholders, and names of Object are none', () => {
  const t = translate('en')
  expect(t('kit.signed_in_as', { name: '{name} {constructor}' })).toBe('Signed in as {name} {constructor}')
  expect(t.find('kit.signed_in_as', {})).toBe('Signed in as {name}')
  expect(t.find('constructor')).toBeUndefined()
})

test('own texts come before those of the product', () => {
  const t = translate(
    'en-GB',
    new Map([
      ['password.title', 'Password, please: {toString}'],
      ['account.recovery.left.one', 'just {count}'],
      ['account.recovery.left.other', 'still {count}'],
    ]),
  )
  expect(t('password.title')).toBe('Password, please: {toString}')
  expect([1, 2].map((count) => t('account.recovery.left', { count }))).toEqual(['just 1', 'still 2'])
  expect(t('passkey.title')).toBe('Use your passkey')
})

test('the product has English for a language that it lacks', () => {
  expect(translate('ar')('common.continue')).toBe('Continue')
})
