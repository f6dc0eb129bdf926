import { batchCalls } from '../database/batchCalls.ts'
import type { Database } from '../database/database.ts'
import { databaseUnavailable } from '../database/unavailable.ts'
import { DomainError, type Refusal } from '../kernel/refusal.ts'
import { batchOf } from './batch.ts'
import type { CachedRead, CachedReadStatements } from './cacheUse.ts'
import type { Change } from './change.ts'

/** A stream has changed since it was loaded; the decision must run again. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}

/** A cached read of the unit of work is stale; the request must run again without caches. */
export class StaleReadError extends Error {
  override readonly name = 'StaleReadError'
}

const groupSize = 32
/** Enough changes to start a second statement while one is running; half as many would cost more than they gain. */
const secondGroupSize = 8
const deadlockRetries = 5

/**
 * Commits changes in groups. Each change of a group succeeds or fails on its own, with a `ConflictError`, a `StaleReadError`,
 * the refusal of a violated constraint, or `database.unavailable`.
 */
export function openAppender(
  database: Database,
  constraints: Readonly<Record<string, Refusal>>,
  reads: CachedReadStatements,
  committed: (changes: number) => void,
): (change: Change) => Promise<void> {
  const appendBatched = batchCalls<Change, Failure | undefined>({
    size: groupSize,
    ahead: secondGroupSize,
    admit: admitUnconflicting,
    async run(group) {
      const failures = await commit(database, reads, group)
      committed(group.length)
      return failures
    },
  })
  return async (change) => {
    const failure = await appendBatched(change)
    if (failure !== undefined) throw explain(failure, constraints)
  }
}

/** Commits a group in one statement; if that fails, each change gets a subtransaction and a result of its own. */
async function commit(
  database: Database,
  statements: CachedReadStatements,
  group: readonly Change[],
): Promise<readonly (Failure | undefined)[]> {
  const reads = new DistinctReads(statements)
  const ordinalOf = (read: CachedRead) => reads.ordinal(read)
  const batch = batchOf(group, ordinalOf)
  const run = (applier: 'log_append' | 'log_append_each', batches: string) =>
    retried(() =>
      database.pipelined<{ failure: Failure | null }>(
        `select ${applier}($1, ${reads.digests()}) as failure`,
        [batches, ...reads.parameters()],
        [applier, ...reads.kinds()].join(' '),
      ),
    )
  try {
    await run('log_append', batch)
    return group.map(() => undefined)
  } catch (error) {
    if (error instanceof DomainError) throw error
    if (group.length === 1) return [failureOf(error)]
  }
  const batches = `[${group.map((change) => batchOf([change], ordinalOf)).join(',')}]`
  const results = await run('log_append_each', batches)
  return results.map(({ failure }) => failure ?? undefined)
}

/** The distinct cached reads of a group, and the SQL that repeats them. */
class DistinctReads {
  readonly #statements: CachedReadStatements
  readonly #byKind = new Map<string, Map<string, number>>()

  constructor(statements: CachedReadStatements) {
    this.#statements = statements
  }

  /** Returns the ordinal of a read among those of its kind, from 1; adds the read if it is new. */
  ordinal({ kind, parameters }: CachedRead): number {
    const known = this.#byKind.get(kind) ?? new Map<string, number>()
    this.#byKind.set(kind, known)
    const ordinal = known.get(parameters) ?? known.size + 1
    known.set(parameters, ordinal)
    return ordinal
  }

  kinds(): string[] {
    return [...this.#byKind.keys()].sort()
  }

  /** One per kind, `$2` and so on. */
  parameters(): string[] {
    return this.kinds().map((kind) => `[${[...(this.#byKind.get(kind)?.keys() ?? [])].join(',')}]`)
  }

  /** SQL: the digests in one JSON value, by kind and ordinal. */
  digests(): string {
    const digests = this.kinds().map((kind, at) => {
      const statement = this.#statements[kind]?.replaceAll('$1', `$${at + 2}`)
      return `'${kind}', (select json_object_agg(r.ordinal, r.digest) from (${statement}) r)`
    })
    return digests.length === 0 ? 'null' : `json_build_object(${digests.join(', ')})`
  }
}

/** Admits a change only if it conflicts with no other change in the group. */
function admitUnconflicting(): (change: Change) => boolean {
  const written = new Set<string>()
  const guarded = new Set<string>()
  return ({ keys: { writes, guards } }) => {
    if (writes.some((key) => written.has(key) || guarded.has(key))) return false
    if (guards.some((key) => written.has(key))) return false
    for (const key of writes) written.add(key)
    for (const key of guards) guarded.add(key)
    return true
  }
}

interface Failure {
  readonly code: string
  readonly constraint?: string | null
  readonly message?: string
  readonly cause?: unknown
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    return { code: '', cause: error }
  }
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : null
  return { code: error.code, constraint, message: error.message, cause: error }
}

const ownKeys = new Set(['streams_pkey', 'events_pkey'])

function explain(failure: Failure, constraints: Readonly<Record<string, Refusal>>): Error {
  const { code, constraint, message, cause } = failure
  if (code === 'SP002') return new StaleReadError()
  if (code === 'SP001' || (code === '23505' && ownKeys.has(constraint ?? ''))) return new ConflictError()
  const refusal = constraints[constraint ?? '']
  if (refusal !== undefined && /^23/.test(code)) return new DomainError(refusal, cause)
  const reason = `${code} ${constraint ?? ''} ${/^23/.test(code) ? '' : (message ?? '')}`
  return new Error(`the append failed: ${reason.trim()}`, { cause })
}

/** Retries a statement after a deadlock or serialization failure, which has rolled it back. */
async function retried<Result>(statement: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await statement()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code !== '40P01' && code !== '40001') throw error
      if (tries > deadlockRetries) throw new DomainError(databaseUnavailable, error)
    }
  }
}
