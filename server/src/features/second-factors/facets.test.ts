import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Facet } from '../../kernel/facet.ts'
import type { Json, JsonObject } from '../../kernel/json.ts'
import { fold as foldEvents } from '../../testing/fold.ts'
import { mfaInitFacet } from './mfaInitState.ts'
import { otpEmailFacet, otpSmsFacet } from './otpState.ts'
import { totpFacet } from './totpState.ts'

const stream = {
  instanceId: 'i1',
  type: 'user',
  id: 'u1',
  owner: 'o1',
  sequence: 9,
  createdAt: '2026-11-21T00:00:00.000Z',
  changedAt: '2026-11-21T00:00:09.000Z',
}

type Given = readonly [type: string, payload?: JsonObject]

function fold<State extends Json>(facet: Facet<State>, given: readonly Given[], from?: State): State {
  const events = given.map(([type, payload = {}]) => ({ type, payload }))
  return foldEvents(facet, events, from)
}

const totp = 'user.human.mfa.otp'
const added: Given = [`${totp}.added`, { secretId: 's1' }]
const verified: Given = [`${totp}.verified`, { step: 7 }]

test('TOTP: pending, then ready with the step of its proof, then gone with its seed', () => {
  expect(fold(totpFacet, [added])).toMatchObject({ kind: 'pending', secretId: 's1' })
  const ready = fold(totpFacet, [added, verified])
  expect(ready).toMatchObject({ kind: 'ready', secretId: 's1', lastStep: 7, failedAttempts: 0 })
  expect(totpFacet.secrets?.(ready)).toEqual(['s1'])
  const gone = fold(totpFacet, [added, verified, [`${totp}.removed`]])
  expect(gone).toEqual(totpFacet.initial)
  expect(totpFacet.secrets?.(gone)).toEqual([])
  expect(totpFacet.rows?.(gone, stream)).toEqual({})
})

test('TOTP: a new registration replaces the seed of a pending one', () => {
  const state = fold(totpFacet, [added, [`${totp}.added`, { secretId: 's2' }]])
  expect(totpFacet.secrets?.(state)).toEqual(['s2'])
})

test('TOTP: failures add up until success, unlock or new verification', () => {
  const failed: Given[] = [added, verified, [`${totp}.check.failed`], [`${totp}.check.failed`]]
  expect(fold(totpFacet, failed)).toMatchObject({ failedAttempts: 2 })
  const success: Given = [`${totp}.check.succeeded`, { step: 9 }]
  expect(fold(totpFacet, [...failed, success])).toMatchObject({ failedAttempts: 0, lastStep: 9 })
  expect(fold(totpFacet, [...failed, ['user.unlocked']])).toMatchObject({ failedAttempts: 0, lastStep: 7 })
  expect(fold(totpFacet, [...failed, ['user.human.password.changed']])).toMatchObject({ failedAttempts: 2 })
  const again: Given[] = [[`${totp}.removed`], added, verified]
  expect(fold(totpFacet, [...failed, ...again])).toMatchObject({ failedAttempts: 0 })
})

const channels = [
  ['sms', otpSmsFacet, 'user.human.phone'],
  ['email', otpEmailFacet, 'user.human.email'],
] as const

test.each(channels)(
  'OTP by %s: available from the first proof on, whatever the address becomes',
  (kind, facet, contact) => {
    expect(fold(facet, [[`${contact}.changed`]])).toEqual({ kind: 'unproved' })
    expect(fold(facet, [[`${contact}.verified`], [`${contact}.changed`]])).toEqual({ kind: 'available' })
    const factor: Given[] = [[`${contact}.verified`], [`user.human.mfa.otp.${kind}.added`]]
    expect(fold(facet, [...factor, [`${contact}.changed`]])).toMatchObject({ kind: 'ready' })
    expect(fold(facet, [...factor, [`user.human.mfa.otp.${kind}.removed`]])).toEqual({ kind: 'available' })
    expect(fold(facet, [...factor, ['user.removed']])).toEqual({ kind: 'unproved' })
  },
)

test.each(channels)('OTP by %s: failures add up until success or unlock', (kind, facet, contact) => {
  const factor = `user.human.mfa.otp.${kind}`
  const failed: Given[] = [
    [`${contact}.verified`],
    [`${factor}.added`],
    [`${factor}.check.failed`],
    [`${factor}.check.failed`],
  ]
  expect(fold(facet, failed)).toMatchObject({ failedAttempts: 2 })
  expect(fold(facet, [...failed, [`${factor}.check.succeeded`]])).toMatchObject({ failedAttempts: 0 })
  expect(fold(facet, [...failed, ['user.unlocked']])).toMatchObject({ failedAttempts: 0 })
})

test('removing the phone takes OTP by SMS and the proof, and leaves OTP by e-mail', () => {
  const both: Given[] = [
    ['user.human.phone.verified'],
    ['user.human.email.verified'],
    ['user.human.mfa.otp.sms.added'],
    ['user.human.mfa.otp.email.added'],
    ['user.human.phone.removed'],
  ]
  expect(fold(otpSmsFacet, both)).toEqual({ kind: 'unproved' })
  expect(fold(otpEmailFacet, both)).toMatchObject({ kind: 'ready' })
})

test.each([
  'user.human.mfa.otp.verified',
  'user.human.mfa.u2f.token.verified',
  'user.human.passwordless.token.verified',
  'user.human.mfa.otp.sms.added',
  'user.human.mfa.otp.email.added',
  'user.removed',
])('putting off the set-up ends with %s', (type) => {
  const skipped = fold(mfaInitFacet, [['user.human.mfa.init.skipped']])
  expect(skipped).toEqual({ skippedAt: stream.createdAt })
  expect(mfaInitFacet.rows?.(skipped, stream)).toHaveProperty('mfa_init_skips')
  expect(fold(mfaInitFacet, [[type, { secretId: 's', step: 1 }]], skipped)).toEqual({ skippedAt: null })
})

const anyEvent = fc.constantFrom<Given>(
  added,
  [`${totp}.added`, { secretId: 's2' }],
  verified,
  [`${totp}.verified`, {}],
  [`${totp}.removed`],
  [`${totp}.check.succeeded`, { step: 8 }],
  [`${totp}.check.failed`],
  ...(['sms', 'email'] as const).flatMap((kind): Given[] => [
    [`${totp}.${kind}.added`],
    [`${totp}.${kind}.removed`],
    [`${totp}.${kind}.check.succeeded`],
    [`${totp}.${kind}.check.failed`],
  ]),
  ['user.human.phone.verified'],
  ['user.human.phone.removed'],
  ['user.human.email.verified'],
  ['user.human.mfa.init.skipped'],
  ['user.locked', { automatic: true, until: null }],
  ['user.unlocked'],
  ['user.something.else'],
)

test('any history folds, one ready row at most per factor, and nothing is left of a removed user', () => {
  const facets = [totpFacet, otpSmsFacet, otpEmailFacet, mfaInitFacet] as readonly Facet<Json>[]
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (history) => {
      for (const facet of facets) {
        const state = fold(facet, history)
        expect(facet.rows?.(state, stream)['user_factors']?.length ?? 0).toBeLessThanOrEqual(1)
        const removed = fold(facet, [['user.removed']], state)
        expect(removed).toEqual(facet.initial)
        expect(facet.secrets?.(removed) ?? []).toEqual([])
        expect(facet.rows?.(removed, stream)).toEqual({})
      }
    }),
  )
})
