import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import type { IndexRows, StreamRef } from '../kernel/facet.ts'
import { foldStream } from './foldEvents.ts'
import { type IndexTable, identifier } from './indexTables.ts'
import { storedRows } from './loadSnapshots.ts'
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
const pageSize = 500
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
 * block a unique value. Each stream is locked and written in a separate transaction. Missing secrets stay missing.
 */
export async function rebuildLog(
  on: Upkeep,
  { accept = [], onProgress }: RebuildOptions = {},
): Promise<Rebuilt> {
  const { orphanRows, streams: total, findings } = await verifyLog(on, onProgress ? { onProgress } : {})
  const refused = unaccepted(findings, new Set(accept))
  if (refused.length > 0) throw new FindingsError(refused)
  await deleteOrphans(on.database, orphanRows)
  const failed: { stream: StreamRef; reason: string }[] = []
  let streams = 0
  const rest = allStreams(on.database)
  const work = async () => {
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      try {
        await rebuildStream(on, next.value)
      } catch (error) {
        failed.push({ stream: next.value, reason: error instanceof Error ? error.message : String(error) })
      }
      streams++
      if (streams % 100 === 0) onProgress?.({ streams, total: Math.max(total, streams) })
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  onProgress?.({ streams, total: Math.max(total, streams) })
  return { streams, failed }
}

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

async function* allStreams(database: Database): AsyncGenerator<StreamRef> {
  let after: StreamRef = { instanceId: '', type: '', id: '' }
  for (;;) {
    const page = await database.query<StreamRow>(
      `select instance_id, stream_type, stream_id from events
       where sequence = 1 and (instance_id, stream_id, stream_type) > ($1, $2, $3)
       order by instance_id, stream_id, stream_type limit ${pageSize}`,
      [after.instanceId, after.id, after.type],
    )
    for (const row of page) yield refOf(row)
    const last = page.at(-1)
    if (last === undefined) return
    after = refOf(last)
  }
}

async function rebuildStream({ database, registry, chain, tables }: Upkeep, ref: StreamRef): Promise<void> {
  const key = [ref.instanceId, ref.type, ref.id]
  await database.session(async (query) => {
    await query('begin')
    const [old] = await query<StreamRow>(
      'select * from streams where instance_id = $1 and stream_type = $2 and stream_id = $3 for update',
      key,
    )
    const { snapshot, faults } = await foldStream(query, registry, chain, ref)
    if (snapshot === undefined || snapshot.info.sequence === 0) {
      throw new Error(faults.map(({ kind, detail }) => `${kind} ${detail}`).join('; ') || 'no events')
    }
    const entries = registry.entries(ref.type)
    await writeSnapshot(query, key, snapshot, JSON.stringify(storedFacets(snapshot, entries)))
    const rows = renderRows(snapshot, entries)
    await deleteStale(query, tables, old === undefined ? {} : storedRows(old, registry), rows)
    for (const [name, some] of Object.entries(rows)) await upsertRows(query, tables.get(name), name, some)
    await query(
      `delete from secrets where instance_id = $1 and stream_type = $2 and stream_id = $3 and not id = any($4)`,
      [...key, [...secretIds(snapshot, entries)]],
    )
    await query('commit')
  })
}

async function writeSnapshot(
  query: Query,
  key: string[],
  { info, hash }: Snapshot,
  facets: string,
): Promise<void> {
  await query(
    `insert into streams
       (instance_id, stream_type, stream_id, sequence, owner, created_at, changed_at, hash, facets)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (instance_id, stream_type, stream_id) do update set sequence = excluded.sequence,
       owner = excluded.owner, created_at = excluded.created_at, changed_at = excluded.changed_at,
       hash = excluded.hash, facets = excluded.facets`,
    [...key, info.sequence, info.owner, info.createdAt, info.changedAt, Buffer.from(hash, 'hex'), facets],
  )
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
