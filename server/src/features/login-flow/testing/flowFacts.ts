import { defaultRules } from '../../login-policies/defaultLoginPolicy.ts'
import type { FlowFacts, FlowPerson, FlowPolicy, FlowRequest } from '../flowFacts.ts'

/** The instant of the decisions under test. */
export const now = new Date('2026-11-30T12:00:00.000Z')

/** Returns an instant that many seconds before `now`. */
export function before(seconds: number): string {
  return new Date(now.getTime() - seconds * 1000).toISOString()
}

/** A policy of a new instance that never offers to set up a factor. */
export const policy: FlowPolicy = {
  ...defaultRules,
  mfaInitSkipLifetime: 0,
  secondFactors: ['totp', 'u2f', 'otp_sms', 'otp_email'],
  recoveryCodes: null,
  multiFactors: ['u2f_with_verification'],
  level: 'instance',
}

/** An active person with a password. */
export const person: FlowPerson = {
  userId: 'ada',
  orgId: 'acme',
  kind: 'human',
  status: 'active',
  lockedUntil: null,
  orgActive: true,
  loginName: 'ada@acme.test',
  usernameIsTemporary: false,
  displayName: 'Ada',
  preferredLanguage: '',
  email: 'ada@mail.test',
  emailVerified: true,
  phone: '',
  phoneVerified: false,
  hasPassword: true,
  passwordChangedAt: before(3600),
  passwordChangeRequired: false,
  passwordAge: { maxDays: 0, level: 'instance' },
  factors: [],
  usedUp: [],
  keysAddedAt: {},
  skippedAt: null,
}

/** A request of an application that demands nothing, a minute ago. */
export const request: FlowRequest = {
  kind: 'oidc',
  id: 'V2_1',
  clientId: 'app',
  projectId: 'project',
  arrivedAt: before(60),
  scope: ['openid'],
  prompt: [],
  uiLocales: [],
  demandedLevel: 0,
  wantedLevels: [],
}

/** What a test changes of a held account without request. */
export interface GivenFacts extends Partial<Omit<FlowFacts, 'policy' | 'person' | 'request' | 'session'>> {
  readonly policy?: Partial<FlowPolicy>
  readonly person?: Partial<FlowPerson>
  readonly request?: Partial<FlowRequest>
  readonly proofs?: NonNullable<FlowFacts['session']>['proofs']
}

/** Returns facts about a held account; without `proofs` it is signed out. */
export function factsWith(given: GivenFacts = {}): FlowFacts {
  const { policy: rules, person: who, request: asked, proofs, ...more } = given
  const effective = { ...policy, ...rules }
  return {
    now,
    claim: 'held',
    context: effective,
    policy: effective,
    person: { ...person, ...who },
    session: proofs && { sessionId: 'session', proofs },
    request: asked && { ...request, ...asked },
    application: undefined,
    offered: 0,
    freshMinutes: 0,
    channels: { mail: true, sms: true },
    codeProved: false,
    ...more,
  }
}
