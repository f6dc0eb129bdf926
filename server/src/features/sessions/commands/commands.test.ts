import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../../kernel/facet.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { fold } from '../../../testing/fold.ts'
import { sessionCodeEvents } from '../../one-time-codes/index.ts'
import { openChallenge, type SessionState, sessionFacet } from '../state.ts'
import { checkUser } from './checkUser.ts'
import { endSession } from './endSession.ts'
import { openSession } from './openSession.ts'
import { removeFactor } from './removeFactor.ts'
import { setLifetime } from './setLifetime.ts'
import { setMetadata } from './setMetadata.ts'

const createdAt = '2026-11-21T10:00:00.000Z'
const now = new Date(createdAt)
const added: EventBody = { type: 'session.added', payload: {} }
const bound: EventBody = { type: 'session.user.checked', payload: { userId: 'u1', userOrgId: 'o1' } }
const ended: EventBody = { type: 'session.terminated', payload: {} }
const challenge = { secretId: 's1', expiresAt: '2026-11-21T10:05:00.000Z', returned: true }
const challenged: EventBody = { type: 'session.otp.sms.challenged', payload: challenge }
const codeChecked: EventBody = { type: 'session.otp.sms.checked', payload: {} }
const keyUsed: EventBody = {
  type: 'session.webAuthN.checked',
  payload: { tokenId: 'k1', kind: 'u2f', userVerified: false, deviceBound: true },
}

function given(...events: EventBody[]): SessionState {
  return fold(sessionFacet, events)
}

const codeOf = (outcome: unknown) => (isRefusal(outcome) ? outcome.code : undefined)

describe('checkUser', () => {
  const candidate = { id: 'u1', orgId: 'o1', usable: true }
  test.each([[given()], [given(added)], [given(added, bound)]])(
    'binds the session to the user',
    (session) => {
      expect(checkUser(session, candidate)).toEqual([bound])
    },
  )

  test('refuses nobody, the unusable and a change of user', () => {
    expect(codeOf(checkUser(given(), undefined))).toBe('session.user_not_found')
    expect(codeOf(checkUser(given(), { ...candidate, usable: false }))).toBe('session.user_not_usable')
    expect(codeOf(checkUser(given(added, bound), { ...candidate, id: 'u2' }))).toBe('session.other_user')
  })
})

describe('challenges', () => {
  test('an open challenge is found by its own channel alone', () => {
    const session = given(added, bound, challenged)
    expect(openChallenge(session, sessionCodeEvents.sms.challenged)).toEqual(challenge)
    expect(openChallenge(session, sessionCodeEvents.email.challenged)).toBeUndefined()
    expect(openChallenge(given(), sessionCodeEvents.sms.challenged)).toBeUndefined()
  })

  test('a passed check, or a second challenge, leaves no old secret behind', () => {
    const again: EventBody = {
      type: 'session.otp.sms.challenged',
      payload: { ...challenge, secretId: 's2' },
    }
    const passed: EventBody = { type: 'session.otp.sms.checked', payload: {} }
    expect(sessionFacet.secrets?.(given(added, challenged))).toEqual(['s1'])
    expect(sessionFacet.secrets?.(given(added, challenged, again))).toEqual(['s2'])
    expect(sessionFacet.secrets?.(given(added, challenged, passed))).toEqual([])
  })
})

describe('openSession', () => {
  const short: EventBody = { type: 'session.lifetime.set', payload: { expiresAt: createdAt } }
  test('refuses sessions that never existed, were ended or have expired', () => {
    expect(codeOf(openSession(given(), now))).toBe('session.not_found')
    expect(codeOf(openSession(given(added, ended), now))).toBe('session.terminated')
    expect(codeOf(openSession(given(added, short), now))).toBe('session.expired')
    expect(openSession(given(added, short), new Date(now.getTime() - 1))).toMatchObject({ kind: 'live' })
  })
})

describe('setMetadata', () => {
  test.each([
    [{}, { a: 'MQ==' }, { a: 'MQ==' }],
    [{ a: 'MQ==' }, { b: 'Mg==' }, { a: 'MQ==', b: 'Mg==' }],
    [{ a: 'MQ==', b: 'Mg==' }, { a: '' }, { b: 'Mg==' }],
  ])('%j and %j make %j', (current, changes, metadata) => {
    expect(setMetadata(current, changes)).toEqual([{ type: 'session.metadata.set', payload: { metadata } }])
  })

  test('no change, no event', () => {
    expect(setMetadata({ a: 'MQ==' }, { a: 'MQ==', gone: '' })).toEqual([])
  })
})

describe('setLifetime', () => {
  const set = (expiresAt: string | null) => [{ type: 'session.lifetime.set', payload: { expiresAt } }]
  test('restarts from now, 0 lifts the limit, nothing leaves it', () => {
    expect(setLifetime(null, 60_000, now)).toEqual(set('2026-11-21T10:01:00.000Z'))
    expect(setLifetime(createdAt, 0, now)).toEqual(set(null))
    expect(setLifetime(null, 0, now)).toEqual([])
    expect(setLifetime(createdAt, undefined, now)).toEqual([])
    expect(codeOf(setLifetime(null, -1, now))).toBe('session.lifetime_negative')
  })

  test('the longest duration of the contract still gives an instant', () => {
    expect(setLifetime(null, 315_576_000_000_000, now)).toEqual(set('9999-12-31T23:59:59.999Z'))
  })
})

describe('endSession and removeFactor', () => {
  test('ending is said once', () => {
    expect(endSession(given(added), 'user.removed')).toEqual([
      { type: 'session.terminated', payload: { cause: 'user.removed' } },
    ])
    expect(endSession(given(added, ended))).toEqual([])
    expect(endSession(given())).toEqual([])
  })

  test('only the factor that was lost, and for keys only that key, is taken away', () => {
    const cause = 'user.human.mfa.u2f.token.removed'
    const lowered = [{ type: 'session.factor.removed', payload: { factor: 'webAuthN', cause } }]
    const session = given(added, bound, keyUsed)
    expect(removeFactor(session, { kind: 'u2f', cause, tokenId: 'k1' })).toEqual(lowered)
    expect(removeFactor(session, { kind: 'u2f', cause })).toEqual(lowered)
    expect(removeFactor(session, { kind: 'passkey', cause })).toEqual([])
    expect(removeFactor(session, { kind: 'u2f', cause, tokenId: 'k2' })).toEqual([])
    expect(removeFactor(session, { kind: 'totp', cause })).toEqual([])
    expect(removeFactor(given(added, ended), { kind: 'u2f', cause })).toEqual([])
  })

  test('an open challenge is taken away too', () => {
    const cause = 'user.human.phone.removed'
    expect(removeFactor(given(added, challenged), { kind: 'otp_sms', cause })).toHaveLength(1)
  })

  test('a session that may keep its proof loses nothing; one without it loses its challenge', () => {
    const lost = { kind: 'otp_sms', cause: 'user.human.phone.changed', keepsProof: true } as const
    expect(removeFactor(given(added, challenged), lost)).toHaveLength(1)
    expect(removeFactor(given(added, bound, codeChecked), lost)).toEqual([])
    expect(removeFactor(given(added, bound, codeChecked), { ...lost, keepsProof: false })).toHaveLength(1)
  })
})
