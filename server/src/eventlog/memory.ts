import { LRUCache } from 'lru-cache'
import type { Snapshot } from './snapshot.ts'
import type { TrackedStream } from './trackedStream.ts'

/**
 * Streams as this process last committed or loaded them: first guesses for units of work whose append confirms them. Never
 * an answer to a read.
 */
export interface Memory {
  recall(key: string): Snapshot | undefined
  /** Keeps streams as they are now. */
  keep(streams: readonly TrackedStream[]): void
  /** For streams that may have moved. */
  drop(streams: readonly TrackedStream[]): void
  clear(): void
}

const most = 4_000
/** Characters of one facet's state as JSON. A stream with a heavier one is loaded every time. */
const heaviest = 8 * 1024

/** An empty memory of some thousand streams. */
export function openMemory(): Memory {
  // What was found too heavy once is not weighed again while it is asked for.
  const memory = new LRUCache<string, Snapshot | 'heavy'>({ max: most })
  return {
    recall(key) {
      const known = memory.get(key)
      return known === 'heavy' ? undefined : known
    },
    keep(streams) {
      for (const { key, current } of streams) {
        const known = memory.peek(key)
        if (known === 'heavy' || (known && known.info.sequence >= current.info.sequence)) continue
        memory.set(key, isLight(current, known) ? current : 'heavy')
      }
    },
    drop(streams) {
      for (const { key } of streams) memory.delete(key)
    },
    clear: () => memory.clear(),
  }
}

/** States that the known snapshot has too were weighed with it. */
function isLight({ states }: Snapshot, known: Snapshot | undefined): boolean {
  return states.every((state, at) => state === known?.states[at] || JSON.stringify(state).length <= heaviest)
}
