import { describe, expect, test } from 'vitest'
import { refuse } from '../../../kernel/refusal.ts'
import type { PendingKey, ReadyKey } from '../keyState.ts'
import { beginRegistration, excludedCredentials } from './beginRegistration.ts'
import { countUse } from './countUse.ts'
import { answeredRegistration, finishRegistration } from './finishRegistration.ts'
import { addCode, requestCode, spendCode, triedCode } from './registrationCode.ts'
import { removeKey } from './removeKey.ts'
import { renameKey } from './renameKey.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const common = { rpId: 'example.com', origin: null, addedAt: now.toISOString() }
const pending: PendingKey = {
  ...common,
  kind: 'pending',
  tokenId: 'p1',
  challenge: 'ch',
  expiresAt: '2026-11-21T12:10:00.000Z',
}
const answer = {
  credentialId: 'cred2',
  publicKey: 'key',
  signCount: 0,
  aaguid: 'a',
  backupEligible: false,
  backedUp: false,
  userVerified: true,
  transports: ['usb'],
  attestationFormat: 'none',
}
const ready: ReadyKey = {
  ...common,
  kind: 'ready',
  tokenId: 'r1',
  name: 'one',
  credentialId: 'cred1',
  publicKey: 'key',
  signCount: 5,
  aaguid: 'a',
  backupEligible: false,
  backedUp: false,
  transports: ['usb'],
}

describe('registration', () => {
  test('begins, and keeps out the ready keys of the same relying party', () => {
    const { tokenId, challenge, rpId, origin, expiresAt } = pending
    const payload = { tokenId, challenge, rpId, origin, expiresAt }
    expect(beginRegistration('u2f', [ready, pending], payload)).toEqual([
      { type: 'user.human.mfa.u2f.token.added', payload },
    ])
    expect(excludedCredentials([ready, pending], 'example.com')).toEqual([
      { id: 'cred1', transports: ['usb'] },
    ])
    expect(excludedCredentials([ready], 'other.example')).toEqual([])
  })

  test('is refused to a person with 100 keys of the kind; pending ones do not count', () => {
    const { tokenId, challenge, rpId, origin, expiresAt } = pending
    const payload = { tokenId, challenge, rpId, origin, expiresAt }
    const keys = Array.from({ length: 99 }, () => ready)
    expect(beginRegistration('passkey', [...keys, pending, pending], payload)).toHaveLength(1)
    expect(beginRegistration('passkey', [...keys, ready], payload)).toMatchObject({
      code: 'passkey.too_many',
    })
  })

  test('is finished by a response to the newest pending one', () => {
    const second = { ...pending, tokenId: 'p2' }
    expect(answeredRegistration([pending, ready, second], now)).toBe(second)
    expect(finishRegistration('passkey', [second], second, 'phone', answer)).toEqual({
      events: [
        {
          type: 'user.human.passwordless.token.verified',
          payload: { tokenId: 'p2', name: 'phone', ...answer },
        },
      ],
    })
  })

  test('is refused, and used up, when nothing is pending, too late, invalid, unverified or registered before', () => {
    const none = { code: 'passkey.nothing_pending', kind: 'failed_precondition' }
    expect(answeredRegistration([ready], now)).toMatchObject(none)
    expect(answeredRegistration([pending], new Date(pending.expiresAt))).toMatchObject(none)
    expect(answeredRegistration([{ ...pending, failed: true }], now)).toMatchObject(none)
    expect(answeredRegistration([pending, { ...pending, failed: true }], now)).toMatchObject(none)
    const failed = [{ type: 'user.human.mfa.u2f.token.registration.failed', payload: { tokenId: 'p1' } }]
    const invalid = refuse('test.invalid', 'invalid_argument', 'no')
    expect(finishRegistration('u2f', [pending], pending, 'x', invalid)).toEqual({
      events: failed,
      refusal: invalid,
    })
    const unverified = { ...answer, userVerified: false }
    expect(finishRegistration('passkey', [pending], pending, 'x', unverified).refusal?.code).toBe(
      'passkey.user_not_verified',
    )
    expect(finishRegistration('u2f', [pending], pending, 'x', unverified).refusal).toBeUndefined()
    const again = { ...answer, credentialId: 'cred1' }
    expect(finishRegistration('u2f', [ready, pending], pending, 'x', again)).toMatchObject({
      events: failed,
      refusal: { code: 'passkey.credential_taken', kind: 'already_exists' },
    })
  })
})

test('keys are removed in any state; an unknown id is not found', () => {
  for (const { tokenId } of [pending, ready]) {
    expect(removeKey('u2f', [pending, ready], tokenId)).toEqual([
      { type: 'user.human.mfa.u2f.token.removed', payload: { tokenId } },
    ])
  }
  expect(removeKey('u2f', [ready], 'p1')).toMatchObject({ code: 'passkey.not_found', kind: 'not_found' })
})

test('a registered key gets another name, without the spaces around it', () => {
  expect(renameKey('u2f', [pending, ready], 'r1', '  at home ')).toEqual([
    { type: 'user.human.mfa.u2f.token.name.changed', payload: { tokenId: 'r1', name: 'at home' } },
  ])
  expect(renameKey('u2f', [ready], 'r1', ' one ')).toEqual([])
  expect(renameKey('u2f', [pending, ready], 'p1', 'x')).toMatchObject({ code: 'passkey.not_found' })
  for (const name of ['', ' ', 'x'.repeat(201)]) {
    expect(renameKey('u2f', [ready], 'r1', name)).toMatchObject({ code: 'passkey.name_invalid' })
  }
})

describe('counting uses', () => {
  const used = (signCount: number, backedUp = false, backupEligible = ready.backupEligible) => ({
    ...{ signCount, backedUp, backupEligible },
  })
  const use = (...given: Parameters<typeof used>) => countUse('u2f', ready, used(...given))

  test('a larger counter and a changed backup are noted', () => {
    expect(use(6).userEvents).toEqual([
      {
        type: 'user.human.mfa.u2f.token.signcount.changed',
        payload: { tokenId: 'r1', signCount: 6, backedUp: false },
      },
    ])
    expect(use(6, true).refusal).toBeUndefined()
  })

  test.each([5, 4, 1, 0])('a counter of %i after 5 is refused and noted', (signCount) => {
    const outcome = use(signCount)
    expect(outcome.refusal).toMatchObject({ code: 'passkey.sign_count_stale', kind: 'failed_precondition' })
    expect(outcome.userEvents).toEqual([
      {
        type: 'user.human.mfa.u2f.token.check.failed',
        payload: { tokenId: 'r1', reason: 'sign_count', signCount },
      },
    ])
  })

  test('keys that never counted are accepted', () => {
    expect(countUse('passkey', { ...ready, signCount: 0 }, used(0))).toEqual({ userEvents: [] })
  })

  test.each([true, false])('a changed backup-eligible flag (registered as %s) is refused and noted', (be) => {
    const outcome = countUse('passkey', { ...ready, backupEligible: be }, used(6, false, !be))
    expect(outcome.refusal).toMatchObject({
      code: 'passkey.backup_eligibility_changed',
      kind: 'failed_precondition',
    })
    expect(outcome.userEvents).toEqual([
      {
        type: 'user.human.passwordless.token.check.failed',
        payload: { tokenId: 'r1', reason: 'backup_eligible', signCount: 6 },
      },
    ])
  })
})

describe('registration codes', () => {
  const issued = { codeId: 'c1', secretId: 's1', expiresAt: pending.expiresAt }
  const code = { ...issued, active: true, failures: 0 }

  test('are added or requested', () => {
    const prefix = 'user.human.passwordless.initialization.code'
    expect(addCode(issued)).toEqual([{ type: `${prefix}.added`, payload: issued }])
    expect(requestCode(issued, 'https://x/{{.Code}}')).toEqual([
      { type: `${prefix}.requested`, payload: { ...issued, urlTemplate: 'https://x/{{.Code}}' } },
    ])
    expect(requestCode(issued)).toEqual([{ type: `${prefix}.requested`, payload: issued }])
  })

  test('are tried only by their id and while active', () => {
    expect(triedCode([code], 'c1')).toBe(code)
    expect(triedCode([code], 'c2')).toBeUndefined()
    expect(triedCode([{ ...code, active: false }], 'c1')).toBeUndefined()
  })

  test('are spent when they fit; every other try is recorded without repeating the sent code', () => {
    const prefix = 'user.human.passwordless.initialization.code.check'
    expect(spendCode([code], 'c1', true)).toEqual({
      userEvents: [{ type: `${prefix}.succeeded`, payload: { codeId: 'c1' } }],
    })
    expect(spendCode([code], 'c1', false)).toMatchObject({
      userEvents: [{ type: `${prefix}.failed`, payload: { codeId: 'c1' } }],
      refusal: { code: 'passkey.code_wrong', kind: 'invalid_argument' },
    })
    expect(spendCode([code], 'typed-the-code-here', false).userEvents).toEqual([
      { type: `${prefix}.failed`, payload: {} },
    ])
  })
})
