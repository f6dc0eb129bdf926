import { LRUCache } from 'lru-cache'
import { streamKey } from './loadSnapshots.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * Streams as this process last committed or loaded them: first guesses for units of work whose append confirms them. Never
 * an answer to a read.
 */
export interface Memory {
  recall(key: string): Snapshot | undefined
  keep(snapshots: readonly Snapshot[]): void
  /** For streams that may have moved. */
  drop(snapshots: readonly Snapshot[]): void
  clear(): void
}

const most = 4_000
/** Characters of one facet's state as JSON. A stream with a heavier one is loaded every time. */
const heaviest = 8 * 1024

/** An empty memory of some thousand streams. */
export function openMemory(): Memory {
  // What was found too heavy once is not weighed again while it is asked for.
  const streams = new LRUCache<string, Snapshot | 'heavy'>({ max: most })
  return {
    recall(key) {
      const known = streams.get(key)
      return known === 'heavy' ? undefined : known
    },
    keep(snapshots) {
      for (const snapshot of snapshots) {
        const key = streamKey(snapshot.info)
        const known = streams.peek(key)
        if (known === 'heavy' || (known && known.info.sequence >= snapshot.info.sequence)) continue
        streams.set(key, isLight(snapshot, known) ? snapshot : 'heavy')
      }
    },
    drop(snapshots) {
      for (const { info } of snapshots) streams.delete(streamKey(info))
    },
    clear: () => streams.clear(),
  }
}

/** States that the known snapshot has too were weighed with it. */
function isLight({ states }: Snapshot, known: Snapshot | undefined): boolean {
  return states.every((state, at) => state === known?.states[at] || JSON.stringify(state).length <= heaviest)
}
