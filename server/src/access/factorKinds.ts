import { MultiFactorType, SecondFactorType } from '@sallyport/contract/zitadel/policy_pb.js'
import { AuthenticationMethodType, AuthFactors } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'

/** A row of `factorKinds`. The events and checks of a kind are in the `Factor` of the feature that owns it. */
interface FactorKind {
  /** Field of `session.v2.Factors` and word of `session.factor.removed`; kinds that share it replace each other. */
  readonly field: string
  /**
   * The rule of a login policy that allows it. Kinds that are `always` allowed count without being set up. A `fallback` stands in
   * for a person's own second factor or passkey: it is allowed wherever one of these is, unless the policy forbids it, and counts only
   * while the person has one.
   */
  readonly allowedBy: 'always' | 'secondFactors' | 'passwordless' | 'fallback'
  /** Its part in AAL2, which needs a first factor and a possession. */
  readonly aal2: 'first factor' | 'possession' | 'none'
  /** Whether it is bound to the page that requests it; AAL3 demands this (NIST SP 800-63B-4 §2.3.2). */
  readonly phishingResistant: boolean
  /** Whether a person may have several, distinguished by an id and a name. */
  readonly many: boolean
  /** Its word in an ID token (RFC 8176); null if none fits. */
  readonly amr: 'pwd' | 'otp' | 'user' | null
  /** Its number in the contract's list of methods. */
  readonly methodType: AuthenticationMethodType
  /** Kinds that lists of second factors show: the filter and the field of `AuthFactor` (v1 and v2). */
  readonly listed: { readonly filter: AuthFactors; readonly field: string } | null
  /** The number in login policies (v1 and settings v2); null for kinds without one. */
  readonly policyType: SecondFactorType | null
}

/** Every kind of factor that a person can prove, in the order of lists. A new kind is one row here and one feature. */
export const factorKinds = {
  password: {
    field: 'password',
    allowedBy: 'always',
    aal2: 'first factor',
    phishingResistant: false,
    many: false,
    amr: 'pwd',
    methodType: AuthenticationMethodType.PASSWORD,
    listed: null,
    policyType: null,
  },
  totp: {
    field: 'totp',
    allowedBy: 'secondFactors',
    aal2: 'possession',
    phishingResistant: false,
    many: false,
    amr: 'otp',
    methodType: AuthenticationMethodType.TOTP,
    listed: { filter: AuthFactors.OTP, field: 'otp' },
    policyType: SecondFactorType.OTP,
  },
  otp_sms: {
    field: 'otpSms',
    allowedBy: 'secondFactors',
    aal2: 'possession',
    phishingResistant: false,
    many: false,
    amr: 'otp',
    methodType: AuthenticationMethodType.OTP_SMS,
    listed: { filter: AuthFactors.OTP_SMS, field: 'otpSms' },
    policyType: SecondFactorType.OTP_SMS,
  },
  otp_email: {
    field: 'otpEmail',
    allowedBy: 'secondFactors',
    // E-mail is no out-of-band authenticator (NIST SP 800-63B-4 §3.1.3.1).
    aal2: 'none',
    phishingResistant: false,
    many: false,
    amr: 'otp',
    methodType: AuthenticationMethodType.OTP_EMAIL,
    listed: { filter: AuthFactors.OTP_EMAIL, field: 'otpEmail' },
    policyType: SecondFactorType.OTP_EMAIL,
  },
  u2f: {
    field: 'webAuthN',
    allowedBy: 'secondFactors',
    aal2: 'possession',
    phishingResistant: true,
    many: true,
    amr: 'user',
    methodType: AuthenticationMethodType.U2F,
    listed: { filter: AuthFactors.U2F, field: 'u2f' },
    policyType: SecondFactorType.U2F,
  },
  passkey: {
    field: 'webAuthN',
    allowedBy: 'passwordless',
    aal2: 'possession',
    phishingResistant: true,
    many: true,
    amr: 'user',
    methodType: AuthenticationMethodType.PASSKEY,
    listed: null,
    policyType: null,
  },
  recovery_code: {
    field: 'recoveryCode',
    allowedBy: 'fallback',
    // A look-up secret (NIST SP 800-63B-4 §3.1.2).
    aal2: 'possession',
    phishingResistant: false,
    many: false,
    amr: 'otp',
    methodType: AuthenticationMethodType.RECOVERY_CODE,
    listed: null,
    policyType: SecondFactorType.RECOVERY_CODES,
  },
  idp: {
    field: 'intent',
    allowedBy: 'always',
    aal2: 'first factor',
    phishingResistant: false,
    many: false,
    amr: null,
    methodType: AuthenticationMethodType.IDP,
    listed: null,
    policyType: null,
  },
} as const satisfies Record<string, FactorKind>

type Rows = typeof factorKinds
type NamesWhere<Column extends keyof FactorKind, Value> = {
  [Name in keyof Rows]: Rows[Name][Column] extends Value ? Name : never
}[keyof Rows]

/** The name of a kind: in rows, events of login policies and settings. */
export type FactorName = keyof Rows
/** A kind that a login policy's list of second factors can hold. */
export type SecondFactor = NamesWhere<'allowedBy', 'secondFactors'>
/** A kind that stands in for the person's other factors. */
export type Fallback = NamesWhere<'allowedBy', 'fallback'>
/** A kind that methods on the second factors of a login policy name. */
export type PolicyFactorName = SecondFactor | Fallback
/** A kind that a person sets up and can lose. */
export type Authenticator = NamesWhere<'allowedBy', 'secondFactors' | 'passwordless' | 'fallback'>
/** Where a session shows a proof. */
export type FactorField = Rows[FactorName]['field']

/** Every name, in the order of lists. */
export const factorNames = Object.keys(factorKinds) as FactorName[]

/** Every field in which a session shows a proof. */
export const factorFields = [...new Set(factorNames.map((name) => factorKinds[name].field))]

/** The kinds that a login policy's list of second factors can hold. */
export const secondFactors = factorNames.filter(isSecondFactor)

/** The kinds that methods on the second factors of a login policy name. */
export const policyFactorNames = factorNames.filter(
  (name): name is PolicyFactorName => isSecondFactor(name) || isFallback(name),
)

/** The kinds that a person sets up and can lose. */
export const authenticators = factorNames.filter(
  (name): name is Authenticator => factorKinds[name].allowedBy !== 'always',
)

/** Whether a login can begin with a kind. */
export function beginsLogin(name: FactorName): boolean {
  const { allowedBy } = factorKinds[name]
  return allowedBy === 'always' || allowedBy === 'passwordless'
}

/** Whether a kind stands in for the person's other factors. */
export function isFallback(name: FactorName): name is Fallback {
  return factorKinds[name].allowedBy === 'fallback'
}

/** The kinds that a person can set up as the first of their own: all but those that stand in for others. */
export const ownKinds = authenticators.filter(
  (name): name is Exclude<Authenticator, Fallback> => !isFallback(name),
)

/** Rights of a login policy's list of multi factors, by name: their numbers in v1 and settings v2. */
export const multiFactors = { u2f_with_verification: MultiFactorType.U2F_WITH_VERIFICATION } as const

/** The name of a right in a login policy's list of multi factors. */
export type MultiFactor = keyof typeof multiFactors

/** Every right that a login policy's list of multi factors can hold. */
export const multiFactorNames = Object.keys(multiFactors) as MultiFactor[]

/** Returns the row of a kind with its columns' general types. */
export function factorKind(name: FactorName): FactorKind & { readonly field: FactorField } {
  return factorKinds[name]
}

function isSecondFactor(name: FactorName): name is SecondFactor {
  return factorKinds[name].allowedBy === 'secondFactors'
}
