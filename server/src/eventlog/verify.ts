import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import { sameJson } from '../kernel/json.ts'
import type { EventChain } from './chain.ts'
import { type Folded, foldAll } from './foldEvents.ts'
import type { Head } from './head.ts'
import type { IndexTable } from './indexTables.ts'
import type { LogKey } from './logKey.ts'
import type { Registry } from './registry.ts'
import { outdatedFacets, revisionsMember } from './revisions.ts'
import { type OrphanRow, type RowAudit, rowAudit } from './rowAudit.ts'
import { openSealAudit } from './sealAudit.ts'
import { adoptedUpTo } from './seals.ts'
import { secretIds, storedFacets } from './snapshot.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'
import type { Finding, Progress, Verified } from './upkeep.ts'
import { openSecretAudit, type SecretAudit } from './vault.ts'

const chunkSize = 200

/** The parts of an open log that its upkeep uses. */
export interface Upkeep {
  readonly database: Database
  readonly registry: Registry
  readonly chain: EventChain
  readonly tables: ReadonlyMap<string, IndexTable>
  readonly key: LogKey
  readonly masterKey: Uint8Array
}

/** The head that the log must contain, and a listener for the progress. */
export interface VerifyOptions {
  readonly since?: Head | undefined
  onProgress?(progress: Progress): void
}

/**
 * Compares all stored data with the fold of the log, and the log with its seals, in one snapshot of the database, without
 * writing.
 */
export async function verifyLog(
  on: Upkeep,
  { since, onProgress }: VerifyOptions = {},
): Promise<Verified & { readonly orphanRows: readonly OrphanRow[] }> {
  const { database, registry, chain, tables } = on
  return database.session(async (query) => {
    // A read-only transaction takes no transaction id, which subscribers would have to wait for.
    await query('begin isolation level repeatable read read only')
    await query('set local statement_timeout = 0')
    await query('set local enable_hashjoin = off')
    await query('set local enable_mergejoin = off')
    const [count] = await query<{ total: number }>('select count(*)::int as total from streams')
    const total = count?.total ?? 0
    const findings: Finding[] = []
    const audit: Audit = {
      query,
      registry,
      rows: rowAudit(query, tables, findings),
      secrets: await openSecretAudit(query, on.masterKey, findings),
      adopted: await adoptedUpTo(query),
      findings,
    }
    let streams = 0
    let chunk: Folded[] = []
    const check = async () => {
      await checkChunk(audit, chunk)
      streams += chunk.length
      chunk = []
      onProgress?.({ streams, total: Math.max(total, streams) })
    }
    const seals = await openSealAudit(query, on.key, findings)
    for await (const folded of foldAll(query, registry, chain, (event) => seals.add(event))) {
      chunk.push(folded)
      if (chunk.length === chunkSize) await check()
    }
    await check()
    await findOrphans(query, findings)
    await compareCommits(query, findings)
    const retired = await seals.finish(since)
    const orphanRows = await audit.rows.orphans()
    await query('commit')
    return { streams, findings, retired, orphanRows }
  })
}

/** A running verification. */
interface Audit {
  readonly query: Query
  readonly registry: Registry
  readonly rows: RowAudit
  readonly secrets: SecretAudit
  /** The position up to which hashes without the log's key are accepted. */
  readonly adopted: bigint
  readonly findings: Finding[]
}

async function checkChunk(audit: Audit, chunk: readonly Folded[]): Promise<void> {
  const { query, registry, rows, findings } = audit
  const keys = [
    chunk.map(({ ref }) => ref.instanceId),
    chunk.map(({ ref }) => ref.type),
    chunk.map(({ ref }) => ref.id),
  ]
  const stored = await query<StreamRow>('select * from log_load($1, $2, $3)', keys, 'log_load')
  const snapshots = new Map(stored.map((row) => [streamKey(refOf(row)), row]))
  const secrets = await query<SecretRow>(
    `select s.instance_id, s.stream_type, s.stream_id, s.id, s.sealed
     from unnest($1::text[], $2::text[], $3::text[]) k(instance_id, stream_type, stream_id)
     join secrets s on s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id`,
    keys,
    'log_verify_secrets',
  )
  const held = Map.groupBy(secrets, (row) => streamKey(refOf(row)))
  const before = findings.length
  const unchanged: Finding[] = []
  for (const folded of chunk) {
    const key = streamKey(folded.ref)
    for (const fault of folded.faults) findings.push({ ...fault, stream: folded.ref })
    checkSnapshot(registry, folded, snapshots.get(key), { findings, unchanged })
    if (folded.unkeyed !== undefined && folded.unkeyed.position > audit.adopted) {
      const detail = `at sequence ${folded.unkeyed.sequence}: hashed without the log's key`
      findings.push({ kind: 'hash_unkeyed', stream: folded.ref, detail })
    }
    checkSecrets(audit, folded, held.get(key) ?? [])
  }
  await rows.check(registry, chunk)
  const faulty = new Set(findings.slice(before).flatMap(({ stream }) => (stream ? [streamKey(stream)] : [])))
  findings.push(...unchanged.filter(({ stream }) => stream && faulty.has(streamKey(stream))))
}

/** `unchanged` gets snapshots of an older revision whose states are those of today: findings only beside rows or secrets that differ. */
function checkSnapshot(
  registry: Registry,
  { ref, snapshot }: Folded,
  row: StreamRow | undefined,
  { findings, unchanged }: { readonly findings: Finding[]; readonly unchanged: Finding[] },
): void {
  if (snapshot === undefined) return
  if (row === undefined) {
    findings.push({ kind: 'snapshot_missing', stream: ref, detail: `at sequence ${snapshot.info.sequence}` })
    return
  }
  const { info, hash } = snapshot
  const outdated = outdatedFacets(row.facets, registry.entries(ref.type), registry.revisions(ref.type))
  const isExcused = (name: string) =>
    outdated.includes(name) || (outdated.length > 0 && name === revisionsMember)
  const facets = storedFacets(snapshot, registry.entries(ref.type))
  if (outdated.length > 0) {
    const changed = outdated.some((name) => !sameJson(facets[name], row.facets[name]))
    const list = changed ? findings : unchanged
    list.push({ kind: 'snapshot_outdated', stream: ref, detail: outdated.join(', ') })
  }
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

interface SecretRow extends StreamRow {
  readonly id: string
  readonly sealed: Buffer
}

function checkSecrets(
  { registry, secrets, findings }: Audit,
  { ref, snapshot }: Folded,
  rows: readonly SecretRow[],
): void {
  if (snapshot === undefined) return
  const named = secretIds(snapshot, registry.entries(ref.type))
  for (const { id, sealed } of rows) {
    if (named.delete(id)) secrets.check(ref, id, sealed)
    else findings.push({ kind: 'secret_orphan', stream: ref, detail: id })
  }
  for (const id of named) findings.push({ kind: 'secret_missing', stream: ref, detail: id })
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

/** Compares the events of recorded commits with the record, the only trace of unsealed events missing at the end of a stream. */
async function compareCommits(query: Query, findings: Finding[]): Promise<void> {
  await query('set local enable_hashjoin = on')
  const recorded = 'xact >= (select f.xact from log_commit_floor f)'
  const counts = await query<{ instance_id: string; xact: string; stored: string; committed: string }>(
    `select instance_id, xact::text, coalesce(e.stored, 0) as stored, coalesce(c.committed, 0) as committed
     from (select instance_id, xact, count(*) as stored from events where ${recorded} group by 1, 2) e
     full join (select instance_id, xact, sum(events)::bigint as committed from log_commits where ${recorded}
       group by 1, 2) c
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
     where c.${recorded} and not exists (select from events e where e.instance_id = c.instance_id
       and e.stream_type = split_part(b, ':', 1) and e.stream_id = substr(b, strpos(b, ':') + 1)) limit 10000`,
  )
  for (const row of missing) {
    findings.push({ kind: 'stream_missing', stream: refOf(row), detail: 'all of its events are missing' })
  }
}
