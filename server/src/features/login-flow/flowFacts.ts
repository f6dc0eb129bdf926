import type { Proof } from '../../access/assurance.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import type { Level } from '../../access/level.ts'
import type { Prompt } from '../auth-requests/index.ts'
import type { ProjectAdmission } from '../authorizations/index.ts'
import type { PolicyRules } from '../login-policies/index.ts'
import type { ProjectSettings } from '../projects/events.ts'

/** The parts of a login policy that decide about steps, and the level that it comes from. */
export interface FlowPolicy extends Omit<PolicyRules, 'isDefault'> {
  readonly level: Level
}

/** The person that a login is about, as far as steps depend on them. */
export interface FlowPerson {
  readonly userId: string
  readonly orgId: string
  readonly kind: 'human' | 'machine'
  readonly status: 'active' | 'inactive' | 'locked' | 'initial'
  /** ISO 8601; the end of an automatic lock. */
  readonly lockedUntil: string | null
  readonly orgActive: boolean
  /** The preferred one. */
  readonly loginName: string
  /** The username was claimed with its domain and has to be replaced. */
  readonly usernameIsTemporary: boolean
  readonly displayName: string
  /** BCP 47; 'und' if the person has chosen none. */
  readonly preferredLanguage: string
  readonly email: string
  readonly emailVerified: boolean
  /** '' without a number. */
  readonly phone: string
  readonly phoneVerified: boolean
  readonly hasPassword: boolean
  /** ISO 8601; null without a password. */
  readonly passwordChangedAt: string | null
  readonly passwordChangeRequired: boolean
  /** Days after which a password expires (0: never), and the level of that policy. */
  readonly passwordAge: { readonly maxDays: number; readonly level: Level }
  /** The kinds of the factors that are set up, allowed or not. */
  readonly factors: readonly FactorName[]
  /** Of these, the kinds whose codes are used up: their proofs count, but nothing is left to check. */
  readonly usedUp: readonly FactorName[]
  /** ISO 8601: when the newest key of a kind was added. */
  readonly keysAddedAt: Readonly<Partial<Record<FactorName, string>>>
  /** ISO 8601: when the person last put off setting up a second factor. */
  readonly skippedAt: string | null
}

/** A live session of the person, with all of its proofs. */
export interface FlowSession {
  readonly sessionId: string
  /** Proofs that no policy has voided. */
  readonly proofs: readonly Proof[]
}

/** The request that a login is to answer; `account` for the pages of the account, to which the login returns. */
export interface FlowRequest {
  readonly kind: 'oidc' | 'device' | 'account'
  /** The id of its stream, without the prefix of pages; of an account the page. */
  readonly id: string
  readonly clientId: string
  readonly projectId: string
  /** ISO 8601: demands of freshness count from here. */
  readonly arrivedAt: string
  readonly scope: readonly string[]
  /** The APIs that the client names for its tokens (RFC 8707). */
  readonly resources?: readonly string[]
  readonly prompt: readonly Prompt[]
  readonly uiLocales: readonly string[]
  /** Seconds. */
  readonly maxAge?: number
  readonly loginHint?: string
  /** The user of an ID token that the client sent as a hint: nobody else may answer. */
  readonly hintUserId?: string
  /** The only user that the client accepts. */
  readonly demandedUserId?: string
  /** The only users that the client accepts. */
  readonly demandedUserIds?: readonly string[]
  /** The only organization that the client accepts. */
  readonly organization?: string
  /** The lowest assurance level that client and project accepted when the request arrived; 0 without one. */
  readonly demandedLevel: number
  /** The levels that the client prefers, the most wanted first. */
  readonly wantedLevels: readonly number[]
  /** The client is known by a document that anybody can publish, so the person has to agree; nobody of this server vouches for it. */
  readonly asksConsent?: true
}

/** The application of the request, and whether its project admits the person. */
export interface FlowApplication {
  /** '' for a client that is gone. */
  readonly name: string
  readonly projectName: string
  /** The organization that owns the project. */
  readonly orgId: string
  /** Whose branding the project wants on pages. */
  readonly branding: ProjectSettings['privateLabeling']
  /** Whether a page says that the login has succeeded before it leads to the app (native apps). */
  readonly showsSuccess: boolean
  /** Undefined without a person. */
  readonly admission: ProjectAdmission | undefined
}

/** Everything the decision about the next step depends on. */
export interface FlowFacts {
  readonly now: Date
  /** Whether nobody was named, a name was typed or linked, or the account is held by this browser. */
  readonly claim: 'nobody' | 'named' | 'held'
  /** Of the organization that the request or the page is about, else the instance's. */
  readonly context: FlowPolicy
  /** Of the person's organization; `context` without a person. */
  readonly policy: FlowPolicy
  /** Undefined if nobody was named, or the name is unknown. */
  readonly person: FlowPerson | undefined
  readonly session: FlowSession | undefined
  readonly request: FlowRequest | undefined
  readonly application: FlowApplication | undefined
  /** The number of accounts of this browser among which the person can choose. */
  readonly offered: number
  /** Minutes for which proofs are fresh enough to set up a factor; 0 if any are. */
  readonly freshMinutes: number
  /** The channels over which the instance can send codes. */
  readonly channels: { readonly mail: boolean; readonly sms: boolean }
  /** Whether the browser has brought a valid code from a mail to this person. */
  readonly codeProved: boolean
}
