import type { Membership } from '../../../access/principal.ts'
import type { Actor, Lean } from '../../../features/oidc-sessions/index.ts'
import type { Confirmation } from '../../../features/proof-of-possession/index.ts'

/** A user whom a token of an exchange names, with all that the new token takes over from it. */
export interface Party {
  readonly userId: string
  /** What the token leaned on: the user's own part first. */
  readonly leans: readonly [Lean, ...Lean[]]
  /** Whether the session of the first lean has ended by its expiry. */
  readonly sessionExpired: boolean
  /** The grants with which the new token dies: that of the token, and those that it came from. */
  readonly sources: readonly string[]
  readonly scopes: readonly string[]
  /** undefined: the token has none of its own (a JWT of the client, a user id). */
  readonly audience: readonly string[] | undefined
  readonly authTime: string | undefined
  readonly amr: readonly string[]
  readonly acr: string | undefined
  readonly actor: Actor | undefined
  readonly mayAct: Actor | undefined
  readonly confirmation: Confirmation | undefined
  /** The instant from which the token no longer counts. */
  readonly expiresAt: Date | undefined
  /** The instant from which the tokens of the grant can no longer be renewed; undefined: they cannot. */
  readonly renewableUntil: Date | undefined
  /** The organization of the user. */
  readonly orgId: string
  readonly memberships: readonly Membership[]
}

const prefix = 'urn:ietf:params:oauth:token-type:'

/** The types of tokens of an exchange (RFC 8693 §3); the last is the contract's own. */
export const tokenTypes = {
  accessToken: `${prefix}access_token`,
  refreshToken: `${prefix}refresh_token`,
  idToken: `${prefix}id_token`,
  jwt: `${prefix}jwt`,
  userId: 'urn:zitadel:params:oauth:token-type:user_id',
} as const
