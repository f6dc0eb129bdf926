import pg from 'pg'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { databaseError, replaceUnstorable } from '../database/unavailable.ts'
import type { Clock } from '../kernel/clock.ts'
import { DomainError } from '../kernel/refusal.ts'

/** Stores the outcomes of jobs, for which the library waits nowhere. */
export interface OutcomeStore {
  /** The pool for the library. */
  readonly pool: pg.Pool
  /** Returns true once all outcomes are stored; gives up those that are not after so many milliseconds, and returns false. */
  end(patience: number): Promise<boolean>
}

/**
 * Opens a pool whose statements that store the outcome of a job are retried until the database accepts them: the library does not catch
 * their failures, which would end the process. They may be repeated after a lost reply. Few wait at once, as a database that refuses
 * them gives out no further jobs. Any other failure is a bug, and is thrown.
 */
export function outcomeStore(
  database: Pick<Database, 'pool' | 'query'>,
  logger: Pick<Logger, 'error'>,
  { pause }: Pick<Clock, 'pause'>,
): OutcomeStore {
  const storing = new Set<Promise<unknown>>()
  const over = new AbortController()
  const store = async ({ text, values, name }: pg.QueryConfig) => {
    // The message of an error may hold any character.
    const storable = values?.map((value) => (typeof value === 'string' ? replaceUnstorable(value) : value))
    for (let wait = 50; !over.signal.aborted; wait = Math.min(2 * wait, 2_000)) {
      try {
        return await database.query(text, storable, name)
      } catch (error) {
        if (!passes(error)) throw error
        if (wait === 50) logger.error({ reason: error.message }, 'the outcome of a job is not stored yet')
        await pause(wait, over.signal)
      }
    }
    return []
  }
  const lend = () => {
    let client: Promise<pg.PoolClient> | undefined
    return {
      async query(statement: string | pg.QueryConfig, values?: unknown[]) {
        if (typeof statement === 'string' || !ofOutcome.test(statement.name ?? '')) {
          client ??= database.pool.connect()
          // Without the codes for which the library retries for minutes, during which a stop would wait.
          return client.then((opened) => opened.query(statement, values)).catch(throwDatabaseError)
        }
        const stored = store(statement)
        storing.add(stored)
        return stored.finally(() => storing.delete(stored))
      },
      release: () =>
        client?.then(
          (opened) => opened.release(),
          () => undefined,
        ),
    }
  }
  type Connected = Parameters<pg.Pool['connect']>[0]
  const connect = async (connected?: Connected) => (connected ? database.pool.connect(connected) : lend())
  // The library would warn of fewer connections than workers, but fetches take turns, and outcomes are stored by `database`.
  const own: Readonly<Record<string | symbol, unknown>> = {
    connect,
    options: { ...database.pool.options, max: Number.POSITIVE_INFINITY },
  }
  return {
    pool: new Proxy(database.pool, { get: (pool, key): unknown => own[key] ?? Reflect.get(pool, key) }),
    async end(patience) {
      const late = pause(patience, over.signal).then(() => false)
      const stored = await Promise.race([Promise.allSettled(storing).then(() => true), late])
      over.abort()
      return stored
    },
  }
}

function throwDatabaseError(error: unknown): never {
  throw databaseError(error)
}

/** The names of the library's statements. */
const ofOutcome = /^(complete|fail)_jobs?(_q)?\//

/** PostgreSQL, appendix A: a conflict with another transaction. */
const conflicts = new Set<string | undefined>(['40001', '40P01'])

/** Whether the same statement may succeed later: the database was away, did not respond in time, or met a conflict. */
function passes(error: unknown): error is Error {
  if (error instanceof pg.DatabaseError) return conflicts.has(error.code)
  return error instanceof DomainError && ['unavailable', 'deadline_exceeded'].includes(error.refusal.kind)
}
