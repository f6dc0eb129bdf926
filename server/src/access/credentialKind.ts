import type { RequestHead } from '../contract/endpoint.ts'
import type { Database } from '../database/database.ts'
import type { EventLog } from '../eventlog/types.ts'
import type { Origin } from './call.ts'
import type { CredentialRow, InstanceColumns } from './lookupParts.ts'
import type { PersonReads } from './personReads.ts'
import type { SystemPrincipal, UserPrincipal } from './principal.ts'

/** SQL that finds a credential. `i` is the row of the instance, `c` that of the credential, `u` that of its user. */
export interface CredentialLookup<Token, Row> {
  /** The table that holds a row per credential, unique by the instance and `column`. */
  readonly table: string
  readonly column: string
  /** Returns the value of `column` that a token names. */
  value(token: Token): string
  /** The id of the user. */
  readonly user: string
  /** The secret that holds the digest of the token's own secret. */
  readonly secret: { readonly streamType: string; readonly streamId: string; readonly id: string }
  /** Expressions by the names under which `identify` reads them. */
  readonly columns: { readonly [Name in keyof Row]: string }
  /** Joins that `columns` need in addition to `i`, `c` and `u`. */
  readonly joins?: string
  /**
   * Returns from which streams of people `c`, `columns` and `joins` were read, so that the row can be kept until one of them has new
   * events; undefined if they follow from anything else. The user's own stream need not be named.
   */
  reads?(row: CredentialRow & Row): PersonReads | undefined
}

/** A credential as the database holds it at this moment. */
export interface FoundCredential<Row> {
  readonly row: Pick<InstanceColumns, 'instance_id'> & CredentialRow & Row
  readonly now: Date
  /** The kind of factor that the method sets up for its caller; `any` for reads of their factors. */
  readonly enrols: string | undefined
  /** Whether the token's secret has the stored digest; `stream` and `id` name it as in `CredentialLookup.secret`. */
  readonly matches: (
    secret: Uint8Array,
    stream: { readonly type: string; readonly id: string },
    id: string,
  ) => Promise<boolean>
  /** Returns the opened secret, named in the same way; undefined without one. */
  readonly opened: (
    stream: { readonly type: string; readonly id: string },
    id: string,
  ) => Promise<Buffer | undefined>
  /** True if this request was authenticated by the token before (`Call.again`): it is genuine, and was proved, newest and not expired then. */
  readonly again: boolean
  /** For proofs of the key that a token is bound to. */
  readonly on: { readonly log: Pick<EventLog, 'unseal' | 'mac'>; readonly database: Pick<Database, 'query'> }
  readonly request: {
    readonly head: RequestHead
    readonly origin: Origin
    readonly scheme: 'bearer' | 'dpop'
    readonly text: string
  }
}

/** The properties of a principal that its credential sets; `memberships` replaces the user's own. */
export type Identity = Pick<UserPrincipal, 'token' | 'assurance' | 'userAgentId'> &
  Partial<Pick<UserPrincipal, 'memberships'>>

/** A kind of tokens of users, kept in the database. Its owner gives it in the manifest. */
export interface UserCredentialKind<Token = unknown, Row = object> {
  /** Unique; names its statement and its cached reads. */
  readonly name: string
  /** Reads a token; undefined if it has another kind. */
  parse(text: string): Token | undefined
  /** True if its tokens may be bound to a key; `identify` then checks the proof, also that unbound ones come as bearer tokens. */
  readonly proves?: true
  readonly lookup: CredentialLookup<Token, Row>
  /** Throws a refusal if the token is not valid; access itself refuses users that may not act. */
  identify(token: Token, found: FoundCredential<Row>): Promise<Identity>
}

/** A kind of tokens of callers outside every instance: nothing about them is in the database. */
export interface SystemCredentialKind<Token = unknown> {
  readonly name: string
  parse(text: string): Token | undefined
  readonly lookup?: undefined
  /** Returns undefined if the token is not valid. */
  identify(token: Token, now: Date): Promise<SystemPrincipal | undefined>
}

/** A kind of credentials that callers present as bearer tokens. */
export type CredentialKind = UserCredentialKind | SystemCredentialKind

/** Whether an instant of a row has come; null never does. */
export function isPast(instant: string | null, now: Date): boolean {
  return instant !== null && Date.parse(instant) <= now.getTime()
}
