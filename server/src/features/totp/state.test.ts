import { expect, test } from 'vitest'
import type { JsonObject } from '../../kernel/json.ts'
import { fold as foldEvents, userStream } from '../../testing/fold.ts'
import { type TotpState, totpFacet } from './state.ts'

type Given = readonly [type: string, payload?: JsonObject]

function fold(given: readonly Given[]): TotpState {
  return foldEvents(
    totpFacet,
    given.map(([type, payload = {}]) => ({ type, payload })),
  )
}

const totp = 'user.human.mfa.otp'
const added: Given = [`${totp}.added`, { secretId: 's1' }]
const verified: Given = [`${totp}.verified`, { step: 7 }]

test('TOTP: pending, then ready with the step of its proof, then removed with its seed', () => {
  expect(fold([added])).toMatchObject({ kind: 'pending', secretId: 's1' })
  const ready = fold([added, verified])
  expect(ready).toMatchObject({ kind: 'ready', secretId: 's1', lastStep: 7, failedAttempts: 0 })
  expect(totpFacet.secrets?.(ready)).toEqual(['s1'])
  const removed = fold([added, verified, [`${totp}.removed`]])
  expect(removed).toEqual(totpFacet.initial)
  expect(totpFacet.secrets?.(removed)).toEqual([])
  expect(totpFacet.rows?.(removed, userStream)).toEqual({})
})

test('TOTP: a new registration replaces the seed of a pending one', () => {
  const state = fold([added, [`${totp}.added`, { secretId: 's2' }]])
  expect(totpFacet.secrets?.(state)).toEqual(['s2'])
})

test('TOTP: failures add up until success, unlock or new verification', () => {
  const failed: Given[] = [added, verified, [`${totp}.check.failed`], [`${totp}.check.failed`]]
  expect(fold(failed)).toMatchObject({ failedAttempts: 2 })
  const success: Given = [`${totp}.check.succeeded`, { step: 9 }]
  expect(fold([...failed, success])).toMatchObject({ failedAttempts: 0, lastStep: 9 })
  expect(fold([...failed, ['user.unlocked']])).toMatchObject({ failedAttempts: 0, lastStep: 7 })
  expect(fold([...failed, ['user.human.password.changed']])).toMatchObject({ failedAttempts: 2 })
  const again: Given[] = [[`${totp}.removed`], added, verified]
  expect(fold([...failed, ...again])).toMatchObject({ failedAttempts: 0 })
})
