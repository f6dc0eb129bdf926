import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import type { IndexRows, StreamRef } from '../kernel/facet.ts'
import type { JsonObject } from '../kernel/json.ts'
import { type Folded, foldRange } from './foldEvents.ts'
import { type IndexTable, identifier } from './indexTables.ts'
import { storedRows } from './loadSnapshots.ts'
import type { Registry } from './registry.ts'
import type { OrphanRow } from './rowAudit.ts'
import { completeRow, diffRows } from './rowChanges.ts'
import { renderRows, type Snapshot, secretIds, storedFacets } from './snapshot.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'
import { type Finding, type FindingKind, FindingsError, type Progress, type Rebuilt } from './upkeep.ts'
import { type Upkeep, verifyLog } from './verify.ts'

type Tables = ReadonlyMap<string, IndexTable>

/** The findings that a facet's new revision causes on streams that nobody has written to since. */
const upgradeKinds: ReadonlySet<FindingKind> = new Set([
  'snapshot_outdated',
  'row_missing',
  'row_differs',
  'secret_missing',
  'secret_orphan',
])
/** Streams that one transaction writes. They are locked meanwhile. */
const chunkSize = 100
const workers = 4

/** The findings that a rebuild may hide, and a listener for the progress: first of the verification, then of the rebuild. */
export interface RebuildOptions {
  /** Besides outdated snapshots, and findings on their streams, which an upgrade causes. */
  readonly accept?: readonly FindingKind[]
  onProgress?(progress: Progress): void
}

/**
 * Writes all snapshots and rows again from the events, after a verification whose findings must be accepted by kind: else it
 * throws a `FindingsError` and writes nothing. Deletes rows and secrets that belong to no stream first, so that they cannot
 * block a unique value. Streams are locked and written in transactions of a hundred, and alone where one of them fails. Missing secrets
 * stay missing.
 */
export async function rebuildLog(
  on: Upkeep,
  { accept = [], onProgress }: RebuildOptions = {},
): Promise<Rebuilt> {
  const { orphanRows, streams: total, findings } = await verifyLog(on, onProgress ? { onProgress } : {})
  const refused = unaccepted(findings, new Set(accept))
  if (refused.length > 0) throw new FindingsError(refused)
  await deleteOrphans(on.database, orphanRows)
  const failed: Failure[] = []
  let streams = 0
  const rest = chunksOfStreams(on.database)
  const work = async () => {
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      failed.push(...(await rebuildChunk(on, next.value)))
      streams += next.value.length
      onProgress?.({ streams, total: Math.max(total, streams) })
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  onProgress?.({ streams, total: Math.max(total, streams) })
  return { streams, failed }
}

type Failure = Rebuilt['failed'][number]

/** Returns the findings that neither an accepted kind nor an upgrade explains. */
function unaccepted(findings: readonly Finding[], accepted: ReadonlySet<FindingKind>): readonly Finding[] {
  const outdated = new Set(
    findings.flatMap(({ kind, stream }) =>
      kind === 'snapshot_outdated' && stream ? [streamKey(stream)] : [],
    ),
  )
  const isOfUpgrade = ({ kind, stream }: Finding) =>
    upgradeKinds.has(kind) && stream !== undefined && outdated.has(streamKey(stream))
  return findings.filter((finding) => !accepted.has(finding.kind) && !isOfUpgrade(finding))
}

async function deleteOrphans(database: Database, rows: readonly OrphanRow[]): Promise<void> {
  for (const [table, some] of Map.groupBy(rows, (row) => row.table)) {
    // Deletes only the version that was read, as a running server may have inserted another row meanwhile.
    await database.query(
      `delete from ${identifier(table)} t using unnest($1::tid[], $2::text[]) o(ctid, xmin)
       where t.ctid = o.ctid and t.xmin::text = o.xmin`,
      [some.map(({ ctid }) => ctid), some.map(({ xmin }) => xmin)],
    )
  }
  const noEvents = `not exists (select from events e where e.instance_id = x.instance_id
    and e.stream_type = x.stream_type and e.stream_id = x.stream_id)`
  await database.query(`delete from streams x where ${noEvents}`)
  await database.query(`delete from secrets x where ${noEvents}`)
}

/** Streams in key order, none of them twice. */
async function* chunksOfStreams(database: Database): AsyncGenerator<readonly StreamRef[]> {
  let after: StreamRef = { instanceId: '', type: '', id: '' }
  for (;;) {
    const page = await database.query<StreamRow>(
      `select instance_id, stream_type, stream_id from events
       where sequence = 1 and (instance_id, stream_id, stream_type) > ($1, $2, $3)
       order by instance_id, stream_id, stream_type limit ${chunkSize}`,
      [after.instanceId, after.id, after.type],
    )
    const last = page.at(-1)
    if (last === undefined) return
    yield page.map(refOf)
    after = refOf(last)
  }
}

/** Rebuilds streams that follow each other in key order, together if possible; returns those that could not be. */
async function rebuildChunk(on: Upkeep, refs: readonly StreamRef[]): Promise<readonly Failure[]> {
  try {
    return await rebuildTogether(on, refs)
  } catch (error) {
    if (refs.length === 1) return refs.map((stream) => ({ stream, reason: messageOf(error) }))
  }
  const failed: Failure[] = []
  for (const ref of refs) failed.push(...(await rebuildChunk(on, [ref])))
  return failed
}

/** A stream with the fold of its events and the row that holds it now. */
interface Rebuilding {
  readonly ref: StreamRef
  readonly snapshot: Snapshot
  readonly old: StreamRow | undefined
}

/** Writes streams in one transaction, and returns those whose events cannot be folded. */
async function rebuildTogether(
  { database, registry, chain, tables }: Upkeep,
  refs: readonly StreamRef[],
): Promise<readonly Failure[]> {
  const [first, last] = [refs[0], refs.at(-1)]
  if (first === undefined || last === undefined) return []
  return database.session(async (query) => {
    await query('begin')
    const stored = await lockStreams(query, refs)
    const folds = new Map<string, Folded>()
    for await (const folded of foldRange(query, registry, chain, { first, last })) {
      folds.set(streamKey(folded.ref), folded)
    }
    const failed: Failure[] = []
    const found: Rebuilding[] = []
    for (const ref of refs) {
      const { snapshot, faults = [] } = folds.get(streamKey(ref)) ?? {}
      if (snapshot !== undefined && snapshot.info.sequence > 0) {
        found.push({ ref, snapshot, old: stored.get(streamKey(ref)) })
      } else {
        const reasons = faults.map(({ kind, detail }) => `${kind} ${detail}`)
        failed.push({ stream: ref, reason: reasons.join('; ') || 'no events' })
      }
    }
    await writeSnapshots(query, registry, found)
    const before = new Map<string, JsonObject[]>()
    const after = new Map<string, JsonObject[]>()
    for (const { ref, snapshot, old } of found) {
      if (old !== undefined) addRows(before, storedRows(old, registry))
      addRows(after, renderRows(snapshot, registry.entries(ref.type)))
    }
    await deleteStale(query, tables, Object.fromEntries(before), Object.fromEntries(after))
    for (const [name, rows] of after) await upsertRows(query, tables.get(name), name, rows)
    await deleteSecrets(query, registry, found)
    await query('commit')
    return failed
  })
}

/** Locks the streams in the order of their keys and returns their rows. */
async function lockStreams(
  query: Query,
  refs: readonly StreamRef[],
): Promise<ReadonlyMap<string, StreamRow>> {
  const rows = await query<StreamRow>(
    `select s.* from unnest($1::text[], $2::text[], $3::text[]) k(instance_id, stream_type, stream_id)
     join streams s on s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id
     order by s.instance_id, s.stream_type, s.stream_id for update of s`,
    [refs.map(({ instanceId }) => instanceId), refs.map(({ type }) => type), refs.map(({ id }) => id)],
  )
  return new Map(rows.map((row) => [streamKey(refOf(row)), row]))
}

async function writeSnapshots(query: Query, registry: Registry, all: readonly Rebuilding[]): Promise<void> {
  const rows = all.map(({ ref, snapshot: { info, hash }, snapshot }) => ({
    ...keyColumns(ref),
    sequence: info.sequence,
    owner: info.owner,
    created_at: info.createdAt,
    changed_at: info.changedAt,
    hash: `\\x${hash}`,
    facets: storedFacets(snapshot, registry.entries(ref.type)),
  }))
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first).join(', ')
  await query(
    `insert into streams (${columns}) select ${columns} from jsonb_populate_recordset(null::streams, $1)
     on conflict (instance_id, stream_type, stream_id) do update set sequence = excluded.sequence,
       owner = excluded.owner, created_at = excluded.created_at, changed_at = excluded.changed_at,
       hash = excluded.hash, facets = excluded.facets`,
    [JSON.stringify(rows)],
  )
}

async function deleteSecrets(query: Query, registry: Registry, all: readonly Rebuilding[]): Promise<void> {
  const kept = all.map(({ ref, snapshot }) => ({
    ...keyColumns(ref),
    ids: [...secretIds(snapshot, registry.entries(ref.type))],
  }))
  await query(
    `delete from secrets s using jsonb_to_recordset($1) k(instance_id text, stream_type text, stream_id text, ids text[])
     where s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id
       and not s.id = any(k.ids)`,
    [JSON.stringify(kept)],
  )
}

function keyColumns({ instanceId, type, id }: StreamRef): JsonObject {
  return { instance_id: instanceId, stream_type: type, stream_id: id }
}

function addRows(to: Map<string, JsonObject[]>, rows: IndexRows): void {
  for (const [name, some = []] of Object.entries(rows)) {
    const all = to.get(name) ?? []
    to.set(name, all)
    all.push(...some)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function deleteStale(query: Query, tables: Tables, before: IndexRows, after: IndexRows): Promise<void> {
  for (const [name, { delete: stale }] of diffRows(before, after, tables)) {
    if (stale.length > 0) await query('select log_rows($1, $2)', [name, JSON.stringify({ delete: stale })])
  }
}

async function upsertRows(
  query: Query,
  table: IndexTable | undefined,
  name: string,
  rows: IndexRows[string],
): Promise<void> {
  if (table === undefined) throw new Error(`rows for ${name}, which is not a registered index table`)
  const columns = table.columns.map(identifier)
  const key = table.primaryKey.map(identifier).join(', ')
  const others = columns.filter((column) => !table.primaryKey.map(identifier).includes(column))
  const update = others.map((column) => `${column} = excluded.${column}`).join(', ')
  await query(
    `insert into ${identifier(name)} (${columns.join(', ')})
     select ${columns.map((column) => `r.${column}`).join(', ')}
     from jsonb_populate_recordset(null::${identifier(name)}, $1) r
     on conflict (${key}) do ${others.length === 0 ? 'nothing' : `update set ${update}`}`,
    [JSON.stringify((rows ?? []).map((row) => completeRow(table, row)))],
  )
}
