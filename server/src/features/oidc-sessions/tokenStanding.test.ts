import { describe, expect, test } from 'vitest'
import {
  machineKeyRemoved,
  machineSecretRemoved,
  machineSecretSet,
  machineSecretUpdated,
  tokenRemoved,
} from '../machine-credentials/events.ts'
import { proofsLost } from '../sessions/index.ts'
import {
  emailChanged,
  emailVerified,
  phoneChanged,
  phoneVerified,
  userDeactivated,
  userLocked,
  userReactivated,
  userRemoved,
  userUnlocked,
} from '../users/events.ts'
import type { Lean } from './events.ts'
import {
  type LeanFacts,
  type Loss,
  type StandingFacts,
  type TokenToJudge,
  tokenStanding,
} from './tokenStanding.ts'

const now = new Date('2026-11-30T12:00:00Z')
const proved = '2026-11-30T11:00:00.000Z'
const healthy: LeanFacts = {
  status: 'active',
  lockedUntil: null,
  orgActive: true,
  losses: null,
  sessionEnded: null,
  voided: null,
}
const facts = (lean: Partial<LeanFacts> = {}, others: Partial<StandingFacts> = {}): StandingFacts => ({
  clientActive: true,
  authorized: null,
  hasAccess: null,
  lean: { ...healthy, ...lean },
  otherLeans: null,
  sourceEnded: null,
  acting: null,
  ...others,
})
const token = (lean: Partial<Lean> = {}, others: Partial<TokenToJudge> = {}): TokenToJudge => ({
  lean: { proofs: [], ...lean },
  revoked: false,
  expiresAt: '2026-11-30T13:00:00Z',
  ...others,
})
const judge = (one: TokenToJudge, present: StandingFacts) => tokenStanding(one, present, now)
const loss = (type: string, payload: Loss['payload'] = {}, own = false): Loss => ({ type, payload, own })
const password = { kind: 'password', at: proved } as const
const totp = { kind: 'totp', at: proved } as const
const key = { kind: 'u2f', at: proved, tokenId: 'key-1', userVerified: true } as const

test('a token lives while everything that it leans on stands', () => {
  expect(judge(token({ proofs: [password, totp, key] }), facts())).toBeUndefined()
})

test.each([
  ['revoked', token({}, { revoked: true })],
  ['revoked', token({}, { expiresAt: null })],
  ['expired', token({}, { expiresAt: now.toISOString() })],
] as const)('%s tokens are dead, whatever else stands', (cause, one) => {
  expect(judge(one, facts())).toBe(cause)
})

test('it lives to the last millisecond before its expiry', () => {
  expect(judge(token({}, { expiresAt: '2026-11-30T12:00:00.001Z' }), facts())).toBeUndefined()
})

test.each([
  ['client_inactive', facts({}, { clientActive: false })],
  ['not_authorized', facts({}, { authorized: false })],
  ['not_authorized', facts({}, { hasAccess: false })],
  ['user_inactive', facts({ status: null })],
  ['user_inactive', facts({ status: 'inactive' })],
  ['user_inactive', facts({ status: 'locked' })],
  ['organization_inactive', facts({ orgActive: false })],
  ['session_ended', facts({ sessionEnded: true })],
] as const)('%s', (cause, present) => {
  expect(judge(token(), present)).toBe(cause)
})

test.each([
  facts({}, { authorized: true, hasAccess: true }),
  facts({ status: 'initial' }),
  facts({ status: 'locked', lockedUntil: '2026-11-30T12:30:00Z' }),
  facts({ sessionEnded: false }),
])('what does not kill a token: %#', (present) => {
  expect(judge(token(), present)).toBeUndefined()
})

describe('losses of the user', () => {
  test.each([userDeactivated.type, userRemoved.type])('%s kills for good', (type) => {
    expect(judge(token(), facts({ losses: [loss(type)] }))).toBe('user_inactive')
    const back = [loss(type), loss(userReactivated.type), loss(userUnlocked.type)]
    expect(judge(token(), facts({ losses: back }))).toBe('user_inactive')
  })

  test("an administrator's lock kills for good, an automatic one does not", () => {
    expect(judge(token(), facts({ losses: [loss(userLocked.type, { automatic: false })] }))).toBe(
      'user_inactive',
    )
    expect(judge(token(), facts({ losses: [loss(userLocked.type, { automatic: true })] }))).toBeUndefined()
  })

  test.each(proofsLost.map(({ kind, event }) => [kind, event.type] as const))(
    'the proof of %s is lost by %s, and only a token with such a proof dies',
    (kind, type) => {
      const losses = [loss(type)]
      const proof = { kind, at: proved }
      expect(judge(token({ proofs: [proof] }), facts({ losses }))).toBe('proof_lost')
      const kinds = ['password', 'totp', 'otp_sms', 'otp_email', 'u2f', 'passkey', 'idp'] as const
      const lost = new Set(proofsLost.filter(({ event }) => event.type === type).map((one) => one.kind))
      const spared = kinds.filter((one) => !lost.has(one)).map((one) => ({ kind: one, at: proved }))
      expect(judge(token({ proofs: spared }), facts({ losses }))).toBeUndefined()
    },
  )

  test.each([
    ['otp_sms', phoneChanged, phoneVerified],
    ['otp_email', emailChanged, emailVerified],
  ] as const)(
    '%s: a person who changes the address keeps their tokens until they verify it',
    (kind, changed, verified) => {
      const own = (...types: readonly string[]) =>
        facts({ losses: types.map((type) => loss(type, {}, true)) })
      const sent = token({ proofs: [{ kind, at: proved }] })
      expect(judge(sent, own(changed.type))).toBeUndefined()
      expect(judge(sent, own(changed.type, verified.type))).toBe('proof_lost')
    },
  )

  test('of a credential takes only the proofs by this one', () => {
    const removed = proofsLost.find(({ kind }) => kind === 'u2f')?.event.type ?? ''
    const losing = (tokenId: string) => facts({ losses: [loss(removed, { tokenId })] })
    expect(judge(token({ proofs: [key] }), losing('key-1'))).toBe('proof_lost')
    expect(judge(token({ proofs: [key] }), losing('key-2'))).toBeUndefined()
  })

  test.each([
    ['secret', 's', machineSecretSet.type, { secretId: 'other' }, true],
    ['secret', 's', machineSecretRemoved.type, {}, true],
    ['secret', 's', machineSecretUpdated.type, { secretId: 'other' }, false],
    ['secret', 's', machineKeyRemoved.type, { keyId: 's' }, false],
    ['key', 'k', machineKeyRemoved.type, { keyId: 'k' }, true],
    ['key', 'k', machineKeyRemoved.type, { keyId: 'other' }, false],
    ['key', 'k', machineSecretRemoved.type, {}, false],
    ['pat', 'p', tokenRemoved.type, { tokenId: 'p' }, true],
    ['pat', 'p', tokenRemoved.type, { tokenId: 'other' }, false],
  ] as const)('a token by %s %s after %s %j', (kind, id, type, payload, dies) => {
    const cause = judge(token({ credential: { kind, id } }), facts({ losses: [loss(type, payload)] }))
    expect(cause).toBe(dies ? 'credential_lost' : undefined)
  })
})

describe('policies', () => {
  const voidedAt = (proofs: Record<string, string>) =>
    facts({ voided: { instance: { proofs, underInstanceSince: null }, org: null, isDefault: true } })

  test('a void kind kills the tokens that lean on a proof from before', () => {
    expect(judge(token({ proofs: [totp] }), voidedAt({ totp: proved }))).toBe('proof_lost')
    expect(judge(token({ proofs: [totp] }), voidedAt({ totp: '2026-11-30T10:59:59Z' }))).toBeUndefined()
    expect(judge(token({ proofs: [password] }), voidedAt({ totp: proved }))).toBeUndefined()
  })

  test('the loss of verified keys kills the tokens by one', () => {
    expect(judge(token({ proofs: [key] }), voidedAt({ verified_key: proved }))).toBe('proof_lost')
    const { userVerified: _, ...touched } = key
    expect(judge(token({ proofs: [touched] }), voidedAt({ verified_key: proved }))).toBeUndefined()
  })
})

describe('an exchanged token', () => {
  const exchanged = token({ proofs: [password] }, { otherLeans: [{ proofs: [totp] }] })

  test('dies with what the other tokens leaned on', () => {
    const other = (lean: Partial<LeanFacts>) => facts({}, { otherLeans: [{ ...healthy, ...lean }] })
    expect(judge(exchanged, other({}))).toBeUndefined()
    expect(judge(exchanged, other({ status: 'inactive' }))).toBe('user_inactive')
    expect(judge(exchanged, other({ sessionEnded: true }))).toBe('session_ended')
    const removed = proofsLost.find(({ kind }) => kind === 'totp')?.event.type ?? ''
    expect(judge(exchanged, other({ losses: [loss(removed)] }))).toBe('proof_lost')
    expect(judge(exchanged, facts({ losses: [loss(removed)] }, { otherLeans: [healthy] }))).toBeUndefined()
  })

  test('dies if their state is unknown', () => {
    expect(judge(exchanged, facts())).toBe('proof_lost')
  })
})
