import type { Query } from '../../../server/src/database/query.ts'
import type { EventChain } from '../../../server/src/eventlog/chain.ts'
import { chainStart } from '../../../server/src/eventlog/chain.ts'
import { type EventRow, eventColumns, foldEventRows } from '../../../server/src/eventlog/foldEvents.ts'
import type { IndexTable } from '../../../server/src/eventlog/indexTables.ts'
import type { Registry } from '../../../server/src/eventlog/registry.ts'
import { completeRow } from '../../../server/src/eventlog/rowChanges.ts'
import { renderRows, storedFacets } from '../../../server/src/eventlog/snapshot.ts'
import type { StreamRef } from '../../../server/src/kernel/facet.ts'
import { newId } from '../../../server/src/kernel/ids.ts'
import type { JsonObject } from '../../../server/src/kernel/json.ts'
import { cut, joined, type Pieces } from './pieces.ts'

/** A stream that the API has written, as the log's own code renders it, with the places in which its copies differ. */
export interface StreamTemplate {
  readonly type: string
  readonly events: readonly (Pick<EventRow, 'type' | 'creator' | 'revision'> & {
    /** Milliseconds from the first event. */
    readonly after: number
    readonly payload: Pieces
  })[]
  readonly facets: Pieces
  /** Rows by table. */
  readonly rows: readonly (readonly [table: string, row: Pieces])[]
  readonly secrets: readonly Buffer[]
}

/** A copy of a stream as the log stores it; rows and facets as JSON. */
export interface StreamCopy {
  readonly ref: StreamRef
  readonly stream: string
  readonly events: readonly string[]
  readonly rows: readonly (readonly [table: string, row: string])[]
  readonly secrets: readonly { readonly id: string; readonly plain: Buffer }[]
}

/** The log whose code renders templates and copies, and a way to open secrets. */
export interface Rendering {
  readonly registry: Registry
  readonly chain: EventChain
  readonly tables: ReadonlyMap<string, IndexTable>
  readonly query: Query
  open(ref: StreamRef, id: string): Promise<Buffer | undefined>
}

/**
 * Reads a stream as a template. In copies each of `texts`, which are ASCII, is replaced, as written and in lower case, besides the
 * ids of instance, stream, owner and secrets, and the times.
 */
export async function readTemplate(
  { registry, chain, tables, query, open }: Rendering,
  ref: StreamRef,
  texts: readonly string[],
): Promise<StreamTemplate> {
  const key = [ref.instanceId, ref.type, ref.id]
  const where = 'instance_id = $1 and stream_type = $2 and stream_id = $3'
  const events = await query<EventRow>(
    `select ${eventColumns} from events where ${where} order by sequence`,
    key,
  )
  const secrets = await query<{ id: string }>(`select id from secrets where ${where} order by id`, key)
  const { snapshot } = foldEventRows(ref, registry, chain, events)
  if (snapshot === undefined) throw new Error(`the stream ${ref.type} ${ref.id} cannot be folded`)
  const times = events.map(({ created_at: time }) => time)
  const places = placesOf(
    { ...ref, owner: snapshot.info.owner },
    secrets.map(({ id }) => id),
    texts,
    times,
  )
  const template = (value: JsonObject) => cut(JSON.stringify(value), places)
  const entries = registry.entries(ref.type)
  return {
    type: ref.type,
    events: events.map(({ type, creator, revision, created_at: time, payload }) => ({
      type,
      creator,
      revision,
      after: Date.parse(time) - Date.parse(times[0] ?? ''),
      payload: template(payload),
    })),
    facets: template(storedFacets(snapshot, entries)),
    rows: Object.entries(renderRows(snapshot, entries)).flatMap(([name, rows]) => {
      const table = tables.get(name)
      if (table === undefined) throw new Error(`rows for ${name}, which is not a registered index table`)
      return rows.map((row) => [name, template(completeRow(table, row))] as const)
    }),
    secrets: await Promise.all(secrets.map(async ({ id }) => (await open(ref, id)) ?? Buffer.alloc(0))),
  }
}

/** Returns a copy of a template, chained as the log chains events. `texts` replace those of the template in their order. */
export function copyStream(
  template: StreamTemplate,
  chain: EventChain,
  as: StreamRef & { readonly owner: string; readonly createdAt: number; readonly texts: readonly string[] },
): StreamCopy {
  const { instanceId, id, owner } = as
  const ref = { instanceId, type: template.type, id }
  const secrets = template.secrets.map((plain) => ({ id: newId(), plain }))
  const times = template.events.map(({ after }) => new Date(as.createdAt + after).toISOString())
  const values = placesOf(
    { ...ref, owner },
    secrets.map((secret) => secret.id),
    as.texts,
    times,
  )
  const key = `"instance_id":"${instanceId}","stream_type":"${ref.type}","stream_id":"${id}","owner":"${owner}"`
  let hash = chainStart
  const events = template.events.map(({ type, creator, revision, payload: pieces }, at) => {
    const sequence = at + 1
    const createdAt = times[at] ?? ''
    const payload = joined(pieces, values)
    const event = { type, payload: JSON.parse(payload) as JsonObject, sequence, createdAt, creator }
    hash = chain.next(hash, { stream: { ...ref, owner }, event, revision })
    return `{${key},"sequence":${sequence},"type":"${type}","created_at":"${createdAt}","creator":"${creator}","payload":${payload},"revision":${revision},"hash":"\\\\x${hash}"}`
  })
  return {
    ref,
    events,
    secrets,
    stream: `{${key},"sequence":${events.length},"created_at":"${times[0]}","changed_at":"${times.at(-1)}","hash":"\\\\x${hash}","facets":${joined(template.facets, values)}}`,
    rows: template.rows.map(([table, row]) => [table, joined(row, values)] as const),
  }
}

function placesOf(
  { instanceId, id, owner }: StreamRef & { readonly owner: string },
  secrets: readonly string[],
  texts: readonly string[],
  times: readonly string[],
): readonly string[] {
  return [id, owner, instanceId, ...secrets, ...texts, ...texts.map((text) => text.toLowerCase()), ...times]
}
