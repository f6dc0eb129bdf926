import pg from 'pg'
import type { Logger } from 'pino'
import { DomainError } from '../kernel/refusal.ts'
import { batchedFind, type Find } from './batchedFind.ts'
import { connectionConfig } from './connectionConfig.ts'
import { type HeldLock, openListener } from './listener.ts'
import { outageLog } from './outage.ts'
import { type PipelinedConnection, pipelinedConnection } from './pipelinedConnection.ts'
import type { Query } from './query.ts'
import { resultOf } from './resultOf.ts'
import { reusedBufferSocket } from './reusedBufferSocket.ts'
import { SessionClient, type SessionConfig } from './sessionClient.ts'
import { keepalives, type SessionSettings } from './sessionSettings.ts'
import { type QueryTexts, queryTexts } from './textRows.ts'
import { resultTypes } from './timestamps.ts'
import { databaseError } from './unavailable.ts'

export type { Query } from './query.ts'

/** A pool of connections to one PostgreSQL database that survives the database's restarts. */
export interface Database {
  /** Throws `database.unavailable` while the database cannot be reached, `database.timeout` after the statement limit. */
  readonly query: Query
  /**
   * For named statements that find rows by key, on separate connections that always use indexes: a plan that was made while
   * a table was small must not scan the table once it has grown.
   */
  readonly keyed: Query
  /** For keyed reads by text values; concurrent calls are batched. Callers must not change the rows. */
  readonly find: Find
  /** As `keyed`, with the texts of the rows, for `batchedFind`. */
  readonly keyedTexts: QueryTexts
  /**
   * For keyed statements in quick succession, on a connection in pipeline mode, so that PostgreSQL need not be woken for each.
   * A statement that waits 25 ms for a lock is retried on another connection.
   */
  readonly pipelined: Query
  /** As `pipelined`, for short reads that other requests wait for; no write runs before them on their connection. */
  readonly confirming: Query
  /** Runs `work` on a connection that nothing else uses meanwhile, for transactions and session settings. */
  session<Result>(work: (query: Query) => Promise<Result>): Promise<Result>
  /** Calls `notified` on every NOTIFY, and once after each reconnect, as some may have been missed. */
  listen(channel: string, notified: () => void): Promise<{ stop(): Promise<void> }>
  /** Holds a lock until its release, and takes it again after each reconnect; never throws. */
  holdLock(lockClass: number, name: string): Promise<HeldLock>
  /** The pool, for libraries with their own SQL (`graphile-worker`). */
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** The address of the database and the limits of its use. */
export interface DatabaseOptions {
  readonly url: string
  /** The maximum number of connections (at least 4, default 10); `listen` and `holdLock` use one more. */
  readonly max?: number
  /** Milliseconds after which a statement is ended (default 30 000). */
  readonly statementTimeout?: number
  /** Milliseconds after which keyed statements are planned again (default 60 000), as the best index depends on the tables' sizes. */
  readonly planLifetime?: number
  /** Receives the reason of an outage, once per reason and minute. */
  readonly logger?: Pick<Logger, 'error' | 'info'>
}

// A generic plan that uses indexes: once tables have grown, nothing else is right for a few rows by key.
const byIndex: SessionSettings = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  // The keys of a batch differ, so that nothing would be found again.
  enable_memoize: 'off',
  enable_indexscan: 'on',
  enable_indexonlyscan: 'on',
  enable_nestloop: 'on',
}

/** Milliseconds that a pipelined statement waits for a lock before it is retried on another connection. */
export const pipelinedLockTimeout = 25

/** Connections of which one can be spared for reads that confirm others. */
const enoughForConfirming = 8

/** Opens the pool without connecting: an unreachable database fails the first statement. Throws `DatabaseUrlError`. */
export function openDatabase(options: DatabaseOptions): Database {
  const connection: SessionConfig = {
    ...connectionConfig(options.url),
    types: resultTypes,
    ...(options.logger && { outage: outageLog(options.logger) }),
  }
  const max = options.max ?? 10
  const forKeys = Math.max(1, Math.floor(max * 0.3))
  const limit = { ...keepalives, statement_timeout: `${options.statementTimeout ?? 30_000}ms` }
  const working: SessionConfig = { ...connection, stream: reusedBufferSocket, session: limit }
  const workingByKey: SessionConfig = { ...working, session: { ...limit, ...byIndex } }
  const open = (size: number, config: SessionConfig) => {
    class PooledClient extends SessionClient {
      constructor() {
        super(config)
      }
    }
    const { connectionTimeoutMillis } = config
    const opened = new pg.Pool({
      Client: PooledClient,
      max: size,
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis,
    })
    // The pool drops an idle connection that breaks; the next statement opens another one.
    opened.on('error', () => undefined)
    // graphile-worker warns unless somebody handles the errors of connections in use; SessionClient does.
    opened.on('connect', () => undefined)
    return opened
  }
  const forConfirming = max < enoughForConfirming ? 0 : 1
  const pool = open(Math.max(2, max - forKeys - 1 - forConfirming), working)
  const keyedPool = open(forKeys, workingByKey)
  const openPipeline = () =>
    pipelinedConnection({
      ...working,
      session: { ...workingByKey.session, lock_timeout: `${pipelinedLockTimeout}ms` },
    })
  const pipeline = openPipeline()
  const confirmingPipeline = openPipeline()
  const renewPlans = planRenewal(options.planLifetime ?? 60_000)
  // No keepalives are sent while a notification waits for its receipt.
  const listener = openListener({ ...connection, session: { ...keepalives, tcp_user_timeout: '30000' } })

  const query: Query = (sql, values, name) => borrow(pool, (client) => run(client, sql, values, name))
  const runByKey = async <Row extends object>(client: pg.ClientBase, ...statement: Parameters<Query>) => {
    await renewPlans(client)
    return run<Row>(client, ...statement)
  }
  const keyedTexts: QueryTexts = (...statement) =>
    borrow(keyedPool, async (client) => {
      await renewPlans(client)
      return queryTexts(client, ...statement).catch((error: unknown) => {
        throw databaseError(error)
      })
    })
  const keyed: Query = (...statement) => borrow(keyedPool, (client) => runByKey(client, ...statement))
  const onPipeline =
    (connection: PipelinedConnection): Query =>
    async (...statement) => {
      const client = await connection.client().catch((error: unknown) => {
        throw databaseError(error)
      })
      try {
        return await runByKey(client, ...statement)
      } catch (error) {
        if (losesConnection(error)) connection.forget(client)
        if (!(error instanceof pg.DatabaseError) || error.code !== lockNotAvailable) throw error
        return keyed(...statement)
      }
    }
  // A failure in a session may leave a transaction or settings behind.
  const session: Database['session'] = (work) =>
    borrow(
      pool,
      (client) => work((sql, values, name) => run(client, sql, values, name)),
      () => true,
    )
  return {
    query,
    keyed,
    find: batchedFind(keyedTexts),
    keyedTexts,
    pipelined: onPipeline(pipeline),
    confirming: forConfirming === 0 ? keyed : onPipeline(confirmingPipeline),
    session,
    listen: listener.listen,
    holdLock: listener.holdLock,
    pool,
    async close() {
      await listener.close()
      await Promise.all([pool.end(), keyedPool.end(), pipeline.close(), confirmingPipeline.close()])
    },
  }
}

/** PostgreSQL, appendix A; the statement has changed nothing. */
const lockNotAvailable = '55P03'

/** Discards the plans of a connection once they are old. */
function planRenewal(lifetime: number): (client: pg.ClientBase) => Promise<unknown> | undefined {
  const since = new WeakMap<pg.ClientBase, number>()
  return (client) => {
    const now = performance.now()
    const planned = since.get(client) ?? now
    const old = now - planned > lifetime
    since.set(client, old ? now : planned)
    return old ? run(client, 'discard plans') : undefined
  }
}

/** Runs `work` on a connection of the pool, which is closed afterwards if the error `breaks` it. */
async function borrow<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
  breaks: (error: unknown) => boolean = breaksConnection,
): Promise<Result> {
  const client = await connect(pool)
  let broken = false
  try {
    return await work(client)
  } catch (error) {
    broken = breaks(error)
    throw error
  } finally {
    client.release(broken)
  }
}

/** Whether the connection may be unusable: a statement that PostgreSQL refused leaves it as it was, with its plans. */
function breaksConnection(error: unknown): boolean {
  if (!(error instanceof DomainError)) return !(error instanceof pg.DatabaseError)
  return error.refusal.kind === 'unavailable' || !(error.cause instanceof pg.DatabaseError)
}

/** Whether the connection is closed, by its server or by the network. */
function losesConnection(error: unknown): boolean {
  if (!(error instanceof DomainError) || error.refusal.kind !== 'unavailable') return false
  return !(error.cause instanceof pg.DatabaseError) || error.cause.severity === 'FATAL'
}

async function run<Row extends object>(
  on: pg.ClientBase,
  text: string,
  values?: readonly unknown[],
  name?: string,
): Promise<Row[]> {
  try {
    const statement: pg.QueryConfig = { text }
    if (values !== undefined) statement.values = [...values]
    if (name !== undefined) statement.name = name
    return (await resultOf<Row>(on, statement)).rows
  } catch (error) {
    throw databaseError(error)
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw databaseError(error)
  }
}
