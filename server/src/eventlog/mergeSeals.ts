import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import type { LogKey } from './logKey.ts'
import { lockSeals } from './seals.ts'
import { joined, openSum, readSeals, type Sum, type SummedSeal, sealSum } from './sums.ts'

/** Seals that are read at once. */
const pageSize = 5_000
/** Events that are left in a merged seal at most, as in a new one. */
const mostEvents = 10_000

/**
 * Merges neighbouring seals made before `sealedBefore` into the last of them, as far as they prove few events that are left. A
 * seal whose head may be kept elsewhere, or that adopts events, is only merged with earlier ones.
 */
export async function mergeSeals(
  database: Pick<Database, 'session'>,
  key: LogKey,
  sealedBefore: Date,
): Promise<void> {
  let after = 0
  for (;;) {
    const last = await database.session(async (query) => {
      await query('begin isolation level read committed')
      await lockSeals(query)
      const reached = await mergePage(query, key, { after, sealedBefore })
      await query('commit')
      return reached
    })
    if (last === undefined) return
    after = last
  }
}

interface Page {
  readonly after: number
  readonly sealedBefore: Date
}

/** Merges the seals of one page; returns the number after which the next one begins, undefined after the last. */
async function mergePage(query: Query, key: LogKey, page: Page): Promise<number | undefined> {
  const seals = await readSeals(
    query,
    `number in (select o.number from log_seals o where o.number > $1 and o.sealed_at < $2
       order by o.number limit ${pageSize})`,
    [page.after, page.sealedBefore],
  )
  const end = seals.at(-1)
  if (end === undefined) return undefined
  await replace(
    query,
    key,
    groupsOf(key, seals).filter((group) => group.seals.length > 1),
  )
  // The last group may go on in the next page.
  return seals.length < pageSize ? undefined : end.number - 1
}

/** Neighbouring seals and the sum of their events. */
interface Group {
  readonly seals: SummedSeal[]
  sum: Sum
}

function groupsOf(key: LogKey, seals: readonly SummedSeal[]): readonly Group[] {
  const groups: Group[] = []
  let open: Group | undefined
  for (const seal of seals) {
    const sum = openSum(key, seal)
    const before = open?.seals.at(-1)
    if (sum === undefined) open = undefined
    else if (
      open !== undefined &&
      before?.number === seal.first - 1 &&
      open.sum.events + sum.events <= mostEvents
    ) {
      open.seals.push(seal)
      open.sum = joined(open.sum, sum)
    } else {
      open = { seals: [seal], sum }
      groups.push(open)
    }
    if (seal.adopts || seal.kept) open = undefined
  }
  return groups
}

async function replace(query: Query, key: LogKey, groups: readonly Group[]): Promise<void> {
  const numbers: number[] = []
  const firsts: number[] = []
  const sums: Buffer[] = []
  const gone: number[] = []
  for (const { seals, sum } of groups) {
    const [begin, end] = [seals[0], seals.at(-1)]
    if (begin === undefined || end === undefined) continue
    const merged = { ...end, first: begin.first, previous: begin.previous }
    numbers.push(end.number)
    firsts.push(begin.first)
    sums.push(sealSum(key, merged, sum))
    gone.push(...seals.slice(0, -1).map(({ number }) => number))
  }
  if (numbers.length === 0) return
  await query('delete from log_seals where number = any($1)', [gone])
  await query(
    `update log_seals s set first = n.first, live = n.live
     from unnest($1::bigint[], $2::bigint[], $3::bytea[]) n(number, first, live) where s.number = n.number`,
    [numbers, firsts, sums],
  )
}
