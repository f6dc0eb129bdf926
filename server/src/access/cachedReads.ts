import { LRUCache } from 'lru-cache'
import type { Find } from '../database/batchedFind.ts'
import type { StreamAt } from '../eventlog/followedStreams.ts'

/** A row that may be cached: it names the streams that it follows from. */
export interface FollowingRow {
  /** At their versions when the row was read, in the same statement. */
  readonly streams: readonly StreamAt[]
  /** False if the row follows from anything else, such as streams that do not exist yet; it is then read each time. */
  readonly cacheable: boolean
}

/** Where a page reads its rows. */
export interface PageReads {
  /** As `Find`. `confirmedBy` returns the values `$3`… of the statement that confirms a cached row; one row of a page may have some. */
  find<Row extends FollowingRow>(
    sql: string,
    values: readonly string[],
    confirmedBy: (row: Row) => readonly string[],
  ): Promise<Row[]>
  /** Called when the rows are read and the page is about to be made. */
  startConfirming(): Promise<void>
}

/** Reads whose rows may come from the cache; nothing that was made from them may be sent before the database has confirmed them. */
export interface UnconfirmedReads extends PageReads {
  /** Adds a stream that the page relies on. */
  rely(stream: StreamAt): void
  /** Whether the rows are what the database has now, or had when `startConfirming` was called. */
  confirmed(): Promise<boolean>
}

/** The cache of one process. */
export interface CachedReads {
  /** Reads from the database and fills the cache. */
  readonly direct: PageReads
  /** Returns reads for one request. */
  unconfirmed(instanceId: string): UnconfirmedReads
}

/** Rows that are kept of each statement; the least recently used ones are dropped first. */
const kept = 2000
/** Characters of the values of rows that are kept: strangers choose some of them. */
const longestValues = 1000

/** Opens a cache of rows that `unchangedSql` confirms, one small statement by primary keys. It runs after each request has arrived. */
export function openCachedReads(find: Find, unchangedSql: string): CachedReads {
  const caches = new Map<string, LRUCache<string, FollowingRow>>()
  const direct: PageReads = {
    async find(sql, values) {
      const rows = await find<FollowingRow>(sql, values)
      const key = JSON.stringify(values)
      const [row, ...others] = rows
      if (row?.cacheable && others.length === 0 && key.length <= longestValues) {
        const cache = caches.get(sql) ?? new LRUCache({ max: kept })
        caches.set(sql, cache.set(key, row))
      }
      return rows as never
    },
    startConfirming: () => Promise.resolve(),
  }
  const unconfirmed = (instanceId: string): UnconfirmedReads => {
    const relied: StreamAt[] = []
    let named: readonly string[] = nobody
    let confirming: Promise<boolean> | undefined
    const confirm = async () => {
      const [row] = await find<{ unchanged: boolean }>(unchangedSql, [
        instanceId,
        JSON.stringify(relied),
        ...named,
      ])
      return row?.unchanged === true
    }
    const started = () => {
      confirming ??= confirm()
      confirming.catch(() => undefined)
      return confirming
    }
    return {
      async find(sql, values, confirmedBy) {
        const row = confirming ? undefined : caches.get(sql)?.get(JSON.stringify(values))
        if (row === undefined) return direct.find(sql, values, confirmedBy)
        relied.push(...row.streams)
        named = confirmedBy(row as never)
        return [row] as never
      },
      rely: (stream) => void relied.push(stream),
      async startConfirming() {
        void started()
        // The statement is sent in this turn of the event loop, before the page is made.
        await new Promise(setImmediate)
      },
      confirmed: started,
    }
  }
  return { direct, unconfirmed }
}

/** The values `$3`… of a page without a name. */
const nobody = ['[]', '', '', ''] as const
