import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import { sameJson } from '../kernel/json.ts'
import { type Folded, foldAll } from './foldEvents.ts'
import type { IndexTable } from './indexTables.ts'
import type { Registry } from './registry.ts'
import { outdatedFacets, revisionsMember } from './revisions.ts'
import { type OrphanRow, type RowAudit, rowAudit } from './rowAudit.ts'
import { secretIds, storedFacets } from './snapshot.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'
import type { Finding, Progress, Verified } from './upkeep.ts'

const chunkSize = 200

/** Compares all stored data with the fold of the log, in one snapshot of the database, without writing. */
export async function verifyLog(
  database: Database,
  registry: Registry,
  tables: ReadonlyMap<string, IndexTable>,
  onProgress?: (progress: Progress) => void,
): Promise<Verified & { readonly orphanRows: readonly OrphanRow[] }> {
  return database.session(async (query) => {
    // A read-only transaction takes no transaction id, which subscribers would have to wait for.
    await query('begin isolation level repeatable read read only')
    await query('set local statement_timeout = 0')
    await query('set local enable_hashjoin = off')
    await query('set local enable_mergejoin = off')
    const [count] = await query<{ total: number }>('select count(*)::int as total from streams')
    const total = count?.total ?? 0
    const findings: Finding[] = []
    const rows = rowAudit(query, tables, findings)
    let streams = 0
    let chunk: Folded[] = []
    const check = async () => {
      await checkChunk(query, registry, rows, chunk, findings)
      streams += chunk.length
      chunk = []
      onProgress?.({ streams, total: Math.max(total, streams) })
    }
    for await (const folded of foldAll(query, registry)) {
      chunk.push(folded)
      if (chunk.length === chunkSize) await check()
    }
    await check()
    await findOrphans(query, findings)
    await compareCommits(query, findings)
    const orphanRows = await rows.orphans()
    await query('commit')
    return { streams, findings, orphanRows }
  })
}

async function checkChunk(
  query: Query,
  registry: Registry,
  rows: RowAudit,
  chunk: readonly Folded[],
  findings: Finding[],
): Promise<void> {
  const keys = [
    chunk.map(({ ref }) => ref.instanceId),
    chunk.map(({ ref }) => ref.type),
    chunk.map(({ ref }) => ref.id),
  ]
  const stored = await query<StreamRow>('select * from log_load($1, $2, $3)', keys, 'log_load')
  const snapshots = new Map(stored.map((row) => [streamKey(refOf(row)), row]))
  const secrets = await query<StreamRow & { id: string }>(
    `select s.instance_id, s.stream_type, s.stream_id, s.id
     from unnest($1::text[], $2::text[], $3::text[]) k(instance_id, stream_type, stream_id)
     join secrets s on s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id`,
    keys,
    'log_verify_secrets',
  )
  const held = Map.groupBy(secrets, (row) => streamKey(refOf(row)))
  for (const folded of chunk) {
    const key = streamKey(folded.ref)
    for (const fault of folded.faults) findings.push({ ...fault, stream: folded.ref })
    checkSnapshot(registry, folded, snapshots.get(key), findings)
    const ids = (held.get(key) ?? []).map(({ id }) => id)
    checkSecrets(registry, folded, new Set(ids), findings)
  }
  await rows.check(registry, chunk)
}

function checkSnapshot(
  registry: Registry,
  { ref, snapshot }: Folded,
  row: StreamRow | undefined,
  findings: Finding[],
): void {
  if (snapshot === undefined) return
  if (row === undefined) {
    findings.push({ kind: 'snapshot_missing', stream: ref, detail: `at sequence ${snapshot.info.sequence}` })
    return
  }
  const { info, hash } = snapshot
  const outdated = outdatedFacets(row.facets, registry.entries(ref.type), registry.revisions(ref.type))
  if (outdated.length > 0)
    findings.push({ kind: 'snapshot_outdated', stream: ref, detail: outdated.join(', ') })
  const isExcused = (name: string) =>
    outdated.includes(name) || (outdated.length > 0 && name === revisionsMember)
  const facets = storedFacets(snapshot, registry.entries(ref.type))
  const wrong = [
    row.sequence !== info.sequence && 'sequence',
    row.owner !== info.owner && 'owner',
    row.created_at !== info.createdAt && 'created_at',
    row.changed_at !== info.changedAt && 'changed_at',
    row.hash.toString('hex') !== hash && 'hash',
    ...[...new Set([...Object.keys(facets), ...Object.keys(row.facets)])].map(
      (name) => !sameJson(facets[name], row.facets[name]) && !isExcused(name) && `facet ${name}`,
    ),
  ].filter((name) => name !== false)
  if (wrong.length > 0) findings.push({ kind: 'snapshot_differs', stream: ref, detail: wrong.join(', ') })
}

function checkSecrets(
  registry: Registry,
  { ref, snapshot }: Folded,
  held: ReadonlySet<string>,
  findings: Finding[],
): void {
  if (snapshot === undefined) return
  const named = secretIds(snapshot, registry.entries(ref.type))
  for (const id of named.difference(held)) findings.push({ kind: 'secret_missing', stream: ref, detail: id })
  for (const id of held.difference(named)) findings.push({ kind: 'secret_orphan', stream: ref, detail: id })
}

/** Finds snapshots and secrets of streams without events. */
async function findOrphans(query: Query, findings: Finding[]): Promise<void> {
  const noEvents = `not exists (select from events e where e.instance_id = x.instance_id
    and e.stream_type = x.stream_type and e.stream_id = x.stream_id)`
  const snapshots = await query<StreamRow>(
    `select instance_id, stream_type, stream_id from streams x where ${noEvents} limit 10000`,
  )
  for (const row of snapshots) {
    findings.push({ kind: 'snapshot_orphan', stream: refOf(row), detail: 'a snapshot without events' })
  }
  const secrets = await query<StreamRow & { id: string }>(
    `select instance_id, stream_type, stream_id, id from secrets x where ${noEvents} limit 10000`,
  )
  for (const row of secrets) findings.push({ kind: 'secret_orphan', stream: refOf(row), detail: row.id })
}

/** Compares the events with the record of commits, the only trace of events missing at the end of a stream. */
async function compareCommits(query: Query, findings: Finding[]): Promise<void> {
  await query('set local enable_hashjoin = on')
  const counts = await query<{ instance_id: string; xact: string; stored: string; committed: string }>(
    `select instance_id, xact::text, coalesce(e.stored, 0) as stored, coalesce(c.committed, 0) as committed
     from (select instance_id, xact, count(*) as stored from events group by 1, 2) e
     full join (select instance_id, xact, sum(events)::bigint as committed from log_commits group by 1, 2) c
       using (instance_id, xact)
     where e.stored is distinct from c.committed order by xact limit 10000`,
  )
  for (const { instance_id: instance, xact, stored, committed } of counts) {
    const kind = Number(stored) < Number(committed) ? 'events_missing' : 'events_unaccounted'
    const detail = `instance ${instance}, transaction ${xact}: ${committed} committed, ${stored} stored`
    findings.push({ kind, detail })
  }
  const missing = await query<StreamRow>(
    `select instance_id, split_part(b, ':', 1) as stream_type, substr(b, strpos(b, ':') + 1) as stream_id
     from log_commits c cross join lateral unnest(c.begun) b
     where not exists (select from events e where e.instance_id = c.instance_id
       and e.stream_type = split_part(b, ':', 1) and e.stream_id = substr(b, strpos(b, ':') + 1)) limit 10000`,
  )
  for (const row of missing) {
    findings.push({ kind: 'stream_missing', stream: refOf(row), detail: 'all of its events are missing' })
  }
}
