import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AssuranceInput, evaluate, type Proof } from './assurance.ts'
import { type FactorName, factorNames } from './factorKinds.ts'
import { isFresh, provedInFullAt } from './freshProof.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
const policy = {
  forceMfa: false,
  forceMfaLocalOnly: false,
  secondFactors: ['totp', 'u2f', 'otp_sms', 'otp_email'],
  multiFactors: ['u2f_with_verification'],
  passwordlessAllowed: true,
}
const proof = (kind: FactorName, minutes: number, more: Partial<Proof> = {}): Proof => ({
  kind,
  at: ago(minutes),
  ...more,
})
const input = (proved: readonly Proof[], more: Partial<AssuranceInput> = {}): AssuranceInput => ({
  ...{ policy, factors: [], kind: 'human', now, proved },
  ...more,
})
const withApp = { factors: ['totp'] } as const

describe('the age of what was proved', () => {
  test.each<[string, readonly Proof[], Partial<AssuranceInput>, number | null]>([
    ['nothing', [], {}, null],
    ['a password', [proof('password', 20)], {}, 20],
    ['an app and no password: too little', [proof('totp', 1)], withApp, null],
    ['both: the older one', [proof('password', 20), proof('totp', 3)], withApp, 20],
    ['both, the app older', [proof('password', 3), proof('totp', 20)], withApp, 20],
    [
      'a verified key stands for both',
      [proof('password', 90), proof('passkey', 2, { userVerified: true })],
      { factors: ['totp', 'passkey'] },
      2,
    ],
    [
      'a key without verification is one of two',
      [proof('password', 9), proof('passkey', 2)],
      { factors: ['totp', 'passkey'] },
      9,
    ],
    [
      'any two of three',
      [proof('password', 50), proof('totp', 4), proof('otp_sms', 3)],
      { factors: ['totp', 'otp_sms'] },
      4,
    ],
    ['a factor that is gone', [proof('password', 50), proof('totp', 3)], {}, 50],
    ['a session that may only enrol', [proof('password', 7)], { policy: { ...policy, forceMfa: true } }, 7],
  ])('%s', (_, proved, more, minutes) => {
    expect(provedInFullAt(input(proved, more))).toBe(minutes === null ? null : ago(minutes))
  })

  test('the limit itself is fresh, and 0 demands nothing', () => {
    expect(isFresh(input([proof('password', 15)]), 15, now)).toBe(true)
    expect(
      isFresh(input([{ kind: 'password', at: new Date(now.getTime() - 900_001).toISOString() }]), 15, now),
    ).toBe(false)
    expect(isFresh(undefined, 0, now)).toBe(true)
    expect(isFresh(undefined, 15, now)).toBe(false)
  })
})

describe('for every session', () => {
  const kinds = fc.constantFrom(...factorNames)
  const proofs = fc.uniqueArray(
    fc.record({ kind: kinds, minutes: fc.nat(60), userVerified: fc.boolean(), deviceBound: fc.boolean() }),
    { selector: ({ kind }) => kind, maxLength: 5 },
  )
  const anyInput = fc
    .record({
      proved: proofs,
      factors: fc.uniqueArray(kinds),
      forceMfa: fc.boolean(),
      passwordlessAllowed: fc.boolean(),
      secondFactors: fc.subarray([...policy.secondFactors]),
    })
    .map(({ proved, factors, ...more }) =>
      input(
        proved.map(({ kind, minutes, ...flags }) => proof(kind, minutes, flags)),
        { factors, policy: { ...policy, ...more } },
      ),
    )
  const limit = fc.integer({ min: 1, max: 60 })

  test('fresh means that the recent proofs alone open what all proofs open', () => {
    fc.assert(
      fc.property(anyInput, limit, (given, minutes) => {
        const recent = given.proved.filter(({ at }) => Date.parse(at) >= now.getTime() - minutes * 60_000)
        const all = evaluate(given)
        const alone = evaluate({ ...given, proved: recent })
        const opens = all.allowed || all.missing.enroll.length > 0
        const same = alone.distinctKinds > 0 && alone.refusal?.code === all.refusal?.code
        expect(isFresh(given, minutes, now)).toBe(opens && same)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a longer limit never refuses what a shorter one lets through', () => {
    fc.assert(
      fc.property(anyInput, limit, limit, (given, one, other) => {
        const [short, long] = one < other ? [one, other] : [other, one]
        expect(!isFresh(given, short, now) || isFresh(given, long, now)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
