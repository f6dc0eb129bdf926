import { type Ask, batchCalls } from '../database/batchCalls.ts'
import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import type { IndexRows, StreamRef } from '../kernel/facet.ts'
import { foldStream } from './foldEvents.ts'
import type { Registry } from './registry.ts'
import { emptySnapshot, renderRows, type Snapshot } from './snapshot.ts'
import { isOutdated, refOf, type StreamRow, snapshotOf, streamKey } from './streamRow.ts'

/** Loads snapshots by primary key and batches concurrent loads; folds a stream anew if a facet's revision grew. */
export function snapshotLoader(database: Database, registry: Registry): Ask<StreamRef, Snapshot> {
  return batchCalls<StreamRef, Snapshot>({
    size: 128,
    async answer(refs) {
      const keys = refs.map(streamKey)
      const asked = [...new Map(refs.map((ref, at) => [keys[at], ref])).values()]
      const rows = await database.keyed<StreamRow>(
        'select * from log_load($1, $2, $3)',
        [asked.map((ref) => ref.instanceId), asked.map((ref) => ref.type), asked.map((ref) => ref.id)],
        'log_load',
      )
      const outdated = new Set(rows.filter((row) => isOutdated(row, registry)))
      const found = new Map(rows.map((row) => [streamKey(refOf(row)), row]))
      const snapshots = refs.map((ref, at) => {
        const row = found.get(keys[at] ?? '')
        if (row === undefined) return emptySnapshot(ref, registry.entries(ref.type))
        return outdated.has(row) ? refold(database.query, registry, row) : snapshotOf(row, registry)
      })
      return outdated.size === 0 ? (snapshots as Snapshot[]) : Promise.all(snapshots)
    },
  })
}

/** Folds a stream up to the sequence of its row, and notes what older facet revisions left in the database. */
async function refold(query: Query, registry: Registry, row: StreamRow): Promise<Snapshot> {
  const ref = refOf(row)
  const { snapshot, faults } = await foldStream(query, registry, ref, row.sequence)
  if (snapshot === undefined || faults.length > 0 || snapshot.hash !== row.hash.toString('hex')) {
    throw new Error(`${ref.type} ${ref.id} cannot be folded anew; run log verify`)
  }
  const secrets = await query<{ id: string }>(
    'select id from secrets where instance_id = $1 and stream_type = $2 and stream_id = $3',
    [ref.instanceId, ref.type, ref.id],
  )
  return { ...snapshot, outdated: { rows: storedRows(row, registry), secrets: secrets.map(({ id }) => id) } }
}

/** The rows that the stored states render; none if the current facets cannot render them. */
export function storedRows(row: StreamRow, registry: Registry): IndexRows {
  try {
    return renderRows(snapshotOf(row, registry), registry.entries(row.stream_type))
  } catch {
    return {}
  }
}
