import type { Database } from '../database/database.ts'
import { databaseUnavailable } from '../database/unavailable.ts'
import { DomainError, type Refusal } from '../kernel/refusal.ts'
import { batchOf } from './batch.ts'
import type { Change } from './change.ts'
import { microBatch } from './microBatch.ts'

/** A stream moved since it was loaded: decide again. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}

const groupSize = 32
const groupsInFlight = 2
const deadlockRetries = 5

/**
 * Commits changes. Those that arrive while others are being committed go together in one statement; each of them still
 * succeeds or fails on its own, with a `ConflictError`, the refusal of a violated constraint, or unavailable.
 */
export function openAppender(
  database: Database,
  constraints: Readonly<Record<string, Refusal>>,
  committed: () => void,
): (change: Change) => Promise<void> {
  const ask = microBatch<Change, Failure | undefined>({
    size: groupSize,
    flights: groupsInFlight,
    admit: apart,
    async answer(group) {
      const failures = await commit(database, group)
      committed()
      return failures
    },
  })
  return async (change) => {
    const failure = await ask(change)
    if (failure !== undefined) throw explain(failure, constraints)
  }
}

/** Commits a group in one statement; when one of them cannot be, each gets a subtransaction and an answer of its own. */
async function commit(
  database: Database,
  group: readonly Change[],
): Promise<readonly (Failure | undefined)[]> {
  try {
    await retried(() => database.keyed('select log_append($1)', [batchOf(group)], 'log_append'))
    return group.map(() => undefined)
  } catch (error) {
    if (error instanceof DomainError) throw error
    if (group.length === 1) return [failureOf(error)]
  }
  const batches = `[${group.map((change) => batchOf([change])).join(',')}]`
  const answers = await retried(() =>
    database.keyed<{ failure: Failure | null }>(
      'select log_append_each($1) as failure',
      [batches],
      'log_append_each',
    ),
  )
  return answers.map(({ failure }) => failure ?? undefined)
}

/** Admits to a group what writes nothing that another one of the group writes or guards, or the other way round. */
function apart(): (change: Change) => boolean {
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
  if (code === 'SP001' || (code === '23505' && ownKeys.has(constraint ?? ''))) return new ConflictError()
  const refusal = constraints[constraint ?? '']
  if (refusal !== undefined && /^23/.test(code)) return new DomainError(refusal, cause)
  const what = `${code} ${constraint ?? ''} ${/^23/.test(code) ? '' : (message ?? '')}`
  return new Error(`the append failed: ${what.trim()}`, { cause })
}

/** Runs a statement again after a deadlock or serialization failure: nothing of it was applied. */
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
