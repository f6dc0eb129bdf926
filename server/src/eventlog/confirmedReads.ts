import { batchCalls } from '../database/batchCalls.ts'
import type { Query } from '../database/query.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { fastPaths } from '../kernel/fastPaths.ts'
import { isReadFrom, keptReads, type ReadFrom } from './keptReads.ts'
import { type LogPoint, readTail } from './logTail.ts'

/** A read whose value may be kept. Its statement must not depend on the time or on tables that change without events. */
export interface ConfirmedRead<Value> {
  /** Unique for the statement and its parameters. */
  readonly key: string
  load(): Promise<Value>
  /** undefined: the value is not kept. */
  readFrom(value: Value): ReadFrom | undefined
}

/** Returns the value of a read as of some time after the call: a kept one if the log shows that nothing it was read from has changed. */
export type ConfirmRead = <Value>(read: ConfirmedRead<Value>) => Promise<Value>

/** Values that are kept; the least recently used ones are dropped first. */
const mostKept = 2_000
/** Milliseconds for which a value is kept at most, in case somebody changes a table by hand. */
const lifetime = 10_000
/** Milliseconds after which the tail is read although no kept value needs it, so that it stays short. */
const tailAge = 1_000
/** Tails whose streams are remembered for values that are being loaded meanwhile. */
const mostTails = 64

/** A tail that was read: its number, and the streams that it had. */
interface SeenTail {
  readonly number: number
  readonly touched: readonly StreamRef[]
}

/**
 * Opens a cache of reads that the log confirms (ADR 36). Each use of a kept value waits for a statement that begins after the call and
 * reads, for all calls that wait, which streams have new events since the statement before. Values that were read from one of
 * them are dropped first.
 */
export function openConfirmedReads(keyed: Query): ConfirmRead {
  if (!fastPaths) return ({ load }) => load()
  const kept = keptReads({ max: mostKept, lifetime })
  let point: LogPoint | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let tails: SeenTail[] = []
  let number = 0
  /** The number of the first tail since everything was dropped; values of loads from before are not kept. */
  let begun = 0

  const restart = () => {
    kept.clear()
    tails = []
    begun = number
  }
  const confirm = batchCalls<string, undefined>({
    size: 1_000,
    async run(calls) {
      const instanceIds = [...new Set(calls)]
      const at = performance.now()
      const since = at - readAt > lifetime ? undefined : point
      const tail = await readTail(keyed, since, instanceIds)
      number++
      if (tail.touched === undefined) restart()
      else {
        for (const stream of tail.touched) kept.drop(stream)
        tails.push({ number, touched: tail.touched })
        if (tails.length > mostTails) tails.shift()
      }
      for (const id of instanceIds) if (!tail.instances.has(id)) kept.dropInstance(id)
      // If two statements run at a time, the first to return moves on: the streams of the other are read again.
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
    return !tails.some((tail) => tail.number > before && tail.touched.some((one) => isReadFrom(from, one)))
  }
  return async <Value>({ key, load, readFrom }: ConfirmedRead<Value>) => {
    const known = kept.get(key)
    if (known !== undefined) {
      await confirm(known.instanceId)
      // Whatever is kept by now was confirmed, or loaded, after the call.
      const confirmed = kept.get(key)
      if (confirmed !== undefined) return confirmed.value as Value
    }
    const before = number
    const isLong = performance.now() - readAt > tailAge
    const [value] = await Promise.all([load(), isLong ? confirm('') : undefined])
    const from = readFrom(value)
    if (from !== undefined && isCurrent(from, before)) kept.keep(key, { ...from, value })
    return value
  }
}
