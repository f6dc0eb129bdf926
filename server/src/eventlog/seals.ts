import { createHmac } from 'node:crypto'
import type { Query } from '../database/query.ts'
import type { Head } from './head.ts'
import type { LogKey } from './logKey.ts'

/** A row of `log_seals`. A seal proves the events whose positions lie after the previous seal's `upto` and up to its own. */
export interface Seal extends Head {
  /** A position. Every event at it or before was committed before the seal, or never will be. */
  readonly upto: string
  /** Whether events without keyed hashes are accepted up to here: version 0.2.0 wrote them. */
  readonly adopts: boolean
}

/** The events of one instance in a seal: the SHA-256 of their positions and hashes, in hexadecimal. */
export type Part = readonly [instanceId: string, digest: string]

/** A position up to which all events are settled once every transaction before `settled` has ended. */
export interface Mark {
  readonly upto: string
  /** No event after `upto` has an older transaction. */
  readonly horizon: string
  readonly settled: string
}

/** Positions of events in one seal at most. */
const blockSize = 10_000

/** Aggregates the events of a group in SQL to the digest of a `Part`; needs their `position` and `hash`. */
export const partDigest = `sha256(string_agg(int8send(position) || hash, ''::bytea order by position))`

/** Returns the MAC of a seal over its predecessor's and its parts, which are in the order of the instances' bytes. */
export function sealMac(
  key: LogKey,
  seal: Omit<Seal, 'mac'>,
  previous: string,
  parts: readonly Part[],
): string {
  const { number, upto, adopts } = seal
  return mac(key, ['seal', number, previous, upto, adopts, parts])
}

/** Returns the MAC that proves the removal of an instance after the seal `last`. */
export function removalMac(key: LogKey, instanceId: string, last: number): string {
  return mac(key, ['removed', instanceId, last])
}

function mac({ seals }: LogKey, content: unknown[]): string {
  return createHmac('sha256', seals).update(JSON.stringify(content)).digest('hex')
}

/**
 * Reads the oldest running transaction, the last position given to an event, and the newest transaction, in this order. A
 * transaction has its id before it numbers an event: those with positions after `upto` are not older than `horizon`, also if
 * they end during these reads, and those with positions up to `upto` are older than `settled`.
 */
export async function markLog(query: Query): Promise<Mark> {
  const [oldest] = await query<{ horizon: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon',
  )
  const [given] = await query<{ upto: string }>(
    'select case when is_called then last_value else 0 end as upto from events_position_seq',
  )
  const [newest] = await query<{ settled: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as settled',
  )
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

/** Whether the log contains a seal. */
export async function hasSeal(query: Query, { number, mac }: Head): Promise<boolean> {
  const rows = await query(`select 1 from log_seals where number = $1 and mac = decode($2, 'hex')`, [
    number,
    mac,
  ])
  return rows.length > 0
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
  const blocks = await readBlocks(query, before?.horizon ?? '0', from, upto)
  if (blocks.length === 0 && adopts) blocks.push({ end: upto, parts: [] })
  let last: Seal | undefined = before
  for (const [at, { end, parts }] of blocks.entries()) {
    const isLast = at === blocks.length - 1
    const seal = {
      number: (last?.number ?? 0) + 1,
      upto: String(isLast ? upto : end),
      adopts: isLast && adopts,
    }
    last = { ...seal, mac: sealMac(key, seal, last?.mac ?? '', parts) }
    await query(
      `insert into log_seals (number, upto, adopts, mac, horizon) values ($1, $2, $3, decode($4, 'hex'), $5::xid8)`,
      [last.number, last.upto, last.adopts, last.mac, mark.horizon],
    )
  }
  return last
}

/** Reads the parts of the events after `from` up to `upto`, in blocks of positions; empty blocks are left out. */
async function readBlocks(query: Query, horizon: string, from: bigint, upto: bigint) {
  const rows = await query<{ block: string; instance_id: string; digest: string }>(
    `select (position - $2::bigint - 1) / ${blockSize} as block, instance_id, encode(${partDigest}, 'hex') as digest
     from events where xact >= $1::xid8 and position > $2::bigint and position <= $3::bigint
     group by 1, 2 order by 1, 2`,
    [horizon, String(from), String(upto)],
  )
  const byBlock = Map.groupBy(rows, ({ block }) => block)
  return [...byBlock].map(([block, some]) => ({
    end: from + (BigInt(block) + 1n) * BigInt(blockSize),
    parts: some.map(({ instance_id, digest }): Part => [instance_id, digest]),
  }))
}
