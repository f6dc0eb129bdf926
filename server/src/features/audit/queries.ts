import { type Source, searchConditions } from '../../database/search.ts'
import type { JsonObject } from '../../kernel/json.ts'

/** An event with the name of who caused it; '' for machines of the system and users that are gone. */
export interface EventRow {
  readonly stream_type: string
  readonly stream_id: string
  readonly sequence: number
  readonly type: string
  readonly created_at: string
  readonly creator: string
  readonly owner: string
  readonly payload: JsonObject
  readonly display_name: string
}

/** An event as a change of its object; the names are of who caused it, '' as in `EventRow`. */
export interface ChangeRow extends Omit<EventRow, 'stream_type' | 'stream_id' | 'payload'> {
  readonly login_name: string
}

/** What to read of an instance's events; empty texts and lists ask for nothing. */
export interface EventSearch {
  readonly instanceId: string
  readonly creator: string
  readonly types: readonly string[]
  readonly streamId: string
  readonly streamTypes: readonly string[]
  readonly owner: string
  /** With `asc` only later events of their streams, else only earlier ones; 0 for all. */
  readonly sequence: bigint
  /** Inclusive. */
  readonly since?: Date
  /** Inclusive. */
  readonly until?: Date
  readonly asc: boolean
  /** 0 for as many as are read at once. */
  readonly limit: number
}

/** The most events one read answers. */
export const maxEvents = 1000

/** The events that match every condition, by time. */
export async function listEvents(source: Source, wanted: EventSearch): Promise<readonly EventRow[]> {
  const search = searchConditions('e.instance_id = $1', [wanted.instanceId])
  if (wanted.creator !== '') search.add(`e.creator = ${search.param(wanted.creator)}`)
  if (wanted.types.length > 0) search.add(`e.type = any(${search.param(wanted.types)}::text[])`)
  if (wanted.streamId !== '') search.add(`e.stream_id = ${search.param(wanted.streamId)}`)
  if (wanted.streamTypes.length > 0)
    search.add(`e.stream_type = any(${search.param(wanted.streamTypes)}::text[])`)
  if (wanted.owner !== '') search.add(`e.owner = ${search.param(wanted.owner)}`)
  if (wanted.sequence > 0n) {
    search.add(
      `e.sequence::numeric ${wanted.asc ? '>' : '<'} ${search.param(String(wanted.sequence))}::numeric`,
    )
  }
  if (wanted.since) search.add(`e.created_at >= ${search.param(wanted.since.toISOString())}`)
  if (wanted.until) search.add(`e.created_at <= ${search.param(wanted.until.toISOString())}`)
  const direction = wanted.asc ? 'asc' : 'desc'
  const limit = search.param(Math.min(wanted.limit || maxEvents, maxEvents))
  return source.query<EventRow>(
    `select e.stream_type, e.stream_id, e.sequence, e.type, e.created_at, e.creator, e.owner, e.payload,
        coalesce(u.display_name, '') as display_name
       from events e left join users u on u.instance_id = e.instance_id and u.user_id = e.creator
      where ${search.sql}
      order by e.created_at ${direction}, e.position ${direction} limit ${limit}`,
    search.values,
  )
}
