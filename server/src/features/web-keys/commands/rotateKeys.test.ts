import { expect, test } from 'vitest'
import type { WebKey } from '../state.ts'
import { rotateKeys } from './rotateKeys.ts'

const hour = 3_600_000
const day = 24 * hour
const now = new Date('2026-11-30T00:00:00Z')
const lengths = { period: 90 * day, longestToken: 12 * hour }
const key = (keyId: string, state: WebKey['state'], age: number): WebKey => {
  const at = new Date(now.getTime() - age).toISOString()
  return { keyId, alg: 'RS256', publicJwk: { kty: 'RSA' }, state, createdAt: at, changedAt: at, sequence: 1 }
}
const step = (...keys: WebKey[]) => {
  const { events, wanted } = rotateKeys(keys, lengths, now)
  return [...events.map(({ type, payload }) => `${type} ${payload.keyId}`), ...(wanted ? ['wanted'] : [])]
}

test('nothing is due while the active key is young', () => {
  expect(step(key('a', 'active', 89 * day - 1))).toEqual([])
  expect(step(key('a', 'active', 89 * day - 1), key('b', 'initial', 89 * day))).toEqual([])
})

test('another key is published a day before it signs', () => {
  expect(step(key('a', 'active', 89 * day))).toEqual(['wanted'])
  expect(step(key('a', 'active', 90 * day - 1), key('b', 'initial', day - 1))).toEqual([])
  expect(step(key('a', 'active', 90 * day), key('b', 'initial', day))).toEqual([
    'web_key.deactivated a',
    'web_key.activated b',
  ])
})

test('a key that clients cannot know yet does not sign', () => {
  expect(step(key('a', 'active', 900 * day), key('b', 'initial', hour - 1))).toEqual([])
})

test('the old key goes when its tokens have expired, and not before it was idle for the period', () => {
  const active = key('b', 'active', day)
  expect(step(key('a', 'inactive', 90 * day - 1), active)).toEqual([])
  expect(step(key('a', 'inactive', 90 * day), active)).toEqual(['web_key.removed a'])
  const long = { ...lengths, longestToken: 100 * day }
  expect(rotateKeys([key('a', 'inactive', 99 * day), active], long, now).events).toEqual([])
})
