import { expect, test } from 'vitest'
import { fold as foldEvents } from '../../testing/fold.ts'
import { type CodesState, codesFacets } from './state.ts'

type Given = readonly [type: string]

function fold(facet: (typeof codesFacets)['sms'], given: readonly Given[]): CodesState {
  return foldEvents(
    facet,
    given.map(([type]) => ({ type, payload: {} })),
  )
}

const channels = [
  ['sms', codesFacets.sms, 'user.human.phone'],
  ['email', codesFacets.email, 'user.human.email'],
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
  expect(fold(codesFacets.sms, both)).toEqual({ kind: 'unproved' })
  expect(fold(codesFacets.email, both)).toMatchObject({ kind: 'ready' })
})
