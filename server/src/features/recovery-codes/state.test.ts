import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { fold, userStream } from '../../testing/fold.ts'
import {
  recoveryCodeFailed,
  recoveryCodesAdded,
  recoveryCodesRemoved,
  recoveryCodesReplaced,
  recoveryCodeUsed,
} from './events.ts'
import { codesLeft, recoveryCodesFacet } from './state.ts'

const added = recoveryCodesAdded({ secretId: 's1', codes: 2 })
const replaced = recoveryCodesReplaced({ secretId: 's2', codes: 2 })
const used = (code: number) => recoveryCodeUsed({ code })
const failed = recoveryCodeFailed()
const rowOf = (events: readonly EventBody[]) =>
  recoveryCodesFacet.rows?.(fold(recoveryCodesFacet, events), userStream)['user_factors']

test('each use takes one code and remembers when; after the last one the row says used up', () => {
  const state = fold(recoveryCodesFacet, [added, used(1)])
  expect(state).toMatchObject({ used: [1], lastUsedAt: '2026-11-21T00:00:01.000Z' })
  expect(codesLeft(state)).toBe(1)
  expect(rowOf([added, used(1)])).toMatchObject([{ kind: 'recovery_code', state: 'ready', name: '' }])
  expect(rowOf([added, used(1), used(0)])).toMatchObject([{ state: 'used_up' }])
})

test('a new set has all codes and its own secret, and keeps the count of wrong ones; success and unlocking reset it', () => {
  const state = fold(recoveryCodesFacet, [added, used(0), failed, failed, replaced])
  expect(state).toMatchObject({ secretId: 's2', used: [], lastUsedAt: null, failedAttempts: 2 })
  expect(recoveryCodesFacet.secrets?.(state)).toEqual(['s2'])
  expect(fold(recoveryCodesFacet, [used(0)], state)).toMatchObject({ failedAttempts: 0 })
  const unlocked = { type: 'user.unlocked', payload: {} }
  expect(fold(recoveryCodesFacet, [unlocked], state)).toMatchObject({ failedAttempts: 0 })
})

test('added codes follow those that are there, used ones too, under a new secret', () => {
  const more = recoveryCodesAdded({ secretId: 's2', codes: 3 })
  const state = fold(recoveryCodesFacet, [added, used(1), used(0), failed, more])
  expect(state).toMatchObject({ secretId: 's2', codes: 5, used: [1, 0], failedAttempts: 1 })
  expect(recoveryCodesFacet.secrets?.(state)).toEqual(['s2'])
  expect(rowOf([added, used(1), used(0), more])).toMatchObject([{ state: 'ready' }])
})

test('any history folds; nothing is left of removed codes or a removed user', () => {
  const event = fc.constantFrom<EventBody>(
    added,
    replaced,
    used(0),
    used(1),
    failed,
    recoveryCodesRemoved({}),
    recoveryCodesRemoved({ cause: 'user.human.mfa.otp.removed' }),
    { type: 'user.unlocked', payload: {} },
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (history) => {
      const state = fold(recoveryCodesFacet, history)
      for (const end of [recoveryCodesRemoved({}), { type: 'user.removed', payload: {} }]) {
        const ended = fold(recoveryCodesFacet, [end], state)
        expect(ended).toEqual(recoveryCodesFacet.initial)
        expect([recoveryCodesFacet.rows?.(ended, userStream), recoveryCodesFacet.secrets?.(ended)]).toEqual([
          {},
          [],
        ])
      }
    }),
  )
})
