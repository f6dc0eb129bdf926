import { type BatchedCall, batchCalls } from '../../database/batchCalls.ts'
import type { Query } from '../../database/query.ts'

/** A change of one count: points that are taken, or given back if negative. */
export interface CountChange {
  readonly instanceId: string
  readonly digest: string
  readonly amount: number
  readonly expiresAt: Date
}

/** Changes a count for all processes on the database, and returns it with this change and those before. */
export type ChangeCount = BatchedCall<CountChange, number>

/**
 * Opens the counts. Changes that are asked for together are one statement; it locks its rows in the order of their keys, so that two
 * processes cannot wait for each other.
 */
export function openCounts(database: { readonly query: Query }): ChangeCount {
  return batchCalls({
    size: 256,
    run: async (changes) => {
      const sums = [...sumsOf(changes).values()].sort((one, other) => (one.key < other.key ? -1 : 1))
      const rows = await database.query<CountRow>(
        `insert into rate_limits as known (instance_id, digest, taken, expires_at)
         select instance_id, digest, amount, expires_at
           from unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[])
             with ordinality as given (instance_id, digest, amount, expires_at, place)
          order by place
         on conflict (instance_id, digest) do update set taken = greatest(known.taken + excluded.taken, 0)
         returning instance_id as "instanceId", digest, taken`,
        [
          sums.map(({ change }) => change.instanceId),
          sums.map(({ change }) => change.digest),
          sums.map(({ sum }) => sum),
          sums.map(({ change }) => change.expiresAt),
        ],
        'change_rate_limits',
      )
      const reached = new Map(rows.map((row) => [keyOf(row), row.taken]))
      const counts = new Map(sums.map(({ key, sum }) => [key, (reached.get(key) ?? 0) - sum]))
      return changes.map((change) => {
        const count = (counts.get(keyOf(change)) ?? 0) + change.amount
        counts.set(keyOf(change), count)
        return count
      })
    },
  })
}

interface CountRow extends Pick<CountChange, 'instanceId' | 'digest'> {
  readonly taken: number
}

interface Sum {
  readonly key: string
  readonly change: CountChange
  sum: number
}

/** A statement changes each row once. */
function sumsOf(changes: readonly CountChange[]): Map<string, Sum> {
  const sums = new Map<string, Sum>()
  for (const change of changes) {
    const key = keyOf(change)
    const known = sums.get(key)
    if (known === undefined) sums.set(key, { key, change, sum: change.amount })
    else known.sum += change.amount
  }
  return sums
}

function keyOf({ instanceId, digest }: Pick<CountChange, 'instanceId' | 'digest'>): string {
  return `${instanceId} ${digest}`
}
