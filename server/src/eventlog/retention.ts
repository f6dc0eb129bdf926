import type { Logger } from 'pino'
import type { DeadStreams } from './examineDead.ts'
import { mergeSeals } from './mergeSeals.ts'
import { pruneCommits } from './pruneCommits.ts'
import { type RemovedStreams, removeDead } from './removeDead.ts'
import type { Sealer } from './sealer.ts'
import type { Upkeep } from './verify.ts'

/** The time after which seals are merged and the record of the commits before them is forgotten. */
const sealedFor = 3_600_000

/** Kinds of dead streams, each with the instant before which they must have died. */
export interface Retention {
  readonly now: Date
  readonly dead: readonly (DeadStreams & { readonly before: Date })[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Removes dead streams, then forgets what only served to prove them: commits that are sealed, and the single seals of ranges in
 * which few events are left. May run in several processes at once, and be ended at any time.
 */
export async function applyRetention(
  on: Upkeep & { readonly logger: Pick<Logger, 'warn'>; readonly sealer: Pick<Sealer, 'trySeal'> },
  { now, dead, signal }: Retention,
): Promise<RemovedStreams> {
  await on.sealer.trySeal()
  const sealedBefore = new Date(now.getTime() - sealedFor)
  await pruneCommits(on.database, sealedBefore)
  const total = { streams: 0, events: 0 }
  for (const { before, ...kind } of dead) {
    const { streams, events } = await removeDead(on, kind, before, signal)
    total.streams += streams
    total.events += events
  }
  await mergeSeals(on.database, on.key, sealedBefore)
  return total
}
