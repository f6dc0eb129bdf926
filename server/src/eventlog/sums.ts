import type { Query } from '../database/query.ts'
import { seal, unseal } from '../kernel/crypto/sealing.ts'
import type { LogKey } from './logKey.ts'

/**
 * The events that a seal proves: the sum of their terms modulo 2^256. A term depends on the log's key, so that no other set of
 * events has the same sum to anybody without it; a removed event's term is taken out again.
 */
export interface Sum {
  readonly terms: bigint
  readonly events: number
  /** How many events the retention has taken out. */
  readonly retired: number
}

/** The position and hash of an event, as stored. */
export interface Summand {
  readonly position: string
  readonly hash: Buffer
}

/** A row of `log_seals` with the head before it. `first` differs from `number` if earlier seals were merged into it. */
export interface SummedSeal {
  readonly number: number
  readonly first: number
  readonly upto: string
  readonly adopts: boolean
  /** Whether it is never merged into a later one. */
  readonly kept: boolean
  readonly mac: string
  /** The MAC of the seal before `first`. */
  readonly previous: string
  /** Null in seals of digests, see `Part`. */
  readonly live: Buffer | null
}

/** What a sum is bound to. */
type Named = Omit<SummedSeal, 'live' | 'kept'>

/** The sum of no events. */
export const emptySum: Sum = { terms: 0n, events: 0, retired: 0 }

const sumBytes = 48
const positionBytes = 8
const lengthBytes = 4

/** SQL: the summands of a group of events, for `plusAll`. */
export const summandsOfEvents = `string_agg(int4send(octet_length(hash)) || int8send(position) || hash, ''::bytea order by position)`

/** SQL: the number of the seal that proves an event `e`, and whether it has a sum. */
export const sealOfEvent = `select s.number, s.live is not null as summed from log_seals s
  where s.upto >= e.position order by s.upto, s.number limit 1`

/** Returns the sum with one more event. */
export function plus(key: LogKey, { terms, events, retired }: Sum, event: Summand): Sum {
  return { terms: modulo(terms + termOf(key, event)), events: events + 1, retired }
}

/** Returns the sum with the events of `summandsOfEvents`. */
export function plusAll({ terms: key }: LogKey, { terms, events, retired }: Sum, summands: Buffer): Sum {
  let added = 0
  let total = terms
  for (let at = 0; at < summands.length; added++) {
    const begin = at + lengthBytes
    at = begin + positionBytes + summands.readInt32BE(at)
    total += BigInt(`0x${key(summands.subarray(begin, at))}`)
  }
  return { terms: modulo(total), events: events + added, retired }
}

/** Returns the sum without the events of another sum; `retired` counts them if the retention removes them. */
function minus(sum: Sum, { terms, events }: Sum, cause: 'retention' | 'instance'): Sum {
  return {
    terms: modulo(sum.terms - terms),
    events: sum.events - events,
    retired: sum.retired + (cause === 'retention' ? events : 0),
  }
}

/** Returns the sum of the events of two. */
export function joined(one: Sum, other: Sum): Sum {
  return {
    terms: modulo(one.terms + other.terms),
    events: one.events + other.events,
    retired: one.retired + other.retired,
  }
}

/** Whether two sums are of the same events. */
export function sameEvents(one: Sum, other: Sum): boolean {
  return one.terms === other.terms && one.events === other.events
}

/**
 * Encrypts the sum of a seal and binds it to the seal. It must stay hidden: of known terms, others with the same sum could be
 * found.
 */
export function sealSum(key: LogKey, of: Named, sum: Sum): Buffer {
  const plain = Buffer.alloc(sumBytes)
  plain.write(sum.terms.toString(16).padStart(64, '0'), 'hex')
  plain.writeBigUInt64BE(BigInt(sum.events), 32)
  plain.writeBigUInt64BE(BigInt(sum.retired), 40)
  return seal(key.sums, plain, contextOf(of))
}

/** Returns the sum of a seal; undefined if the seal or its sum is not genuine. */
export function openSum(key: LogKey, of: SummedSeal): Sum | undefined {
  if (of.live === null) return undefined
  try {
    const plain = unseal(key.sums, of.live, contextOf(of))
    return {
      terms: BigInt(`0x${plain.toString('hex', 0, 32)}`),
      events: Number(plain.readBigUInt64BE(32)),
      retired: Number(plain.readBigUInt64BE(40)),
    }
  } catch {
    return undefined
  }
}

/** Reads seals in the order of their numbers; `where` is SQL about `log_seals s`. */
export async function readSeals(
  query: Query,
  where: string,
  values: readonly unknown[] = [],
): Promise<SummedSeal[]> {
  const rows = await query<
    Record<'number' | 'first' | 'upto' | 'mac' | 'previous', string> & {
      adopts: boolean
      kept: boolean
      live: Buffer | null
    }
  >(
    `select number, coalesce(first, number) as first, upto, adopts, kept, encode(mac, 'hex') as mac, live,
       coalesce((select encode(p.mac, 'hex') from log_seals p where p.number < s.number
         order by p.number desc limit 1), '') as previous
     from log_seals s where ${where} order by number`,
    values,
  )
  return rows.map((row) => ({ ...row, number: Number(row.number), first: Number(row.first) }))
}

/** Takes events out of the sums of their seals, by the seals' numbers. The transaction must hold `lockSeals`. */
export async function takeOut(
  query: Query,
  key: LogKey,
  removed: ReadonlyMap<number, Sum>,
  cause: 'retention' | 'instance',
): Promise<void> {
  const seals = await readSeals(query, 'number = any($1)', [[...removed.keys()]])
  const live = seals.map((seal) => {
    const sum = openSum(key, seal)
    if (sum === undefined) throw new Error(`seal ${seal.number} of the log is broken; run log verify`)
    return sealSum(key, seal, minus(sum, removed.get(seal.number) ?? emptySum, cause))
  })
  await query(
    `update log_seals s set live = n.live from unnest($1::bigint[], $2::bytea[]) n(number, live)
     where s.number = n.number`,
    [seals.map(({ number }) => number), live],
  )
}

function termOf({ terms }: LogKey, { position, hash }: Summand): bigint {
  const message = Buffer.alloc(positionBytes + hash.length)
  message.writeBigInt64BE(BigInt(position))
  message.set(hash, positionBytes)
  return BigInt(`0x${terms(message)}`)
}

function modulo(value: bigint): bigint {
  return BigInt.asUintN(256, value)
}

function contextOf({ number, first, upto, adopts, mac, previous }: Named): string {
  return JSON.stringify(['sum', first, number, upto, adopts, previous, mac])
}
