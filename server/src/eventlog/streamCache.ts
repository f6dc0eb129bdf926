import { LRUCache } from 'lru-cache'
import type { Snapshot } from './snapshot.ts'
import type { TrackedStream } from './trackedStream.ts'

/**
 * Caches streams as this process last committed or loaded them, only for units of work whose append confirms that they are
 * current (ADR 12).
 */
export interface StreamCache {
  get(key: string): Snapshot | undefined
  put(streams: readonly TrackedStream[]): void
  evict(streams: readonly TrackedStream[]): void
  clear(): void
}

const maxStreams = 4_000
/** Characters of a facet's state as JSON; a stream with a longer one is not cached. */
const maxStateLength = 8 * 1024

/** Opens an empty cache. */
export function openStreamCache(): StreamCache {
  // An oversized stream stays marked, so that it is not measured again while it is in use.
  const cache = new LRUCache<string, Snapshot | 'oversized'>({ max: maxStreams })
  return {
    get(key) {
      const known = cache.get(key)
      return known === 'oversized' ? undefined : known
    },
    put(streams) {
      for (const { key, current } of streams) {
        const known = cache.peek(key)
        if (known === 'oversized' || (known && known.info.sequence >= current.info.sequence)) continue
        cache.set(key, fits(current, known) ? current : 'oversized')
      }
    },
    evict(streams) {
      for (const { key } of streams) cache.delete(key)
    },
    clear: () => cache.clear(),
  }
}

/** Whether no state is too long; states that the cached snapshot shares were measured before. */
function fits({ states }: Snapshot, known: Snapshot | undefined): boolean {
  return states.every(
    (state, at) => state === known?.states[at] || JSON.stringify(state).length <= maxStateLength,
  )
}
