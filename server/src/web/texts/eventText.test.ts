import { expect, test } from 'vitest'
import { factorNames } from '../../access/factorKinds.ts'
import { eventText } from './eventText.ts'
import { translate } from './translate.ts'

const t = translate('en')

test('every act with every factor has a text of its own', () => {
  const kinds = ['factor_proved', 'factor_failed', 'factor_added', 'factor_removed'] as const
  const texts = kinds.flatMap((kind) => factorNames.map((factor) => eventText(t, { kind, factor })))
  expect(new Set(texts).size).toBe(kinds.length * factorNames.length)
  expect(texts.filter((text) => text.startsWith('event.'))).toEqual([])
})

test('a disconnected application says whether its access was used twice', () => {
  const of = (reason: string) => eventText(t, { kind: 'app_revoked', reason })
  expect(of('client')).toBe('Application gave up its access')
  expect([of('refresh_token_reused'), of('code_reused')]).toEqual(
    Array(2).fill('Application disconnected because its access was used twice'),
  )
  expect(of('user.locked')).toBe('Application disconnected')
})
