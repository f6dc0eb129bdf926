import { type BatchedCall, batchCalls } from '../database/batchCalls.ts'
import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import type { IndexRows, StreamRef } from '../kernel/facet.ts'
import type { EventChain } from './chain.ts'
import { foldStream } from './foldEvents.ts'
import type { Registry } from './registry.ts'
import { emptySnapshot, renderRows, type Snapshot } from './snapshot.ts'
import { isOutdated, refOf, type StreamRow, snapshotOf, storedRevisions, streamKey } from './streamRow.ts'

/** Creates a batched loader of snapshots by primary key; folds the events of a stream again if a facet has a newer revision. */
export function snapshotLoader(
  database: Database,
  registry: Registry,
  chain: EventChain,
): BatchedCall<StreamRef, Snapshot> {
  return batchCalls<StreamRef, Snapshot>({
    size: 128,
    async run(refs) {
      const keys = refs.map(streamKey)
      const distinct = [...new Map(refs.map((ref, at) => [keys[at], ref])).values()]
      const rows = await database.keyed<StreamRow>(
        'select * from log_load($1, $2, $3)',
        [
          distinct.map((ref) => ref.instanceId),
          distinct.map((ref) => ref.type),
          distinct.map((ref) => ref.id),
        ],
        'log_load',
      )
      const outdated = new Set(rows.filter((row) => isOutdated(row, registry)))
      const found = new Map(rows.map((row) => [streamKey(refOf(row)), row]))
      const snapshots = refs.map((ref, at) => {
        const row = found.get(keys[at] ?? '')
        if (row === undefined) return emptySnapshot(ref, registry.entries(ref.type))
        return outdated.has(row) ? refold(database.query, registry, chain, row) : snapshotOf(row, registry)
      })
      return outdated.size === 0 ? (snapshots as Snapshot[]) : Promise.all(snapshots)
    },
  })
}

/** Folds a stream up to the sequence of its row; adds the rows and secrets that older facet revisions left in the database. */
async function refold(
  query: Query,
  registry: Registry,
  chain: EventChain,
  row: StreamRow,
): Promise<Snapshot> {
  const ref = refOf(row)
  const { snapshot, faults } = await foldStream(query, registry, chain, ref, row.sequence)
  if (snapshot === undefined || faults.length > 0 || snapshot.hash !== row.hash.toString('hex')) {
    throw new Error(`${ref.type} ${ref.id} cannot be folded from its events; run log verify`)
  }
  const secrets = await query<{ id: string }>(
    'select id from secrets where instance_id = $1 and stream_type = $2 and stream_id = $3',
    [ref.instanceId, ref.type, ref.id],
  )
  return {
    ...snapshot,
    revisions: storedRevisions(row),
    outdated: { rows: storedRows(row, registry), secrets: secrets.map(({ id }) => id) },
  }
}

/** Renders the rows of the stored states; none if the current facets cannot read them. */
export function storedRows(row: StreamRow, registry: Registry): IndexRows {
  try {
    return renderRows(snapshotOf(row, registry), registry.entries(row.stream_type))
  } catch {
    return {}
  }
}
