import { batchCalls } from '../database/batchCalls.ts'
import type { Query } from '../database/query.ts'
import { fastPaths } from '../kernel/fastPaths.ts'
import { CacheUse } from './cacheUse.ts'
import { type AppendReads, confirmedByAppend } from './confirmedByAppend.ts'
import { keptCheck } from './keptCheck.ts'
import {
  type ConfirmedRead,
  isReadFrom,
  type KeptRead,
  type KeptReads,
  keptReads,
  type NamedRead,
  type NewEvent,
  type Read,
  type ReadFrom,
} from './keptReads.ts'
import { type LogPoint, readTail } from './logTail.ts'

/** A cache of reads that the log confirms (ADR 36). */
export interface ConfirmedReads {
  /** Returns the value as of some time after the call: a kept one if the log shows that nothing it was read from has changed. */
  readonly read: Read
  /** Begins the reads of one request, which one statement confirms. */
  begin(): RequestReads
  /**
   * Runs the work of a request that ends with an append. Kept values are used at once, and the append confirms them in its own statement
   * (ADR 43). If they do not hold nothing was appended, and the work runs again on values that do; so does work that was refused or made
   * no append. It must have no effect that may not happen twice.
   */
  byAppend<Result>(work: (reads: AppendReads) => Promise<Result>): Promise<Result>
  /** Must be called after each commit of this process, with the number of its changes. */
  committed(changes: number): void
}

/**
 * The reads of one request (ADR 37). Before `confirmed` was called, kept values are returned while the log is still being asked whether
 * they hold: nothing that follows from them may be written or sent. Afterwards every value is as of some time after the request began.
 */
export interface RequestReads {
  readonly read: Read
  /** Whether all values that were returned so far hold; if not, the request reads again. */
  confirmed(): Promise<boolean>
}

/** Values of a kind that are kept; the least recently used ones are dropped first. */
const mostKept = 2_000
/** Characters of the keys of values that are kept: strangers choose parts of some. */
const longestKey = 1_500
/** Milliseconds for which a value is kept at most, in case somebody changes a table by hand. */
const lifetime = 10_000
/** Milliseconds after which the tail is read although no kept value needs it, so that it stays short. */
const tailAge = 1_000
/** Changes that this process commits until the tail is read again, if appends confirm kept values: their statements read what is new. */
const mostUnread = 16
/** Requests at a time whose appends confirm a value. A check costs the database more than a part of a tail that many requests share. */
const mostChecks = 2
/**
 * Milliseconds without checks after one that failed. The other appends of its group were applied one by one, and strangers can cause events
 * that make checks fail.
 */
const checkPause = 2_000
/** Tails whose events are remembered for values that are being loaded meanwhile. */
const mostTails = 64

/** A tail that was read: its number, and its events. */
interface SeenTail {
  readonly number: number
  readonly events: readonly NewEvent[]
}

/**
 * Opens a cache of reads. Each use of a kept value waits for a statement that begins after the request and reads, for all requests that
 * wait, which events are new since the statement before. Values that were read from their streams are dropped first.
 */
export function openConfirmedReads(keyed: Query): ConfirmedReads {
  if (!fastPaths) return loading
  const kinds = new Map<string, KeptReads>()
  let point: LogPoint | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let tails: SeenTail[] = []
  let number = 0
  /** The number of the first tail since everything was dropped; values of loads from before are not kept. */
  let begun = 0
  /** Changes of this process since the tail, and whether an append has confirmed a value since. */
  let unread = 0
  let isChecked = false
  let checks = 0
  let failedAt = Number.NEGATIVE_INFINITY

  const restart = () => {
    for (const kept of kinds.values()) kept.clear()
    tails = []
    begun = number
  }
  const confirm = batchCalls<string, undefined>({
    size: 1_000,
    async run(calls) {
      const instanceIds = [...new Set(calls)]
      const at = performance.now()
      const since = at - readAt > lifetime ? undefined : point
      unread = 0
      isChecked = false
      const tail = await readTail(keyed, since, instanceIds)
      number++
      if (tail.events === undefined) restart()
      else {
        for (const event of tail.events) for (const kept of kinds.values()) kept.drop(event)
        tails.push({ number, events: tail.events })
        if (tails.length > mostTails) tails.shift()
      }
      for (const id of instanceIds) {
        if (!tail.instances.has(id)) for (const kept of kinds.values()) kept.dropInstance(id)
      }
      // If two statements run at a time, the first to return moves on: the events of the other are read again.
      if (since === undefined || since === point) {
        point = tail.point
        readAt = at
      }
      return calls.map(() => undefined)
    },
  })
  /** Whether nothing that a value was read from has changed since the tail before its load. */
  const isCurrent = (from: ReadFrom, before: number) => {
    if (before < begun || number - before > mostTails) return false
    return !tails.some((tail) => tail.number > before && tail.events.some((one) => isReadFrom(from, one)))
  }
  const find = ({ kind, key }: NamedRead) => kinds.get(kind)?.get(key)
  const load = async <Value>({ kind, key, load, readFrom }: ConfirmedRead<Value>) => {
    const before = number
    const isLong = performance.now() - readAt > tailAge
    const [value] = await Promise.all([load(), isLong ? confirm('') : undefined])
    const from = readFrom(value)
    if (from !== undefined && key.length <= longestKey && isCurrent(from, before)) {
      const kept = kinds.get(kind) ?? keptReads({ max: mostKept, lifetime })
      kinds.set(kind, kept)
      kept.keep(key, { ...from, value })
    }
    return value
  }
  const begin = (): RequestReads => {
    let confirming: Promise<unknown> | undefined
    let isSure = false
    const used = new Map<KeptRead, NamedRead>()
    const start = (instanceId: string) => {
      confirming ??= confirm(instanceId)
      confirming.catch(() => undefined)
      return confirming
    }
    return {
      async read(read) {
        const known = find(read)
        if (known === undefined) return load(read)
        if (!isSure) {
          used.set(known, read)
          if (confirming === undefined) {
            void start(known.instanceId)
            // The statement is sent in this turn of the event loop, before the request goes on.
            await new Promise(setImmediate)
          }
          return known.value as never
        }
        await start(known.instanceId)
        // Whatever is kept by now was confirmed, or loaded, after the request began.
        return (find(read)?.value ?? load(read)) as never
      },
      async confirmed() {
        isSure = true
        await confirming
        const hold = [...used].every(([known, read]) => find(read) === known)
        used.clear()
        return hold
      },
    }
  }
  const read: Read = async (one) => {
    const reads = begin()
    await reads.confirmed()
    return reads.read(one)
  }
  return {
    begin,
    read,
    byAppend: (work) =>
      confirmedByAppend(work, {
        read,
        find,
        async confirm(instanceId) {
          await confirm(instanceId)
        },
        check(known) {
          const at = performance.now()
          const isOld = at - readAt > tailAge || unread > mostUnread
          if (point === undefined || isOld || at - failedAt < checkPause || checks === mostChecks)
            return undefined
          isChecked = true
          checks++
          return keptCheck(point, known)
        },
        settled() {
          checks--
        },
        failed() {
          failedAt = performance.now()
        },
      }),
    committed(changes) {
      unread += changes
      if (isChecked && unread > mostUnread) confirm('').catch(() => undefined)
    },
  }
}

const load: Read = ({ load }) => load()

/** Keeps nothing. */
const loading: ConfirmedReads = {
  read: load,
  begin: () => ({ read: load, confirmed: async () => true }),
  byAppend: (work) => work({ read: load, cacheUse: new CacheUse(), confirm: async () => undefined }),
  committed: () => undefined,
}
