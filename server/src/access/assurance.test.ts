import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AssuranceInput,
  type AssurancePolicy,
  countedProofs,
  evaluate,
  isAllowedKind,
  type Proof,
} from './assurance.ts'
import { type FactorName, factorNames, ownKinds } from './factorKinds.ts'

const at = '2026-11-21T00:00:00.000Z'
const now = new Date('2026-11-21T00:01:00.000Z')
const open: AssurancePolicy = {
  forceMfa: false,
  forceMfaLocalOnly: false,
  secondFactors: ['totp', 'u2f', 'otp_sms', 'otp_email'],
  multiFactors: ['u2f_with_verification'],
  passwordlessAllowed: true,
}

function proofs(...kinds: FactorName[]): Proof[] {
  return kinds.map((kind) => ({ kind, at }))
}

function decide(given: Partial<AssuranceInput> & { proved: readonly Proof[] }) {
  return evaluate({ policy: open, factors: [], kind: 'human', now, ...given })
}

describe('access', () => {
  test('naming the user proves nothing', () => {
    const decision = decide({ proved: [] })
    expect(decision).toMatchObject({ allowed: false, aal: 0, refusal: { code: 'assurance.no_check' } })
    expect(decide({ proved: [], kind: 'machine' }).allowed).toBe(false)
  })

  test('a password alone does for who has no second factor', () => {
    expect(decide({ proved: proofs('password') })).toMatchObject({ allowed: true, aal: 1, amr: ['pwd'] })
  })

  test.each(['totp', 'u2f', 'otp_sms', 'otp_email'] as const)('a ready %s must be used', (kind) => {
    const factors = [kind]
    const alone = decide({ proved: proofs('password'), factors })
    expect(alone.refusal?.code).toBe('assurance.second_factor_required')
    expect(alone.missing).toMatchObject({ required: true, check: [kind], enroll: [] })
    expect(decide({ proved: proofs('password', kind), factors }).allowed).toBe(true)
  })

  test.each(['totp', 'u2f', 'otp_sms', 'otp_email'] as const)(
    'a %s that the policy dropped neither binds nor counts',
    (kind) => {
      const policy = { ...open, secondFactors: open.secondFactors.filter((other) => other !== kind) }
      const decision = decide({ policy, proved: proofs('password', kind), factors: [kind] })
      expect(decision).toMatchObject({ allowed: true, distinctKinds: 1, aal: 1 })
      expect(decide({ policy, proved: proofs(kind), factors: [kind] }).refusal?.code).toBe(
        'assurance.no_check',
      )
    },
  )

  test('a ready passkey does not bind a password login', () => {
    expect(decide({ proved: proofs('password'), factors: ['passkey'] }).allowed).toBe(true)
  })

  test.each(['u2f', 'passkey'] as const)('a user-verified %s is enough where two are forced', (kind) => {
    const policy = { ...open, forceMfa: true }
    const proved = [{ kind, at, userVerified: true }]
    expect(decide({ policy, proved, factors: [kind, 'totp'] })).toMatchObject({ allowed: true, aal: 2 })
    const withoutMulti = { ...policy, multiFactors: [] }
    expect(decide({ policy: withoutMulti, proved, factors: [kind, 'totp'] }).allowed).toBe(false)
  })

  test.each([
    { force: { forceMfa: true }, first: 'password', allowed: false },
    { force: { forceMfaLocalOnly: true }, first: 'password', allowed: false },
    { force: { forceMfa: true }, first: 'idp', allowed: false },
    { force: { forceMfaLocalOnly: true }, first: 'idp', allowed: true },
    { force: { forceMfa: true, forceMfaLocalOnly: true }, first: 'idp', allowed: true },
  ] as const)('forced $force after $first: $allowed', ({ force, first, allowed }) => {
    expect(decide({ policy: { ...open, ...force }, proved: proofs(first) }).allowed).toBe(allowed)
  })

  test('machines are exempt from second factors', () => {
    const policy = { ...open, forceMfa: true }
    expect(decide({ policy, proved: proofs('password'), factors: ['totp'], kind: 'machine' }).allowed).toBe(
      true,
    )
  })

  test('forced without any factor demands to enroll one that the policy allows', () => {
    const policy = { ...open, forceMfa: true, secondFactors: ['totp'], passwordlessAllowed: false }
    const { refusal, missing } = decide({ policy, proved: proofs('password') })
    expect(refusal?.code).toBe('assurance.mfa_forced')
    expect(missing).toEqual({ required: true, check: [], enroll: ['totp'] })
  })

  test('nothing proved yet demands one of the set-up first factors', () => {
    const { missing } = decide({ proved: [], factors: ['password', 'passkey', 'totp'] })
    expect(missing).toEqual({ required: true, check: ['password', 'passkey'], enroll: [] })
  })
})

describe('a recovery code', () => {
  const factors = ['totp', 'recovery_code'] as const

  test('stands in for the second factor after a password or a provider, and gives AAL2', () => {
    for (const first of ['password', 'idp'] as const) {
      const decision = decide({ proved: proofs(first, 'recovery_code'), factors })
      expect(decision).toMatchObject({ allowed: true, aal: 2, distinctKinds: 2 })
    }
    expect(decide({ proved: proofs('password', 'recovery_code'), factors }).amr).toEqual([
      'pwd',
      'otp',
      'mfa',
    ])
  })

  test('begins no login and completes none without a password or provider', () => {
    const none = { code: 'assurance.no_check' }
    expect(decide({ proved: proofs('recovery_code'), factors })).toMatchObject({
      allowed: false,
      refusal: none,
    })
    expect(decide({ proved: proofs('recovery_code'), factors: ['passkey', 'recovery_code'] })).toMatchObject({
      allowed: false,
      aal: 0,
      refusal: none,
    })
    expect(decide({ proved: proofs('totp', 'recovery_code'), factors })).toMatchObject({
      allowed: false,
      distinctKinds: 1,
    })
    const policy = { ...open, forceMfa: true }
    const withPasskey = { policy, proved: proofs('passkey', 'recovery_code') }
    expect(decide({ ...withPasskey, factors: ['passkey', 'recovery_code'] }).allowed).toBe(false)
  })

  test('is offered after the first factor, last, unless all codes are used; a proof by the last one counts', () => {
    const checked = { proved: proofs('password'), factors }
    expect(decide(checked).missing.check).toEqual(['totp', 'recovery_code'])
    expect(decide({ ...checked, usedUp: ['recovery_code'] }).missing.check).toEqual(['totp'])
    expect(decide({ proved: [], factors: [...factors, 'password'] }).missing.check).toEqual(['password'])
    const proved = proofs('password', 'recovery_code')
    expect(decide({ proved, factors, usedUp: ['recovery_code'] })).toMatchObject({ allowed: true, aal: 2 })
  })

  test('is no second factor of its own: it neither binds nor satisfies a demand, and nobody enrols it as their first', () => {
    const alone = { proved: proofs('password', 'recovery_code'), factors: ['recovery_code'] as const }
    expect(decide(alone)).toMatchObject({ allowed: true, distinctKinds: 1, aal: 1 })
    const { refusal, missing } = decide({ ...alone, policy: { ...open, forceMfa: true } })
    expect(refusal?.code).toBe('assurance.mfa_forced')
    expect(missing).toMatchObject({ check: [], enroll: ['totp', 'otp_sms', 'otp_email', 'u2f', 'passkey'] })
  })

  test('counts only while the policy allows a factor that the person has', () => {
    const policy = { ...open, secondFactors: ['otp_sms'] }
    const proved = proofs('password', 'recovery_code')
    expect(decide({ policy, proved, factors })).toMatchObject({ distinctKinds: 1, aal: 1 })
    const nothing = { ...open, secondFactors: [], passwordlessAllowed: false }
    expect(isAllowedKind(nothing, 'recovery_code')).toBe(false)
    expect(isAllowedKind({ ...nothing, recoveryCodes: true }, 'recovery_code')).toBe(false)
    for (const [recoveryCodes, allowed] of [
      [true, true],
      [null, true],
      [false, false],
    ] as const) {
      expect(isAllowedKind({ ...open, recoveryCodes }, 'recovery_code')).toBe(allowed)
      expect(decide({ policy: { ...open, recoveryCodes }, proved, factors }).allowed).toBe(allowed)
    }
    expect(isAllowedKind({ ...nothing, passwordlessAllowed: true }, 'recovery_code')).toBe(true)
  })
})

describe('assurance level', () => {
  test('e-mail codes give two kinds but no AAL2', () => {
    const given = { proved: proofs('password', 'otp_email'), factors: ['otp_email'] } as const
    expect(decide(given)).toMatchObject({ allowed: true, distinctKinds: 2, aal: 1 })
  })

  test('two possessions without a first factor stay AAL1', () => {
    const factors = ['totp', 'otp_sms'] as const
    expect(decide({ proved: proofs('totp', 'otp_sms'), factors })).toMatchObject({ allowed: true, aal: 1 })
  })

  test('only device-bound keys reach AAL3', () => {
    const key = { kind: 'passkey', at, userVerified: true } as const
    expect(decide({ proved: [key], factors: ['passkey'] }).aal).toBe(2)
    const bound = decide({ proved: [{ ...key, deviceBound: true }], factors: ['passkey'] })
    expect(bound).toMatchObject({ aal: 3, acr: 'urn:sallyport:aal:3', amr: ['user', 'mfa'] })
  })
})

describe('age', () => {
  const hours = (count: number) => new Date(Date.parse(at) + count * 3_600_000)
  const key: Proof = { kind: 'passkey', at, userVerified: true, deviceBound: true }

  test.each([
    [11.9, 3],
    [12, 2],
    [23.9, 2],
    [24, 1],
    [9999, 1],
  ] as const)(
    'after %d hours a device-bound passkey stands for level %d, and still opens the API',
    (age, aal) => {
      const decision = decide({ proved: [key], factors: ['passkey'], now: hours(age) })
      expect(decision).toMatchObject({ aal, allowed: true })
    },
  )

  test('an old password and a fresh code are no two-factor login of today', () => {
    const fresh: Proof = { kind: 'totp', at: hours(30).toISOString() }
    const proved = [...proofs('password'), fresh]
    expect(decide({ proved, factors: ['totp'], now: hours(30) })).toMatchObject({ aal: 1, allowed: true })
  })
})

const factorName = fc.constantFrom(...factorNames)
const proof: fc.Arbitrary<Proof> = fc.record({
  kind: factorName,
  at: fc.constant(at),
  userVerified: fc.boolean(),
  deviceBound: fc.boolean(),
})
const policy: fc.Arbitrary<AssurancePolicy> = fc.record({
  forceMfa: fc.boolean(),
  forceMfaLocalOnly: fc.boolean(),
  secondFactors: fc.subarray(['totp', 'u2f', 'otp_sms', 'otp_email']),
  multiFactors: fc.subarray(['u2f_with_verification']),
  passwordlessAllowed: fc.boolean(),
})
const input: fc.Arbitrary<AssuranceInput> = fc.record({
  policy,
  factors: fc.subarray(factorNames),
  proved: fc.array(proof, { maxLength: 5 }),
  kind: fc.constantFrom('human' as const, 'machine' as const),
  now: fc.constant(now),
})
const many = { numRuns: 2000 }

describe('properties', () => {
  test('adding a factor never lowers assurance, removing one never raises it', () => {
    fc.assert(
      fc.property(input, factorName, (given, kind) => {
        const without = evaluate({ ...given, factors: given.factors.filter((other) => other !== kind) })
        const having = evaluate({ ...given, factors: [...given.factors, kind] })
        expect(having.aal).toBeGreaterThanOrEqual(without.aal)
        expect(having.distinctKinds).toBeGreaterThanOrEqual(without.distinctKinds)
      }),
      many,
    )
  })

  test('another proof never lowers assurance and never takes access away', () => {
    fc.assert(
      fc.property(input, proof, (given, more) => {
        const before = evaluate(given)
        const after = evaluate({ ...given, proved: [...given.proved, more] })
        expect(after.aal).toBeGreaterThanOrEqual(before.aal)
        expect(after.allowed || !before.allowed).toBe(true)
      }),
      many,
    )
  })

  test('a disallowed or removed factor never counts: the decision is as if it had not been proved', () => {
    fc.assert(
      fc.property(input, (given) => {
        const proved = given.proved.filter(
          (one) =>
            isAllowedKind(given.policy, one.kind) &&
            (one.kind === 'password' || one.kind === 'idp' || given.factors.includes(one.kind)),
        )
        expect(evaluate(given)).toEqual(evaluate({ ...given, proved }))
      }),
      many,
    )
  })

  test('a recovery code without a first factor, or without a factor that it stands in for, is as if it had not been proved', () => {
    fc.assert(
      fc.property(input, (given) => {
        const own = ownKinds.some((kind) => given.factors.includes(kind) && isAllowedKind(given.policy, kind))
        const first = given.proved.some(({ kind }) => kind === 'password' || kind === 'idp')
        if (own && first && given.factors.includes('recovery_code')) return
        const proved = given.proved.filter(({ kind }) => kind !== 'recovery_code')
        expect(evaluate(given)).toEqual(evaluate({ ...given, proved }))
      }),
      many,
    )
  })

  test('having recovery codes changes nothing that is demanded', () => {
    fc.assert(
      fc.property(input, (given) => {
        const proved = given.proved.filter(({ kind }) => kind !== 'recovery_code')
        const factors = given.factors.filter((kind) => kind !== 'recovery_code')
        const { missing, ...without } = evaluate({ ...given, proved, factors })
        const { missing: offered, ...having } = evaluate({
          ...given,
          proved,
          factors: [...factors, 'recovery_code'],
        })
        expect(having).toEqual(without)
        expect(offered.enroll).toEqual(missing.enroll)
        expect(offered.check.filter((kind) => kind !== 'recovery_code')).toEqual(missing.check)
      }),
      many,
    )
  })

  test('e-mail codes never lift the level to AAL2', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { aal } = evaluate(given)
        const proved = given.proved.filter((one) => one.kind !== 'otp_email')
        if (aal >= 2) expect(evaluate({ ...given, proved }).aal).toBe(aal)
      }),
      many,
    )
  })

  test('a refusal is given exactly when access is not, and says whether a step is required', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { allowed, refusal, missing, aal, acr } = evaluate(given)
        expect(allowed).toBe(refusal === undefined)
        expect(missing.required).toBe(!allowed)
        expect(acr).toBe(`urn:sallyport:aal:${aal}`)
      }),
      many,
    )
  })
})

describe('lifetimes of checks in a login', () => {
  const lifetimes = { password: 100, external: 80, secondFactor: 60, multiFactor: 40 }
  const since = new Date('2026-11-21T00:00:00.000Z')
  const aged = (kind: FactorName, seconds: number, userVerified?: true): Proof => ({
    kind,
    at: new Date(since.getTime() - seconds * 1000).toISOString(),
    ...(userVerified && { userVerified }),
  })
  const factors = ['totp', 'u2f', 'passkey'] as const
  const counted = (proof: Proof, freshness: NonNullable<AssuranceInput['freshness']>) =>
    countedProofs({ policy: open, factors, proved: [proof], freshness }).length === 1

  test.each([
    ['password', 100, undefined],
    ['idp', 80, undefined],
    ['totp', 60, undefined],
    ['u2f', 60, undefined],
    ['passkey', 40, true],
  ] as const)('%s counts for %i seconds before the login began', (kind, seconds, verified) => {
    expect(counted(aged(kind, seconds, verified), { since, lifetimes })).toBe(true)
    expect(counted(aged(kind, seconds + 1, verified), { since, lifetimes })).toBe(false)
    expect(countedProofs({ policy: open, factors, proved: [aged(kind, 1e9, verified)] })).toHaveLength(1)
  })

  test('a lifetime of 0 counts in the login itself, however long it takes; max_age only shortens', () => {
    const none = { password: 0, external: 0, secondFactor: 0, multiFactor: 0 }
    expect(counted(aged('password', -3600), { since, lifetimes: none })).toBe(true)
    expect(counted(aged('password', 1), { since, lifetimes: none })).toBe(false)
    expect(counted(aged('password', 51), { since, lifetimes, maxAge: 50 })).toBe(false)
    expect(counted(aged('password', 101), { since, lifetimes, maxAge: 500 })).toBe(false)
  })
})
