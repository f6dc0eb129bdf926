import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluate, isAllowedKind, type Proof } from '../../access/assurance.ts'
import { authenticators, type FactorName, factorKind } from '../../access/factorKinds.ts'
import type { FlowFacts, FlowPerson, FlowPolicy, FlowRequest } from './flowFacts.ts'
import type { LoginStep } from './loginStep.ts'
import { nextStep } from './nextStep.ts'
import { before, now, person, policy, request } from './testing/flowFacts.ts'

const day = 86_400
const ages = [0, 1, 59, 61, 3600, 13 * 3600, 19 * 3600, 2 * day, 11 * day] as const
const lifetime = fc.constantFrom(0, 3600, 18 * 3600, 10 * day)
const kinds = authenticators
const subset = <T>(of: readonly T[]) => fc.subarray([...of])

const policies: fc.Arbitrary<FlowPolicy> = fc
  .record({
    allowUsernamePassword: fc.boolean(),
    forceMfa: fc.boolean(),
    forceMfaLocalOnly: fc.boolean(),
    passwordlessAllowed: fc.boolean(),
    ignoreUnknownUsernames: fc.boolean(),
    passwordCheckLifetime: lifetime,
    externalLoginCheckLifetime: lifetime,
    secondFactorCheckLifetime: lifetime,
    multiFactorCheckLifetime: lifetime,
    mfaInitSkipLifetime: fc.constantFrom(0, 30 * day),
    secondFactors: subset(policy.secondFactors),
    multiFactors: subset(policy.multiFactors),
    level: fc.constantFrom('instance', 'org'),
  })
  .map((rules) => ({ ...policy, ...rules }))

const people: fc.Arbitrary<FlowPerson> = fc
  .record({
    kind: fc.constantFrom('human', 'human', 'human', 'machine'),
    status: fc.constantFrom('active', 'active', 'active', 'inactive', 'locked', 'initial'),
    lockedUntil: fc.constantFrom(null, before(-60), before(60)),
    orgActive: fc.constantFrom(true, true, true, false),
    emailVerified: fc.boolean(),
    passwordChangedAt: fc.constantFrom(null, before(3600), before(40 * day)),
    passwordChangeRequired: fc.boolean(),
    usernameIsTemporary: fc.boolean(),
    passwordAge: fc.record({ maxDays: fc.constantFrom(0, 30), level: fc.constant('org' as const) }),
    factors: subset(kinds),
    usedUp: fc.constantFrom([], ['recovery_code']),
    skippedAt: fc.constantFrom(null, before(day), before(31 * day)),
  } as const)
  .map((given) => ({ ...person, ...given, hasPassword: given.passwordChangedAt !== null }) as FlowPerson)

const requests: fc.Arbitrary<FlowRequest | undefined> = fc.option(
  fc
    .record({
      prompt: subset(['none', 'login', 'select_account'] as const),
      maxAge: fc.constantFrom(undefined, 0, 60, 3600),
      organization: fc.constantFrom(undefined, undefined, 'acme', 'other'),
      demandedUserId: fc.constantFrom(undefined, undefined, 'ada', 'bob'),
      hintUserId: fc.constantFrom(undefined, undefined, 'ada', 'bob'),
      demandedLevel: fc.constantFrom(0, 0, 1, 2, 3),
      wantedLevels: subset([1, 2, 3]),
    })
    .map((given) => JSON.parse(JSON.stringify({ ...request, ...given })) as FlowRequest),
  { nil: undefined },
)

/** The traits of the keys that the person has: whether they verify the person, and whether they stay on their device. */
interface Traits {
  readonly userVerified: boolean
  readonly deviceBound: boolean
}
type Keys = Readonly<Record<'passkey' | 'u2f', Traits>>
const traits: fc.Arbitrary<Traits> = fc.record({ userVerified: fc.boolean(), deviceBound: fc.boolean() })

interface World {
  readonly facts: FlowFacts
  readonly keys: Keys
}

function proofBy(kind: FactorName, keys: Keys, at: string): Proof {
  return kind === 'passkey' || kind === 'u2f' ? { kind, at, ...keys[kind] } : { kind, at }
}

function withProof(proofs: readonly Proof[], proof: Proof): readonly Proof[] {
  const { field } = factorKind(proof.kind)
  return [...proofs.filter(({ kind }) => factorKind(kind).field !== field), proof]
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    policy: policies,
    person: people,
    request: requests,
    freshMinutes: fc.constantFrom(0, 0, 15),
    keys: fc.record({ passkey: traits, u2f: traits }),
    proved: fc.array(fc.tuple(fc.constantFrom<FactorName>('password', ...kinds), fc.constantFrom(...ages)), {
      maxLength: 4,
    }),
    channels: fc.record({ mail: fc.boolean(), sms: fc.boolean() }),
    claim: fc.constantFrom('held', 'held', 'named'),
  } as const)
  .map(({ keys, proved, ...given }) => ({
    keys,
    facts: {
      ...given,
      now,
      context: given.policy,
      application: undefined,
      offered: 0,
      codeProved: false,
      session: {
        sessionId: 'session',
        proofs: proved.reduce<readonly Proof[]>(
          (proofs, [kind, age]) => withProof(proofs, proofBy(kind, keys, before(age))),
          [],
        ),
      },
    },
  }))

function checked({ facts, keys }: World, kind: FactorName): World {
  const proofs = withProof(facts.session?.proofs ?? [], proofBy(kind, keys, facts.now.toISOString()))
  return { keys, facts: { ...facts, claim: 'held', session: { sessionId: 'session', proofs } } }
}

function changed({ facts, keys }: World, change: Partial<FlowPerson>): World {
  return { keys, facts: { ...facts, person: { ...(facts.person as FlowPerson), ...change } } }
}

/** Sets up a factor; a new key is as good as keys can be. */
function enrolled(world: World, kind: FactorName): World {
  const { factors = [], keysAddedAt = {} } = world.facts.person ?? {}
  const at = world.facts.now.toISOString()
  const next = changed(world, {
    factors: [...new Set([...factors, kind])],
    keysAddedAt: { ...keysAddedAt, [kind]: at },
  })
  return { ...next, keys: { ...next.keys, [kind]: { userVerified: true, deviceBound: true } } }
}

/** What a willing person does at a step; undefined where the login ends. `choose` picks one of the offered ways. */
function act(world: World, step: LoginStep, choose: (options: number) => number): World | undefined {
  const { person: who, policy: rules, now: at } = world.facts
  const pick = <Kind>(options: readonly Kind[]) => options[choose(options.length)] as Kind
  switch (step.kind) {
    case 'identify':
    case 'choose_account':
    case 'blocked':
    case 'refused':
    case 'done':
      return undefined
    case 'first_factor':
    case 'second_factor': {
      const has = step.options.filter((kind) =>
        kind === 'password' ? who?.hasPassword : who?.factors.includes(kind) && !who.usedUp.includes(kind),
      )
      return has.length === 0 ? undefined : checked(world, pick(has))
    }
    case 'initialize':
      return changed(world, {
        status: 'active',
        emailVerified: true,
        hasPassword: true,
        passwordChangedAt: at.toISOString(),
        passwordChangeRequired: false,
      })
    case 'set_up_first':
      return pick(step.options) === 'password'
        ? checked(changed(world, { hasPassword: true, passwordChangedAt: at.toISOString() }), 'password')
        : enrolled(world, 'passkey')
    case 'change_password': {
      const change = { passwordChangedAt: at.toISOString(), passwordChangeRequired: false }
      return checked(changed(world, change), 'password')
    }
    case 'verify_email':
      return changed(world, { emailVerified: true })
    case 'change_username':
      return changed(world, { usernameIsTemporary: false })
    case 'enrol':
      if (step.skippable && rules.mfaInitSkipLifetime > 0 && choose(2) === 0) {
        return changed(world, { skippedAt: at.toISOString() })
      }
      return enrolled(world, pick(step.options))
  }
}

/** Lets the person go on until the login ends, and returns its last step; time passes by a second with each step. */
function walk(start: World, choose: (options: number) => number): LoginStep {
  let world = start
  for (let acts = 0; acts <= 20; acts += 1) {
    const step = nextStep(world.facts)
    const next = act(world, step, choose)
    if (next === undefined) return step
    world = { ...next, facts: { ...next.facts, now: new Date(next.facts.now.getTime() + 1000) } }
  }
  throw new Error(`the login does not end: ${JSON.stringify(nextStep(world.facts))}`)
}

const runs = { numRuns: 2000 }
const first = () => 0

test('done means that the evaluator allows access and every demand is met', () => {
  fc.assert(
    fc.property(worlds, ({ facts }) => {
      if (nextStep(facts).kind !== 'done') return
      const who = facts.person as FlowPerson
      const proved = facts.session?.proofs ?? []
      const decided = evaluate({
        policy: facts.policy,
        factors: who.factors,
        proved,
        kind: who.kind,
        now: facts.now,
      })
      expect(decided.allowed).toBe(true)
      expect(decided.aal).toBeGreaterThanOrEqual(facts.request?.demandedLevel ?? 0)
      expect(proved.some(({ kind }) => factorKind(kind).allowedBy !== 'secondFactors')).toBe(true)
      expect(who).toMatchObject({ kind: 'human', orgActive: true })
      expect(['active', 'locked']).toContain(who.status)
      expect(who.emailVerified || !facts.channels.mail).toBe(true)
      const { organization = who.orgId, demandedUserId = who.userId, maxAge } = facts.request ?? {}
      expect([organization, demandedUserId]).toEqual([who.orgId, who.userId])
      expect(facts.request?.hintUserId ?? who.userId).toBe(who.userId)
      const limit = facts.request?.prompt.includes('login') ? 0 : maxAge
      if (limit !== undefined) {
        const oldest = Date.parse(facts.request?.arrivedAt ?? '') - limit * 1000
        expect(proved.some(({ at }) => Date.parse(at) >= oldest)).toBe(true)
      }
    }),
    runs,
  )
})

test('only ways that the policy allows are offered, and there is always at least one', () => {
  fc.assert(
    fc.property(worlds, ({ facts }) => {
      const step = nextStep(facts)
      if (!('options' in step)) return
      const options: readonly FactorName[] = step.options
      expect(options.length).toBeGreaterThan(0)
      expect(new Set(options).size).toBe(options.length)
      for (const kind of options) {
        expect(isAllowedKind(facts.policy, kind)).toBe(true)
        expect(kind !== 'password' || facts.policy.allowUsernamePassword).toBe(true)
      }
      if ('preferred' in step) expect(options).toContain(step.preferred)
      if (step.kind === 'second_factor') {
        const own = ['password', ...(facts.person?.factors ?? [])]
        expect(own).toEqual(expect.arrayContaining([...options]))
      }
      if (step.kind === 'enrol' && step.skippable) {
        expect(facts.policy.forceMfa || facts.policy.forceMfaLocalOnly).toBe(false)
      }
    }),
    runs,
  )
})

test('every step says why, and every login of a willing person ends', () => {
  fc.assert(
    fc.property(worlds, fc.infiniteStream(fc.nat()), (world, numbers) => {
      const choose = (options: number) => (numbers.next().value ?? 0) % options
      const last = walk(world, choose)
      if (last.kind === 'blocked' || last.kind === 'refused' || last.kind === 'first_factor') {
        expect(last.because.length).toBeGreaterThan(0)
      } else {
        expect(['done', 'identify']).toContain(last.kind)
      }
    }),
    runs,
  )
})

test('another proof never takes done away, nor the way to it', () => {
  fc.assert(
    fc.property(worlds, fc.constantFrom<FactorName>('password', ...kinds), (world, kind) => {
      const { field } = factorKind(kind)
      const held = world.facts.claim === 'held'
      const replaces = world.facts.session?.proofs.some((proof) => factorKind(proof.kind).field === field)
      const has = kind === 'password' || world.facts.person?.factors.includes(kind) === true
      fc.pre(held && has && !replaces)
      const more = checked(world, kind)
      if (nextStep(world.facts).kind === 'done') expect(nextStep(more.facts).kind).toBe('done')
      if (walk(world, first).kind === 'done') expect(walk(more, first).kind).toBe('done')
    }),
    runs,
  )
})
