import { LRUCache } from 'lru-cache'
import type { Snapshot } from './snapshot.ts'
import type { TrackedStream } from './trackedStream.ts'

/**
 * Caches streams as this process last committed or loaded them, for units of work whose append confirms that they are
 * current (ADR 12). No read is served from it.
 */
export interface StreamCache {
  get(key: string): Snapshot | undefined
  /** Caches streams in their present state. */
  put(streams: readonly TrackedStream[]): void
  /** Evicts streams that may have moved. */
  evict(streams: readonly TrackedStream[]): void
  clear(): void
}

const most = 4_000
/** Characters of one facet's state as JSON. A stream with a longer one is never cached. */
const heaviest = 8 * 1024

/** Opens an empty cache. */
export function openStreamCache(): StreamCache {
  // A stream that was too large once is not measured again while it is in use.
  const cache = new LRUCache<string, Snapshot | 'heavy'>({ max: most })
  return {
    get(key) {
      const known = cache.get(key)
      return known === 'heavy' ? undefined : known
    },
    put(streams) {
      for (const { key, current } of streams) {
        const known = cache.peek(key)
        if (known === 'heavy' || (known && known.info.sequence >= current.info.sequence)) continue
        cache.set(key, isLight(current, known) ? current : 'heavy')
      }
    },
    evict(streams) {
      for (const { key } of streams) cache.delete(key)
    },
    clear: () => cache.clear(),
  }
}

/** States that the cached snapshot shares were measured with it. */
function isLight({ states }: Snapshot, known: Snapshot | undefined): boolean {
  return states.every((state, at) => state === known?.states[at] || JSON.stringify(state).length <= heaviest)
}
