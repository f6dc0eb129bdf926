import { create } from '@bufbuild/protobuf'
import { TimestampSchema, timestampFromDate } from '@bufbuild/protobuf/wkt'
import { expect, test } from 'vitest'
import { machineSecretSet } from '../events.ts'
import { expiryOf, instantOf, noExpiry } from '../expiry.ts'
import { addCredential } from './addCredential.ts'
import { removeClientSecret, removeKey, removeToken } from './removeCredential.ts'

const at = '2026-11-21T00:00:00.000Z'
const token = {
  tokenId: 't1',
  expiresAt: at,
  scopes: [],
  revoked: false,
  createdAt: at,
  changedAt: at,
  sequence: 2,
}

test('only machines get credentials', () => {
  const event = machineSecretSet({ secretId: 's1' })
  expect(addCredential({ kind: 'machine' }, event)).toEqual([event])
  for (const kind of ['human', 'none'] as const) {
    expect(addCredential({ kind }, event)).toMatchObject({ kind: 'failed_precondition' })
  }
})

test('a credential must outlive the moment of its creation', () => {
  const now = new Date(at)
  expect(expiryOf(timestampFromDate(now), now)).toMatchObject({ kind: 'invalid_argument' })
  const next = new Date(now.getTime() + 1)
  expect(expiryOf(timestampFromDate(next), now)).toEqual(next)
  expect(expiryOf(undefined, now)).toBe(noExpiry)
})

test('timestamps outside the protobuf range are refused', () => {
  const instant = (seconds: bigint, nanos = 0) => instantOf(create(TimestampSchema, { seconds, nanos }))
  expect(instant(0n, 1_500_000)).toEqual(new Date(1))
  expect(instant(253_402_300_799n)).toEqual(noExpiry)
  for (const [seconds, nanos] of [
    [253_402_300_800n, 0],
    [-62_135_596_801n, 0],
    [9_223_372_036_854_775_807n, 0],
    [0n, -1],
    [0n, 1_000_000_000],
  ] as const) {
    expect(instant(seconds, nanos)).toMatchObject({ kind: 'invalid_argument' })
  }
})

test('a known token is removed, even a revoked one', () => {
  const removed = [{ type: 'user.pat.removed', payload: { tokenId: 't1' } }]
  expect(removeToken([token], 't1')).toEqual(removed)
  expect(removeToken([{ ...token, revoked: true }], 't1')).toEqual(removed)
  expect(removeToken([token], 't2')).toMatchObject({ kind: 'not_found' })
})

test('a known key is removed', () => {
  const key = { keyId: 'k1', expiresAt: at, publicKey: 'PEM', createdAt: at, sequence: 2 }
  expect(removeKey([key], 'k1')).toEqual([{ type: 'user.machine.key.removed', payload: { keyId: 'k1' } }])
  expect(removeKey([key], 'k2')).toMatchObject({ kind: 'not_found' })
})

test('a client secret is removed if it is set', () => {
  expect(removeClientSecret({ kind: 'set', secretId: 's1' })).toEqual([
    { type: 'user.machine.secret.removed', payload: {} },
  ])
  expect(removeClientSecret({ kind: 'none' })).toMatchObject({ kind: 'failed_precondition' })
})
