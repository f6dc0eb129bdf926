import { chainStart, type EventChain } from './chain.ts'
import { refOf } from './streamRow.ts'
import { sealOfEvent } from './sums.ts'

/** A stored event with what proves it. */
export interface ExaminedRow {
  readonly instance_id: string
  readonly stream_type: string
  readonly stream_id: string
  readonly sequence: number
  readonly type: string
  readonly created_at: string
  readonly creator: string
  readonly owner: string
  readonly payload: Parameters<EventChain['next']>[1]['event']['payload']
  readonly revision: number
  readonly hash: Buffer
  /** Of the event before it on its stream; null without one. */
  readonly previous_hash: Buffer | null
}

/**
 * SQL of the columns that prove an event `e`: of `ExaminedRow` those beyond its own, and `seal`, the number of the seal that covers it,
 * null while none does.
 */
export const proofColumns = `e.revision, e.hash,
  (select p.hash from events p where p.instance_id = e.instance_id and p.stream_id = e.stream_id
    and p.stream_type = e.stream_type and p.sequence = e.sequence - 1) as previous_hash,
  (select z.number::int from (${sealOfEvent}) z) as seal`

/**
 * Returns whether the hash of an event follows from the event and the hash before it, with the log's key or without one (by version
 * 0.2.0). A missing event before it breaks the hash.
 */
export function examineEvent(chain: EventChain, row: ExaminedRow): 'keyed' | 'unkeyed' | 'broken' {
  const { type, creator, payload, sequence, revision } = row
  const previous = row.previous_hash?.toString('hex') ?? chainStart
  return chain.check(row.hash.toString('hex'), previous, {
    stream: { ...refOf(row), owner: row.owner },
    event: { type, creator, payload, sequence, createdAt: row.created_at },
    revision,
  })
}
