import type { FactorName } from '../../access/factorKinds.ts'
import type { Level } from '../../access/level.ts'
import type { Refusal } from '../../kernel/refusal.ts'

/** Where a rule was set: on a level of policies, by the project or application of the request, or by the person. */
export type RuleLevel = Level | 'project' | 'application' | 'person'

/** Every rule that can demand a step; pages explain each under the text key `why.<rule>`. */
const flowRules = [
  /** Nothing that counts was proved yet. */
  'not_proved',
  /** The application wants the person to log in again (`prompt=login`). */
  'prompt_login',
  /** The application wants the person to choose an account (`prompt=select_account`). */
  'prompt_select_account',
  /** The application accepts no proof that is older than `minutes`. */
  'max_age',
  /** The policy accepts the first factor for `hours` only. */
  'first_factor_expired',
  /** The policy accepts the second factor for `hours` only. */
  'second_factor_expired',
  /** The person has a second factor. */
  'own_second_factor',
  /** The policy demands two factors. */
  'force_mfa',
  /** The policy demands two factors of people who log in here. */
  'force_mfa_local_only',
  /** The application or its project demands assurance level `level`. */
  'required_level',
  /** Setting up a factor needs a proof that is not older than `minutes`. */
  'fresh_proof',
  /** The policy recommends a second factor. */
  'second_factor_offered',
  /** An administrator demands another password. */
  'password_change_required',
  /** Passwords expire after `days`. */
  'password_expired',
  'email_unverified',
  /** Another organization has claimed the domain of the username. */
  'username_claimed',
  'initialization_open',
  'no_credential',
  'user_locked',
  'user_inactive',
  'organization_inactive',
  'machine_user',
  'other_organization',
  'other_user',
  /** The project demands an authorization or access, or cannot be used. */
  'project_refused',
  /** The application has only described itself. */
  'consent',
  /** No allowed way of logging in is left. */
  'no_way',
] as const

/** The name of a rule that can demand a step. */
export type FlowRule = (typeof flowRules)[number]

/** A reason for a step, for "Why am I asked?". */
export interface Because {
  readonly rule: FlowRule
  readonly level: RuleLevel
  /** Values for the placeholders of the rule's text. */
  readonly values?: Readonly<Record<string, string>>
}

/** The kinds with which a login can begin on our pages. */
export type FirstFactor = 'password' | 'passkey'

/** Why an account cannot log in. */
export type BlockedReason = 'locked' | 'inactive' | 'organization_inactive' | 'machine'

/** The one thing that a person has to do next, and why. */
export type LoginStep = { readonly because: readonly Because[] } & (
  | { readonly kind: 'identify' }
  | { readonly kind: 'choose_account' }
  /** `until`: ISO 8601, the end of an automatic lock. */
  | { readonly kind: 'blocked'; readonly reason: BlockedReason; readonly until: string | null }
  | { readonly kind: 'initialize' }
  | {
      readonly kind: 'first_factor'
      readonly options: readonly FirstFactor[]
      readonly preferred: FirstFactor
    }
  /** `proved`: a code from a mail is at hand; else one has to be sent first. */
  | { readonly kind: 'set_up_first'; readonly options: readonly FirstFactor[]; readonly proved: boolean }
  | { readonly kind: 'change_password'; readonly reason: 'required' | 'expired' }
  | { readonly kind: 'verify_email' }
  | { readonly kind: 'change_username' }
  | {
      readonly kind: 'second_factor'
      readonly options: readonly FactorName[]
      readonly preferred: FactorName
    }
  | { readonly kind: 'enrol'; readonly options: readonly FactorName[]; readonly skippable: boolean }
  | { readonly kind: 'consent' }
  /** This account cannot meet the request; another one may. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'done' }
)

/** The name of a step. */
export type LoginStepKind = LoginStep['kind']
