import { describe, expect, test } from 'vitest'
import type { Proof } from '../../access/assurance.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import { refuse } from '../../kernel/refusal.ts'
import { neverReleased } from '../users/events.ts'
import { enrollable } from './enrollable.ts'
import type { LoginStep } from './loginStep.ts'
import { nextStep } from './nextStep.ts'
import { before, factsWith, type GivenFacts } from './testing/flowFacts.ts'

const proof = (kind: FactorName, secondsAgo = 10): Proof => ({ kind, at: before(secondsAgo) })
const key = (kind: 'passkey' | 'u2f', secondsAgo = 10, deviceBound = false): Proof => ({
  kind,
  at: before(secondsAgo),
  userVerified: true,
  deviceBound,
})
const password = proof('password')
const step = (given: GivenFacts = {}) => nextStep(factsWith(given))
const rulesOf = ({ because }: LoginStep) => because.map(({ rule }) => rule)
const hour = 3600
const day = 24 * hour

describe('before anybody is known', () => {
  const nobody = { claim: 'nobody', person: undefined } as const
  const of = (given: object) => nextStep({ ...factsWith(), ...nobody, ...given })

  test('a name is asked for, or one of the accounts of the browser', () => {
    expect(of({})).toEqual({ kind: 'identify', because: [] })
    expect(of({ offered: 1 }).kind).toBe('choose_account')
    const request = { ...factsWith({ request: { prompt: ['select_account'] } }).request }
    expect(of({ offered: 2, request })).toEqual({
      kind: 'choose_account',
      because: [{ rule: 'prompt_select_account', level: 'application' }],
    })
  })

  test('an unknown name is asked for again, whatever accounts there are', () => {
    expect(of({ claim: 'named', offered: 3 }).kind).toBe('identify')
  })
})

describe('while unknown names are hidden', () => {
  const hidden = { policy: { ignoreUnknownUsernames: true }, claim: 'named' } as const
  const unknown = nextStep({ ...factsWith(hidden), person: undefined })

  test('an unknown name gets every way that the policy allows', () => {
    expect(unknown).toMatchObject({
      kind: 'first_factor',
      options: ['password', 'passkey'],
      preferred: 'password',
    })
  })

  test.each<[string, GivenFacts]>([
    ['a person with a passkey', { person: { factors: ['passkey'] } }],
    ['a person without any credential', { person: { hasPassword: false, passwordChangedAt: null } }],
    ['a locked person', { person: { status: 'locked', lockedUntil: neverReleased } }],
    ['an inactive person', { person: { status: 'inactive' } }],
    ['a person who has not finished the initialization', { person: { status: 'initial' } }],
    ['a person of an inactive organization', { person: { orgActive: false } }],
    ['a machine', { person: { kind: 'machine' } }],
    ['a person whom the project refuses', { application: refusing() }],
    ['a person of another organization', { request: { organization: 'other' } }],
  ])('%s looks like nobody', (_who, given) => {
    expect(step({ ...given, ...hidden })).toEqual(unknown)
  })

  test("the person's own policy hides them too, and the page's decides about the ways", () => {
    const facts = factsWith({ claim: 'named', policy: { ignoreUnknownUsernames: true } })
    const context = { ...facts.policy, ignoreUnknownUsernames: false, passwordlessAllowed: false }
    expect(nextStep({ ...facts, context })).toMatchObject({ kind: 'first_factor', options: ['password'] })
  })

  test('an account of the browser is not hidden', () => {
    expect(step({ ...hidden, claim: 'held', person: { status: 'inactive' } }).kind).toBe('blocked')
  })
})

describe('accounts that cannot log in', () => {
  test.each([
    ['machine', { kind: 'machine' }, null],
    ['organization_inactive', { orgActive: false }, null],
    ['inactive', { status: 'inactive' }, null],
    ['locked', { status: 'locked', lockedUntil: null }, null],
    ['locked', { status: 'locked', lockedUntil: before(-60) }, before(-60)],
    ['locked', { status: 'locked', lockedUntil: neverReleased }, null],
  ] as const)('%s', (reason, person, until) => {
    expect(step({ person })).toMatchObject({ kind: 'blocked', reason, until })
  })

  test('an automatic lock that is over blocks nobody, and none stops a session that needs no check', () => {
    const locked = { status: 'locked', lockedUntil: before(-60) } as const
    expect(step({ person: { ...locked, lockedUntil: before(1) } }).kind).toBe('first_factor')
    expect(step({ person: locked, proofs: [password] }).kind).toBe('done')
    expect(step({ person: { ...locked, factors: ['totp'] }, proofs: [password] }).kind).toBe('blocked')
  })

  test('people who have not finished the initialization do that first', () => {
    expect(step({ person: { status: 'initial' } }).kind).toBe('initialize')
  })
})

describe('the first factor', () => {
  test.each<[GivenFacts, string[], string]>([
    [{}, ['password'], 'password'],
    [{ person: { factors: ['passkey'] } }, ['passkey', 'password'], 'passkey'],
    [{ person: { factors: ['passkey'], hasPassword: false } }, ['passkey'], 'passkey'],
    [{ person: { factors: ['passkey'] }, policy: { passwordlessAllowed: false } }, ['password'], 'password'],
    [{ person: { factors: ['passkey'] }, policy: { allowUsernamePassword: false } }, ['passkey'], 'passkey'],
  ])('%j', (given, options, preferred) => {
    expect(step(given)).toMatchObject({ kind: 'first_factor', options, preferred })
  })

  test('the way that the person used last in this browser is preferred', () => {
    const person = { factors: ['passkey'] as const }
    const old = [proof('password', 20 * day), key('passkey', 21 * day)]
    expect(step({ person, proofs: old })).toMatchObject({ kind: 'first_factor', preferred: 'password' })
  })

  test('a password that the policy does not allow proves nothing', () => {
    const given = { policy: { allowUsernamePassword: false }, proofs: [password] }
    expect(step({ ...given, person: { factors: ['passkey'] } }).kind).toBe('first_factor')
    expect(step(given)).toMatchObject({ kind: 'refused', refusal: { code: 'login_flow.no_way' } })
  })

  test('a second factor alone begins nothing', () => {
    expect(
      step({ person: { factors: ['totp', 'otp_email'] }, proofs: [proof('totp'), proof('otp_email')] }).kind,
    ).toBe('first_factor')
  })

  test('people without a credential set one up with a code from a mail', () => {
    const person = { hasPassword: false, passwordChangedAt: null }
    const empty = step({ person })
    expect(empty).toMatchObject({ kind: 'set_up_first', options: ['password', 'passkey'], proved: false })
    expect(step({ person, codeProved: true })).toMatchObject({ kind: 'set_up_first', proved: true })
    const onlyPassword = step({ person: { ...person, factors: ['totp'] } })
    expect(onlyPassword, 'a passkey would make up for the second factor').toMatchObject({
      kind: 'set_up_first',
      options: ['password'],
    })
    const nothing = { allowUsernamePassword: false, passwordlessAllowed: false }
    expect(step({ person, policy: nothing }).kind).toBe('refused')
  })
})

describe('lifetimes', () => {
  test.each<[string, GivenFacts, LoginStep['kind'], string[]]>([
    ['a password within 240 hours', { proofs: [proof('password', 239 * hour)] }, 'done', []],
    ['an older one', { proofs: [proof('password', 241 * hour)] }, 'first_factor', ['first_factor_expired']],
    [
      'a second factor after 18 hours',
      { person: { factors: ['totp'] }, proofs: [password, proof('totp', 19 * hour)] },
      'second_factor',
      ['second_factor_expired', 'own_second_factor'],
    ],
    [
      'a verified passkey after 12 hours',
      { person: { factors: ['passkey'] }, proofs: [key('passkey', 13 * hour)] },
      'first_factor',
      ['first_factor_expired'],
    ],
  ])('%s', (_what, given, kind, rules) => {
    const decided = step(given)
    expect([decided.kind, rulesOf(decided)]).toEqual([kind, rules])
  })

  test('a lifetime of 0 counts within the login that made the proof', () => {
    const policy = { passwordCheckLifetime: 0 }
    const request = { arrivedAt: before(60) }
    expect(step({ policy, request, proofs: [proof('password', 60)] }).kind).toBe('done')
    expect(step({ policy, request, proofs: [proof('password', 61)] }).kind).toBe('first_factor')
  })

  test('max_age and prompt=login limit every proof, counted from the arrival of the request', () => {
    const person = { factors: ['totp'] as const }
    const aged = (maxAge: number) => ({ request: { maxAge, arrivedAt: before(60) }, person })
    const proofs = [proof('password', 100), proof('totp', 90)]
    expect(step({ ...aged(40), proofs }).kind).toBe('done')
    const second = step({ ...aged(40), proofs: [proof('password', 100), proof('totp', 101)] })
    expect([second.kind, rulesOf(second)]).toEqual(['second_factor', ['max_age', 'own_second_factor']])
    const again = step({ request: { prompt: ['login'] }, proofs: [proof('password', 61)] })
    expect([again.kind, rulesOf(again)]).toEqual(['first_factor', ['prompt_login']])
    expect(step({ request: { prompt: ['login'] }, proofs: [proof('password', 59)] }).kind).toBe('done')
  })
})

describe('after the first factor', () => {
  test.each<[string, GivenFacts, object]>([
    [
      'a password that an administrator chose',
      { person: { passwordChangeRequired: true } },
      { reason: 'required' },
    ],
    [
      'an expired one',
      { person: { passwordChangedAt: before(31 * day), passwordAge: { maxDays: 30, level: 'org' } } },
      { reason: 'expired', because: [{ rule: 'password_expired', level: 'org', values: { days: '30' } }] },
    ],
  ])('%s is changed, even before a second factor', (_what, given, expected) => {
    const { person, ...more } = given
    const decided = step({ ...more, person: { ...person, factors: ['totp'] }, proofs: [password] })
    expect(decided).toMatchObject({ kind: 'change_password', ...expected })
    const byPasskey = step({
      person: { ...person, factors: ['passkey'] },
      proofs: [key('passkey')],
    })
    expect(byPasskey.kind, 'nobody who came with a passkey is asked').toBe('done')
  })

  test('a claimed username is replaced last, after all that proves who asks', () => {
    const claimed = { usernameIsTemporary: true, emailVerified: false, factors: ['totp'] as const }
    expect(step({ person: claimed }).kind).toBe('first_factor')
    expect(step({ person: claimed, proofs: [password] }).kind).toBe('verify_email')
    const verified = { ...claimed, emailVerified: true }
    expect(step({ person: verified, proofs: [password] }).kind).toBe('second_factor')
    expect(step({ person: { ...verified, factors: [] }, proofs: [password] })).toEqual({
      kind: 'change_username',
      because: [{ rule: 'username_claimed', level: 'instance' }],
    })
  })

  test('an address is verified before the second factor, where mails can be sent', () => {
    const given = { person: { emailVerified: false, factors: ['totp'] as const }, proofs: [password] }
    expect(step(given).kind).toBe('verify_email')
    expect(step({ ...given, channels: { mail: false, sms: false } }).kind).toBe('second_factor')
  })
})

describe('the second factor', () => {
  test('of a person who has one is asked for, the strongest first', () => {
    const decided = step({ person: { factors: ['otp_email', 'totp', 'u2f'] }, proofs: [password] })
    expect(decided).toEqual({
      kind: 'second_factor',
      options: ['u2f', 'totp', 'otp_email'],
      preferred: 'u2f',
      because: [{ rule: 'own_second_factor', level: 'person' }],
    })
  })

  test('that the policy does not allow is neither asked for nor offered', () => {
    const person = { factors: ['otp_email', 'totp'] as const }
    const policy = { secondFactors: ['totp'] as const }
    expect(step({ person, policy, proofs: [password] })).toMatchObject({ options: ['totp'] })
    expect(step({ person, policy: { secondFactors: [] }, proofs: [password] }).kind).toBe('done')
  })

  test('may be a recovery code while some are left, after the others', () => {
    const person = { factors: ['recovery_code', 'totp'] as const }
    const options = ['totp', 'recovery_code']
    expect(step({ person, proofs: [password] })).toMatchObject({ kind: 'second_factor', options })
    const usedUp = { ...person, usedUp: ['recovery_code'] as const }
    expect(step({ person: usedUp, proofs: [password] })).toMatchObject({ options: ['totp'] })
    expect(step({ person: usedUp, proofs: [password, proof('recovery_code')] }).kind).toBe('done')
  })

  test('is not asked for after a passkey that has verified the person, but after another one', () => {
    const person = { factors: ['passkey', 'totp'] as const }
    expect(step({ person, proofs: [key('passkey')] }).kind).toBe('done')
    expect(step({ person, proofs: [proof('passkey')] })).toMatchObject({
      kind: 'second_factor',
      options: ['totp', 'password'],
    })
  })

  test('does not replace the key with which the login began', () => {
    const person = { factors: ['passkey', 'u2f'] as const, hasPassword: false, passwordChangedAt: null }
    const decided = step({ person, policy: { secondFactors: ['u2f', 'totp'] }, proofs: [proof('passkey')] })
    expect(decided).toMatchObject({ kind: 'enrol', options: ['totp'], skippable: false })
  })

  test.each(['forceMfa', 'forceMfaLocalOnly'] as const)('%s: a passkey does, else one is set up', (rule) => {
    const policy = { [rule]: true, level: 'org' } as const
    const because = [{ rule: rule === 'forceMfa' ? 'force_mfa' : 'force_mfa_local_only', level: 'org' }]
    expect(step({ policy, person: { factors: ['passkey'] }, proofs: [password] })).toMatchObject({
      kind: 'second_factor',
      options: ['passkey'],
      because,
    })
    expect(step({ policy, proofs: [password] })).toEqual({
      kind: 'enrol',
      options: ['passkey', 'u2f', 'totp', 'otp_sms', 'otp_email'],
      skippable: false,
      because,
    })
  })

  test('is not forced on people of other providers by the local rule', () => {
    expect(step({ policy: { forceMfaLocalOnly: true }, proofs: [proof('idp')] }).kind).toBe('done')
    const person = { hasPassword: false, passwordChangedAt: null }
    expect(step({ policy: { forceMfa: true }, person, proofs: [proof('idp')] }).kind).toBe('enrol')
  })

  test('by mail or SMS is set up only where these can be sent; none left is said', () => {
    const policy = {
      forceMfa: true,
      passwordlessAllowed: false,
      secondFactors: ['otp_sms', 'otp_email'] as const,
    }
    const given = { policy, proofs: [password] }
    expect(step({ ...given, channels: { mail: true, sms: false } })).toMatchObject({ options: ['otp_email'] })
    expect(step({ ...given, channels: { mail: false, sms: false } })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'login_flow.no_second_factor' },
    })
  })
})

describe('the offer to set up a factor', () => {
  const policy = { mfaInitSkipLifetime: 30 * day }

  test('is made to people without one, unless they put it off within the time', () => {
    const offer = { kind: 'enrol', skippable: true }
    expect(step({ policy, proofs: [password] })).toMatchObject(offer)
    expect(step({ policy, proofs: [password], person: { skippedAt: before(29 * day) } }).kind).toBe('done')
    expect(step({ policy, proofs: [password], person: { skippedAt: before(30 * day) } })).toMatchObject(offer)
  })

  test.each<[string, GivenFacts]>([
    ['a time of 0', { policy: { mfaInitSkipLifetime: 0 } }],
    ['a passkey', { policy, person: { factors: ['passkey'] } }],
    ['nothing to set up', { policy: { ...policy, secondFactors: [], passwordlessAllowed: false } }],
    ['a client that wants no page', { policy, request: { prompt: ['none'] } }],
  ])('is not made: %s', (_why, given) => {
    expect(step({ ...given, proofs: [password] }).kind).toBe('done')
  })
})

describe('demands of application and project', () => {
  test('another organization or user is refused at once', () => {
    const code = (given: GivenFacts) => {
      const decided = step(given)
      return decided.kind === 'refused' ? decided.refusal.code : decided.kind
    }
    expect(code({ request: { organization: 'other' } })).toBe('auth_request.other_organization')
    expect(code({ request: { demandedUserId: 'bob' } })).toBe('auth_request.other_user')
    expect(code({ request: { hintUserId: 'bob' } })).toBe('auth_request.other_user')
    expect(code({ request: { demandedUserIds: ['bob', 'zoe'] } })).toBe('auth_request.other_user')
    expect(code({ request: { organization: 'acme', demandedUserId: 'ada' }, proofs: [password] })).toBe(
      'done',
    )
  })

  test('a project that refuses the person is named at the end', () => {
    const application = refusing()
    expect(step({ application, request: {} }).kind).toBe('first_factor')
    expect(step({ application, request: {}, proofs: [password] })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'sample.refused' },
      because: [{ rule: 'project_refused', level: 'project' }],
    })
  })

  test('a level is reached by the same session with a factor of the person', () => {
    const request = { demandedLevel: 2 }
    const person = { factors: ['passkey'] as const }
    expect(step({ request, person, proofs: [password] })).toEqual({
      kind: 'second_factor',
      options: ['passkey'],
      preferred: 'passkey',
      because: [{ rule: 'required_level', level: 'application', values: { level: '2' } }],
    })
    expect(step({ request, person, proofs: [password, proof('passkey')] }).kind).toBe('done')
  })

  test('a level needs fresh proofs of both kinds: the first factor is checked again first', () => {
    const request = { demandedLevel: 2 }
    const person = { factors: ['totp'] as const }
    const policy = { secondFactorCheckLifetime: 100 * day }
    const old = [proof('password', 2 * day), proof('totp', 2 * day)]
    expect(step({ request, person, policy, proofs: old })).toMatchObject({ kind: 'first_factor' })
    const half = [password, proof('totp', 2 * day)]
    expect(step({ request, person, policy, proofs: half })).toMatchObject({
      kind: 'second_factor',
      options: ['totp'],
    })
  })

  test('a level that no factor reaches is set up, else refused', () => {
    expect(step({ request: { demandedLevel: 2 }, proofs: [password] })).toMatchObject({
      kind: 'enrol',
      options: ['passkey', 'u2f', 'totp', 'otp_sms'],
      skippable: false,
    })
    const policy = { secondFactors: ['otp_email'], passwordlessAllowed: false } as const
    expect(step({ request: { demandedLevel: 2 }, policy, proofs: [password] })).toMatchObject({
      kind: 'refused',
      refusal: { code: 'login_flow.level_out_of_reach' },
    })
  })

  test('a synced key that was just tried for level 3 is not asked for again, a newer one is', () => {
    const given = { request: { demandedLevel: 3 }, proofs: [key('passkey', 10)] }
    const person = { factors: ['passkey'] as const, hasPassword: false, passwordChangedAt: null }
    expect(step({ ...given, person })).toMatchObject({ kind: 'enrol' })
    const added = { ...person, keysAddedAt: { passkey: before(5) } }
    expect(step({ ...given, person: added })).toMatchObject({ kind: 'second_factor', options: ['passkey'] })
    expect(step({ ...given, person, proofs: [key('passkey', 10, true)] }).kind).toBe('done')
  })

  test("the project's level is named as the project's", () => {
    const admission = { refusal: undefined, requiredAcr: 'urn:sallyport:aal:2', admittedBy: [] }
    const decided = step({
      request: {},
      application: { ...refusing(), admission },
      person: { factors: ['passkey'] },
      proofs: [password],
    })
    expect(decided.because).toEqual([{ rule: 'required_level', level: 'project', values: { level: '2' } }])
  })

  test('a preferred level is asked for only if the person can reach it and pages may be shown', () => {
    const person = { factors: ['passkey'] as const }
    const wanting = (more: object) =>
      step({ request: { wantedLevels: [2], ...more }, person, proofs: [password] })
    expect(wanting({}).kind).toBe('second_factor')
    expect(wanting({ prompt: ['none'] }).kind).toBe('done')
    expect(step({ request: { wantedLevels: [2] }, proofs: [password] }).kind).toBe('done')
  })
})

function refusing() {
  const refusal = refuse('sample.refused', 'permission_denied', 'no; ask')
  return {
    name: 'App',
    projectName: 'Project',
    orgId: 'acme',
    branding: 'unspecified',
    showsSuccess: false,
    admission: { refusal, requiredAcr: null, admittedBy: [] },
  } as const
}

describe('fresh proofs', () => {
  const stale = { policy: { forceMfa: true }, freshMinutes: 15, proofs: [proof('password', 16 * 60)] }

  test('a factor is set up with proofs that the methods accept, else the first factor comes again', () => {
    expect(step(stale)).toMatchObject({
      kind: 'first_factor',
      options: ['password'],
      because: [{ rule: 'fresh_proof', values: { minutes: '15' } }, { rule: 'force_mfa' }],
    })
    expect(step({ ...stale, proofs: [proof('password', 60)] }).kind).toBe('enrol')
    expect(step({ ...stale, freshMinutes: 0 }).kind).toBe('enrol')
  })

  test('nobody is asked for a password to be offered a factor', () => {
    const offered = { policy: { mfaInitSkipLifetime: 3600 }, freshMinutes: 15 }
    expect(step({ ...offered, proofs: [proof('password', 16 * 60)] }).kind).toBe('done')
    expect(step({ ...offered, proofs: [proof('password', 60)] })).toMatchObject({ kind: 'enrol' })
  })
})

test('what can be set up is allowed, can be sent, and is not there yet unless there can be several', () => {
  const person = { factors: ['totp', 'u2f'] as const }
  expect(enrollable(factsWith({ person }))).toEqual(['passkey', 'u2f', 'otp_sms', 'otp_email'])
  const channels = { mail: false, sms: false }
  const policy = { passwordlessAllowed: false, secondFactors: ['totp', 'otp_email'] as const }
  expect(enrollable(factsWith({ channels, policy }))).toEqual(['totp'])
})
