import { SearchConditions } from '../../database/search.ts'
import { type ExaminedRow, proofColumns, reasonGiven } from '../../eventlog/index.ts'
import { foldText, isBlank } from '../../kernel/text/foldText.ts'
import { formsOfAddress } from '../../kernel/text/plainAddress.ts'
import type { Deps } from '../manifest.ts'
import { editorIsUser } from './queries.ts'
import {
  type Matching,
  type Page,
  type PageBounds,
  type Part,
  type PartBounds,
  readInParts,
} from './readInParts.ts'

/** The events that a reader wants; empty texts and lists restrict nothing. */
export interface TrailFilter {
  readonly instanceId: string
  /** Only events of this organization; '' for all of the instance. */
  readonly orgId: string
  /** Also those of a removed organization that had the same id. */
  readonly withRemoved?: boolean
  readonly actor: string
  readonly streamType: string
  /** Types of which any will do, beside `streamType`. */
  readonly streamTypes?: readonly string[]
  readonly streamId: string
  readonly types: readonly string[]
  /** The address of a client, as sessions record it: their own events, and those of their session. */
  readonly address: string
  /** Part of the payload, in any case; a reason is found by the change that it was given for, too. */
  readonly text: string
  /** ISO 8601; inclusive. */
  readonly since: string
  /** ISO 8601; exclusive. */
  readonly until: string
}

/** An event with its actor's name, and whether its hash holds. */
export interface TrailEvent extends ExaminedRow {
  readonly position: string
  readonly xact: string
  readonly actor_name: string
  readonly hash_standing: 'keyed' | 'unkeyed' | 'broken'
  /** The number of the seal that covers it; null while none does. */
  readonly seal: number | null
}

/** A place between events by time, and one by commit. */
export type TimeCursor = { readonly at: string; readonly position: string }
export type CommitCursor = { readonly xact: string; readonly position: string }

/** The most events of an act that are looked at for the change that a reason was given for. */
const mostOfAct = 100

/** A page of events by time. */
export type Trail = Page<TimeCursor>

const columns = `e.instance_id, e.stream_type, e.stream_id, e.sequence, e.type, e.created_at, e.creator, e.owner, e.payload,
  e.position::text as position, e.xact::text as xact`

/**
 * Reads one page of events by time. It examines at most 20,000 events and returns those among them that match, so that a rare event
 * costs no more than a frequent one; the next page continues. A text is looked for in parts of the page, as long as `readInParts` allows.
 */
export function readTrail(
  deps: Pick<Deps, 'database' | 'log'>,
  filter: TrailFilter,
  { from, asc, ...page }: PageBounds & { readonly from?: TimeCursor | undefined; readonly asc: boolean },
): Promise<Trail> {
  return readInParts({ ...page, matching: matchingOf(filter) }, from, (part, start) =>
    readByTime(deps, filter, { ...part, from: start, asc }),
  )
}

async function readByTime(
  deps: Pick<Deps, 'database' | 'log'>,
  filter: TrailFilter,
  { from, asc, ...bounds }: PartBounds & { readonly from: TimeCursor | undefined; readonly asc: boolean },
): Promise<Part<TimeCursor>> {
  const search = new SearchConditions('e.instance_id = $1', [filter.instanceId])
  search.add(keysSql(search, filter))
  if (from) {
    const [at, position] = [search.param(from.at), search.param(from.position)]
    search.add(`(e.created_at, e.position) ${asc ? '>' : '<'} (${at}::timestamptz, ${position}::bigint)`)
  }
  const order = (alias: string) =>
    asc ? `${alias}.created_at, ${alias}.position` : `${alias}.created_at desc, ${alias}.position desc`
  const window = { ...bounds, near: search.sql, matching: matchingSql(search, filter), order }
  const { end, isWhole, ...read } = await readWindow(deps, search, window)
  const last = read.events.at(-1)
  if (read.isFull && last) return { ...read, next: { at: last.created_at, position: last.position } }
  return { ...read, next: isWhole || !end ? undefined : { at: end.end_at, position: end.end_position } }
}

/**
 * Reads the events that were committed after a cursor, in the order of commits, once no older transaction runs any more: none is missed or
 * comes twice. Returns the cursor for the next read; without a cursor only the present one.
 */
export async function followTrail(
  deps: Pick<Deps, 'database' | 'log'>,
  filter: TrailFilter,
  { after, ...page }: PageBounds & { readonly after?: CommitCursor | undefined },
): Promise<{ readonly events: readonly TrailEvent[]; readonly next: CommitCursor }> {
  const [settled] = await deps.database.query<{ horizon: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon',
  )
  const present = { xact: settled?.horizon ?? '0', position: '0' }
  if (after === undefined) return { events: [], next: present }
  const { events, next = present } = await readInParts(
    // Commits of all instances follow each other.
    { ...page, matching: isBlank(filter.text) ? 'some' : 'some, dear' },
    after,
    (part, from = after) => readByCommit(deps, filter, { ...part, from, before: present.xact }),
  )
  return { events, next }
}

async function readByCommit(
  deps: Pick<Deps, 'database' | 'log'>,
  filter: TrailFilter,
  { from, before, ...bounds }: PartBounds & { readonly from: CommitCursor; readonly before: string },
): Promise<Part<CommitCursor>> {
  const search = new SearchConditions('', [filter.instanceId])
  const [xact, position] = [search.param(from.xact), search.param(from.position)]
  search.add(`(e.xact, e.position) > (${xact}::xid8, ${position}::bigint)`)
  search.add(`e.xact < ${search.param(before)}::xid8`)
  const near = search.sql
  const matching = `e.instance_id = $1 and ${keysSql(search, filter)} and ${matchingSql(search, filter)}`
  const order = (alias: string) => `${alias}.xact, ${alias}.position`
  const { end, isWhole, ...read } = await readWindow(deps, search, { ...bounds, near, matching, order })
  const last = read.events.at(-1)
  if (read.isFull && last) return { ...read, next: { xact: last.xact, position: last.position } }
  return { ...read, next: isWhole || !end ? undefined : { xact: end.end_xact, position: end.end_position } }
}

type Row = Omit<TrailEvent, 'hash_standing'> &
  WindowEnd & { readonly is_found: true | null; readonly bytes: number }

/** The last event that was examined, how many were, and how many match, up to the limit. */
interface WindowEnd {
  readonly end_at: string
  readonly end_xact: string
  readonly end_position: string
  readonly examined: number
  readonly matched: number
}

/** Reads the matching events among the next ones in an order, with the end of what was examined; `isFull`: more of them may match. */
async function readWindow(
  { database, log }: Pick<Deps, 'database' | 'log'>,
  search: SearchConditions,
  window: PartBounds & { readonly near: string; readonly matching: string; order(alias: string): string },
) {
  const { near, matching, order, limit } = window
  const rows = await database.query<Row>(
    `with near as materialized (
         select e.*, row_number() over (order by ${order('e')}) as nth from (
           select e.* from events e where ${near} order by ${order('e')} limit ${window.examined}) e),
       found as materialized (
         select true as is_found, e.*, octet_length(e.payload::text) as bytes
           from near e where ${matching} order by e.nth limit ${search.param(limit)}::int),
       page as (select f.*, sum(f.bytes) over (order by f.nth) - f.bytes as bytes_before, count(*) over () as matched from found f)
     select e.is_found, ${columns}, ${proofColumns}, coalesce(u.display_name, '') as actor_name,
         n.created_at as end_at, n.xact::text as end_xact, n.position::text as end_position, n.nth::int as examined,
         coalesce(e.matched, 0)::int as matched, coalesce(e.bytes, 0)::int as bytes
       from (select * from near order by nth desc limit 1) n
       left join page e on e.bytes_before < ${window.bytes}
       left join users u on ${editorIsUser}
      order by e.nth`,
    search.values,
  )
  const events = rows.flatMap((row) => (row.is_found ? [{ ...row, hash_standing: log.examine(row) }] : []))
  const [end] = rows
  const isFull = events.length === limit || events.length < (end?.matched ?? 0)
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0)
  return { events, end, isFull, bytes, isWhole: (end?.examined ?? 0) < window.examined }
}

/** Conditions on keys, which an index finds: one stream, one organization, a period. */
function keysSql(
  search: SearchConditions,
  { streamId, orgId, withRemoved, since, until }: TrailFilter,
): string {
  const conditions = [
    streamId && `e.stream_id = ${search.param(streamId)}`,
    orgId &&
      `e.owner = ${search.param(orgId)} and e.owner <> e.instance_id and e.stream_type <> 'oidc_session'`,
    orgId && !withRemoved && `e.created_at >= ${begunSql(search.param(orgId))}`,
    since && `e.created_at >= ${search.param(since)}::timestamptz`,
    until && `e.created_at < ${search.param(until)}::timestamptz`,
  ].filter(Boolean)
  return conditions.join(' and ') || 'true'
}

/** The creation of the organization of the instance `$1`; its id may have been that of a removed one. */
function begunSql(orgId: string): string {
  return `coalesce((select o.created_at from organizations o where o.instance_id = $1 and o.org_id = ${orgId}), '-infinity')`
}

/** Whether the events of the keys all match. */
function matchingOf({ actor, streamType, streamTypes = [], types, address, text }: TrailFilter): Matching {
  if (!isBlank(text)) return 'some, dear'
  return actor || streamType || streamTypes.length > 0 || types.length > 0 || address ? 'some' : 'all'
}

/** Conditions that are checked on each examined event. */
function matchingSql(search: SearchConditions, filter: TrailFilter): string {
  const { actor, streamType, streamTypes = [], types, address, text } = filter
  const conditions = [
    actor && `e.creator = ${search.param(actor)}`,
    streamType && `e.stream_type = ${search.param(streamType)}`,
    streamTypes.length > 0 && `e.stream_type = any(${search.param(streamTypes)}::text[])`,
    types.length > 0 && `e.type = any(${search.param(types)}::text[])`,
    address && fromAddress(search.param(formsOfAddress(address))),
    !isBlank(text) && holdsText(search.param(foldText(text))),
  ].filter(Boolean)
  return conditions.join(' and ') || 'true'
}

/** Only sessions record the address of their client, with their first event. */
function fromAddress(forms: string): string {
  return `(e.stream_type = 'session' and exists (select from events a
    where a.instance_id = e.instance_id and a.stream_id = e.stream_id and a.stream_type = 'session' and a.sequence = 1
      and a.payload->'userAgent'->>'ip' = any(${forms}::text[])))`
}

/** A reason stands right before the events of its act, or second on a stream that begins with them (ADR 38); a commit has one time. */
function holdsText(text: string): string {
  const isIn = (alias: string) => `position(${text}::text in lower(${alias}.payload::text)) > 0`
  return `(${isIn('e')} or (e.type = '${reasonGiven.type}' and exists (select from events a
    where a.instance_id = e.instance_id and a.stream_id = e.stream_id and a.stream_type = e.stream_type
      and a.sequence between e.sequence - 1 and e.sequence + ${mostOfAct} and a.created_at = e.created_at and a.creator = e.creator
      and ${isIn('a')})))`
}
