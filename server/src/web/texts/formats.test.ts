import { expect, test } from 'vitest'
import { formatDistance, formatDuration, formatInstant, formatList } from './formats.ts'
import { translate } from './translate.ts'
import { whyText } from './whyText.ts'

const now = new Date('2026-11-30T06:00:00Z')
const at = (seconds: number) => formatDistance('en', new Date(now.getTime() + seconds * 1000), now)

test('a distance is in its largest unit, and never shorter than the time that is left', () => {
  expect([30, 60, 61, 3600, 3601, 90_000].map(at)).toEqual([
    'in 30 seconds',
    'in 1 minute',
    'in 2 minutes',
    'in 1 hour',
    'in 2 hours',
    'in 2 days',
  ])
  expect([0, -59, -119, -90_000].map(at)).toEqual(['now', '59 seconds ago', '1 minute ago', '1 day ago'])
})

test('a duration is in the largest unit that measures it exactly', () => {
  expect([0, 45, 5400, 43_200, 86_400].map((seconds) => formatDuration('en', seconds))).toEqual([
    '0 seconds',
    '45 seconds',
    '90 minutes',
    '12 hours',
    '1 day',
  ])
})

test('an instant names its zone, a list is one of the language', () => {
  expect(formatInstant('de', now)).toBe('30. Nov. 2026, 06:00 UTC')
  expect(formatList('de', ['a', 'b', 'c'])).toBe('a, b und c')
})

test('a reason says the rule with its time, then who set it', () => {
  const t = translate('en')
  expect(whyText(t, { rule: 'first_factor_expired', level: 'org', values: { hours: '240' } })).toBe(
    'A password or passkey counts for 10 days. Then it is asked again. Your organization set this rule.',
  )
  expect(whyText(t, { rule: 'max_age', level: 'application', values: { minutes: '5' } })).toContain(
    '5 minutes',
  )
  expect(whyText(t, { rule: 'unknown', level: 'instance' })).toBe('The operator of this site set this rule.')
})
