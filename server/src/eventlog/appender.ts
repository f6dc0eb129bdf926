import { batchCalls } from '../database/batchCalls.ts'
import type { Database } from '../database/database.ts'
import { databaseUnavailable } from '../database/unavailable.ts'
import { DomainError, type Refusal } from '../kernel/refusal.ts'
import { batchOf } from './batch.ts'
import type { Change } from './change.ts'
import type { Claim, ClaimStatements } from './premise.ts'

/** A stream moved since it was loaded; the decision must run again. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}

/** A cached read of the unit of work is stale; the request must run again without caches. */
export class PremiseError extends Error {
  override readonly name = 'PremiseError'
}

const groupSize = 32
/** Enough changes to start a second statement while one is running; half as many would cost more than they gain. */
const groupWorthwhile = 8
const deadlockRetries = 5

/**
 * Commits changes in groups. Each change of a group succeeds or fails on its own, with a `ConflictError`, a `PremiseError`,
 * the refusal of a violated constraint, or `database.unavailable`.
 */
export function openAppender(
  database: Database,
  constraints: Readonly<Record<string, Refusal>>,
  claims: ClaimStatements,
  committed: () => void,
): (change: Change) => Promise<void> {
  const ask = batchCalls<Change, Failure | undefined>({
    size: groupSize,
    ahead: groupWorthwhile,
    admit: apart,
    async answer(group) {
      const failures = await commit(database, claims, group)
      committed()
      return failures
    },
  })
  return async (change) => {
    const failure = await ask(change)
    if (failure !== undefined) throw explain(failure, constraints)
  }
}

/** Commits a group in one statement; if that fails, each change gets a subtransaction and a result of its own. */
async function commit(
  database: Database,
  claims: ClaimStatements,
  group: readonly Change[],
): Promise<readonly (Failure | undefined)[]> {
  const asked = new Questions(claims)
  const placeOf = (claim: Claim) => asked.place(claim)
  const batch = batchOf(group, placeOf)
  const run = (applier: 'log_append' | 'log_append_each', what: string) =>
    retried(() =>
      database.pipelined<{ failure: Failure | null }>(
        `select ${applier}($1, ${asked.answers()}) as failure`,
        [what, ...asked.parameters()],
        [applier, ...asked.kinds()].join(' '),
      ),
    )
  try {
    await run('log_append', batch)
    return group.map(() => undefined)
  } catch (error) {
    if (error instanceof DomainError) throw error
    if (group.length === 1) return [failureOf(error)]
  }
  const batches = `[${group.map((change) => batchOf([change], placeOf)).join(',')}]`
  const answers = await run('log_append_each', batches)
  return answers.map(({ failure }) => failure ?? undefined)
}

/** The distinct questions behind the claims of a group, and the SQL that answers them. */
class Questions {
  readonly #statements: ClaimStatements
  readonly #byKind = new Map<string, Map<string, number>>()

  constructor(statements: ClaimStatements) {
    this.#statements = statements
  }

  /** The place of the result, from 1; adds a question that is new. */
  place({ kind, question }: Claim): number {
    const asked = this.#byKind.get(kind) ?? new Map<string, number>()
    this.#byKind.set(kind, asked)
    const place = asked.get(question) ?? asked.size + 1
    asked.set(question, place)
    return place
  }

  kinds(): string[] {
    return [...this.#byKind.keys()].sort()
  }

  /** One per kind, `$2` and so on. */
  parameters(): string[] {
    return this.kinds().map((kind) => `[${[...(this.#byKind.get(kind)?.keys() ?? [])].join(',')}]`)
  }

  /** All answers in one JSON value: by kind, by place. */
  answers(): string {
    const answers = this.kinds().map((kind, at) => {
      const statement = this.#statements[kind]?.replaceAll('$1', `$${at + 2}`)
      return `'${kind}', (select json_object_agg(c.place, c.seen) from (${statement}) c)`
    })
    return answers.length === 0 ? 'null' : `json_build_object(${answers.join(', ')})`
  }
}

/** Admits a change only if it conflicts with no other change in the group. */
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
  if (code === 'SP002') return new PremiseError()
  if (code === 'SP001' || (code === '23505' && ownKeys.has(constraint ?? ''))) return new ConflictError()
  const refusal = constraints[constraint ?? '']
  if (refusal !== undefined && /^23/.test(code)) return new DomainError(refusal, cause)
  const what = `${code} ${constraint ?? ''} ${/^23/.test(code) ? '' : (message ?? '')}`
  return new Error(`the append failed: ${what.trim()}`, { cause })
}

/** Retries a statement after a deadlock or serialization failure, which applied nothing of it. */
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
