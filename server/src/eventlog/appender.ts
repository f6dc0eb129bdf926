import type { Database } from '../database/database.ts'
import { microBatch } from '../database/microBatch.ts'
import { databaseUnavailable } from '../database/unavailable.ts'
import { DomainError, type Refusal } from '../kernel/refusal.ts'
import { batchOf } from './batch.ts'
import type { Change } from './change.ts'
import type { Claim, ClaimStatements } from './premise.ts'

/** A stream moved since it was loaded: decide again. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError'
}

/** What the unit of work took from memory no longer holds: its request must be answered anew. */
export class PremiseError extends Error {
  override readonly name = 'PremiseError'
}

const groupSize = 32
/** Enough to be worth a statement while another one is under way; half of those would cost more than they gain. */
const groupWorthwhile = 8
const deadlockRetries = 5

/**
 * Commits changes. Those that arrive while others are being committed go together in one statement; each of them still
 * succeeds or fails on its own, with a `ConflictError`, a `PremiseError`, the refusal of a violated constraint, or unavailable.
 */
export function openAppender(
  database: Database,
  constraints: Readonly<Record<string, Refusal>>,
  claims: ClaimStatements,
  committed: () => void,
): (change: Change) => Promise<void> {
  const ask = microBatch<Change, Failure | undefined>({
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

/** Commits a group in one statement; when one of them cannot be, each gets a subtransaction and an answer of its own. */
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

/** The questions behind the claims of a group, each once, and how a statement asks them. */
class Questions {
  readonly #statements: ClaimStatements
  readonly #byKind = new Map<string, Map<string, number>>()

  constructor(statements: ClaimStatements) {
    this.#statements = statements
  }

  /** Where the answer stands, from 1; a question that was not asked yet is taken up. */
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
  if (code === 'SP002') return new PremiseError()
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
