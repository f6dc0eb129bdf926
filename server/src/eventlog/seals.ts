import { createHmac } from 'node:crypto'
import type { Query } from '../database/query.ts'
import type { Head } from './head.ts'
import type { LogKey } from './logKey.ts'
import { emptySum, openSum, plusAll, readSeals, type Sum, sealSum, summandsOfEvents } from './sums.ts'

/** A row of `log_seals`. A seal proves the events whose positions lie after the previous seal's `upto` and up to its own. */
export interface Seal extends Head {
  /** A position. Every event at it or before was committed before the seal, or never will be. */
  readonly upto: string
  /** Whether events without keyed hashes are accepted up to here: version 0.2.0 wrote them. */
  readonly adopts: boolean
}

/** In seals without a sum, the events of one instance: the SHA-256 of their positions and hashes, in hexadecimal. */
export type Part = readonly [instanceId: string, digest: string]

/** A position up to which all events are settled once every transaction before `settled` has ended. */
export interface Mark {
  readonly upto: string
  /** No event after `upto` has an older transaction. */
  readonly horizon: string
  readonly settled: string
}

/** Positions of events in one seal at most. */
const blockSize = 10_000n

/** Aggregates the events of a group in SQL to the digest of a `Part`; needs their `position` and `hash`. */
export const partDigest = `sha256(string_agg(int8send(position) || hash, ''::bytea order by position))`

/** Returns the MAC of a seal over its predecessor's and the sum of its events, or their parts in the order of the instances' bytes. */
export function sealMac(
  key: LogKey,
  seal: Omit<Seal, 'mac'>,
  previous: string,
  content: Sum | readonly Part[],
): string {
  const { number, upto, adopts } = seal
  const sealed = 'terms' in content ? [content.terms.toString(16), content.events] : content
  return mac(key, ['seal', number, previous, upto, adopts, sealed])
}

/** Returns the MAC that proves the removal of an instance after the seal `last`. */
export function removalMac(key: LogKey, instanceId: string, last: number): string {
  return mac(key, ['removed', instanceId, last])
}

function mac({ seals }: LogKey, content: unknown[]): string {
  return createHmac('sha256', seals).update(JSON.stringify(content)).digest('hex')
}

/**
 * Reads the oldest running transaction, the last position given to an event, and a new transaction id, in this order. A
 * transaction has its id before it numbers an event: those with positions after `upto` are not older than `horizon`, also if
 * they end during these reads, and those with positions up to `upto` are older than `settled`. `pg_snapshot_xmax` would not do:
 * running transactions may be newer, as it only follows the newest one that has ended.
 */
export async function markLog(query: Query): Promise<Mark> {
  const [oldest] = await query<{ horizon: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon',
  )
  const [given] = await query<{ upto: string }>(
    'select case when is_called then last_value else 0 end as upto from events_position_seq',
  )
  const [newest] = await query<{ settled: string }>('select pg_current_xact_id()::text as settled')
  return { upto: given?.upto ?? '0', horizon: oldest?.horizon ?? '0', settled: newest?.settled ?? '0' }
}

/** Whether all transactions before the mark have ended. */
export async function isSettled(query: Query, { settled }: Mark): Promise<boolean> {
  const [row] = await query<{ ended: boolean }>(
    'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as ended',
    [settled],
  )
  return row?.ended === true
}

/** Takes the lock that seals and removals of instances need. Appends are not affected. */
export async function lockSeals(query: Query): Promise<void> {
  await query('lock table log_seals in share row exclusive mode')
}

/** Returns the last seal; undefined before the first. */
export async function lastSeal(query: Query): Promise<(Seal & { readonly horizon: string }) | undefined> {
  const [row] = await query<Omit<Seal, 'number'> & { number: string; horizon: string }>(
    `select number, upto, adopts, encode(mac, 'hex') as mac, horizon::text
     from log_seals order by number desc limit 1`,
  )
  return row && { ...row, number: Number(row.number) }
}

/** Returns the position up to which the seals accept events without keyed hashes. */
export async function adoptedUpTo(query: Query): Promise<bigint> {
  const [row] = await query<{ upto: string }>(
    'select coalesce(max(upto), 0) as upto from log_seals where adopts',
  )
  return BigInt(row?.upto ?? 0)
}

/** Whether the log contains a seal, as it was made or merged into a later one. */
export async function hasSeal(query: Query, key: LogKey, { number, mac }: Head): Promise<boolean> {
  const [found] = await readSeals(
    query,
    'number = (select min(o.number) from log_seals o where o.number >= $1)',
    [number],
  )
  if (found?.number === number) return found.mac === mac
  return found !== undefined && found.first <= number && openSum(key, found) !== undefined
}

/** Lets a seal stay as it is, because its head leaves the database. */
export async function keepSeal(query: Query, { number }: Head): Promise<void> {
  await query('update log_seals set kept = true where number = $1 and not kept', [number])
}

/**
 * Adds seals for the events up to a settled mark, at most 10,000 positions each, and returns the last seal. The transaction
 * must be read committed and hold `lockSeals`. With `adopts`, the last seal accepts all events before it, also if none is new.
 */
export async function addSeals(
  query: Query,
  key: LogKey,
  mark: Mark,
  adopts = false,
): Promise<Seal | undefined> {
  const before = await lastSeal(query)
  const from = BigInt(before?.upto ?? 0)
  const upto = BigInt(mark.upto) > from ? BigInt(mark.upto) : from
  if (upto === from && !adopts) return before
  let last: Seal | undefined = before
  const add = async ({ end, sum }: Block, isLast: boolean) => {
    const previous = last?.mac ?? ''
    const unnamed = {
      number: (last?.number ?? 0) + 1,
      upto: String(isLast ? upto : end),
      adopts: isLast && adopts,
    }
    const seal = { ...unnamed, mac: sealMac(key, unnamed, previous, sum) }
    const live = sealSum(key, { ...seal, first: seal.number, previous }, sum)
    await query(
      `insert into log_seals (number, upto, adopts, mac, horizon, live, kept)
       values ($1, $2, $3, decode($4, 'hex'), $5::xid8, $6, $3)`,
      [seal.number, seal.upto, seal.adopts, seal.mac, mark.horizon, live],
    )
    last = seal
  }
  let open: Block | undefined
  for await (const block of readBlocks(query, key, { horizon: before?.horizon ?? '0', from, upto })) {
    if (open !== undefined) await add(open, false)
    open = block
  }
  if (open !== undefined || adopts) await add(open ?? { end: upto, sum: emptySum }, true)
  return last
}

/** Events whose positions share a range that ends at `end`. */
interface Block {
  readonly end: bigint
  readonly sum: Sum
}

/** Positions of events that are read at a time; a block has a multiple of them. */
const partSize = 1_000n

/** Sums the events after `from` up to `upto` in blocks of positions; empty blocks are left out. */
async function* readBlocks(
  query: Query,
  key: LogKey,
  { horizon, from, upto }: { readonly horizon: string; readonly from: bigint; readonly upto: bigint },
): AsyncGenerator<Block> {
  await query(
    `declare unsealed no scroll cursor for
     select (position - ${from} - 1) / ${partSize} as part, ${summandsOfEvents} as summands from events
     where xact >= '${horizon}'::xid8 and position > ${from} and position <= ${upto} group by 1 order by 1`,
  )
  let open: Block | undefined
  for (;;) {
    const [next] = await query<{ part: string; summands: Buffer }>('fetch 1 from unsealed')
    if (next === undefined) break
    const end = from + ((BigInt(next.part) * partSize) / blockSize + 1n) * blockSize
    if (open !== undefined && open.end !== end) {
      yield open
      open = undefined
    }
    open = { end, sum: plusAll(key, open?.sum ?? emptySum, next.summands) }
  }
  await query('close unsealed')
  if (open !== undefined) yield open
}
