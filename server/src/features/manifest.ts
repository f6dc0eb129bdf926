import type { Logger } from 'pino'
import type { Call } from '../access/call.ts'
import type { CredentialKind } from '../access/credentialKind.ts'
import type { GivenLookupParts } from '../access/lookupParts.ts'
import type { Operation } from '../access/operation.ts'
import type { Config } from '../config/config.ts'
import type { Endpoint } from '../contract/endpoint.ts'
import type { HandlerTable } from '../contract/handlers.ts'
import type { Database } from '../database/database.ts'
import type { Migration } from '../database/migrate.ts'
import type { DeadStreams } from '../eventlog/examineDead.ts'
import type { FoldedColumns } from '../eventlog/foldedColumns.ts'
import type { EventLog, Reaction } from '../eventlog/types.ts'
import type { Follower } from '../jobs/follower.ts'
import type { Schedule } from '../jobs/schedule.ts'
import type { TaskHandler } from '../jobs/task.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Facet } from '../kernel/facet.ts'
import type { Json, JsonObject } from '../kernel/json.ts'
import type { Refusal } from '../kernel/refusal.ts'
import type { Outbound } from '../outbound/outbound.ts'

/** The dependencies of a feature's handlers and tasks. They reach everything else through other features' `index.ts`. */
export interface Deps {
  readonly log: EventLog
  /** Statements and reads by key; connections, sessions and pipelines are the database's own. */
  readonly database: Pick<Database, 'query' | 'find'>
  readonly config: Config
  readonly logger: Logger
  readonly clock: Clock
  /** The one way to addresses that others choose. */
  readonly outbound: Outbound
}

/** Ends a clash of folded columns by an event; undefined if there is none any more. */
export type SettleClash = (
  deps: Pick<Deps, 'log' | 'database' | 'clock'>,
  row: JsonObject,
) => Promise<string | undefined>

/** One capability of the product: its parts of the log, the database, the contract and the worker. */
export interface Feature {
  readonly name: string
  readonly migrations?: readonly Migration[]
  /** Index tables that its facets render rows for. */
  readonly tables?: readonly string[]
  /** Its other tables with `instance_id`, such as caches: removed with their instance. */
  readonly instanceTables?: readonly string[]
  /** The columns of these tables that have a folded copy. */
  readonly folded?: FoldedColumns
  /** Renames the owner of a row whose folded columns clash with an older row's, by table. Returns a line for the log. */
  readonly settleClash?: Readonly<Record<string, SettleClash>>
  readonly facets?: readonly Facet<Json>[]
  readonly reactions?: readonly Reaction[]
  /** Refusals by the name of the unique constraint or index whose violation they explain. */
  readonly constraints?: Readonly<Record<string, Refusal>>
  /** Kinds of tokens that it owns. */
  readonly credentials?: (config: Config) => readonly CredentialKind[]
  /** SQL for the statement that looks requests up. */
  readonly lookup?: GivenLookupParts
  readonly handlers?: (deps: Deps) => readonly HandlerTable<Call>[]
  readonly endpoints?: (deps: Deps) => readonly Endpoint<Call>[]
  /** Its part of our own REST API. */
  readonly operations?: (deps: Deps) => readonly Operation[]
  readonly tasks?: (deps: Deps) => readonly TaskHandler[]
  readonly schedules?: (deps: Deps) => readonly Schedule[]
  /** What every process does until it stops. */
  readonly followers?: (deps: Deps) => readonly Follower[]
  /** Its streams that die; they are removed from the log `SALLYPORT_AUDIT_RETENTION_DAYS` later. */
  readonly dead?: readonly DeadStreams[]
}
