import { memoryUsage } from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Milliseconds between two looks at the load of the process. */
const period = 3_000
/** The share of a period in which a process is idle that runs its event loop no longer. */
const idleShare = 0.02
/** Idle looks in a row before the first collection, which takes what the start has left, and before a later one: a minute's. */
const idleLooks = { first: 1, later: 20 }
/** Bytes that the heap must have grown by since the last collection. */
const worthwhile = 24 * 2 ** 20

/** Parameters of the function `gc` of V8 that are used here. */
type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void

/**
 * Returns the heap that the start and busy times leave behind to the system, once the process is idle: V8 by itself keeps it. A
 * collection takes about 150 ms, and for some seconds after it requests cost up to twice the CPU, as the heap grows again; so it
 * waits for a minute without load. Compiled code stays, for 8 MiB: without it, V8 would interpret everything anew after each pause.
 */
export function releaseMemory(): void {
  setFlagsFromString('--expose-gc')
  setFlagsFromString('--no-flush-bytecode')
  const collect: Collect = runInNewContext('gc')
  let idleness: Idleness = { looks: 0, kept: undefined }
  let since = performance.eventLoopUtilization()
  const look = () => {
    const { utilization } = performance.eventLoopUtilization(since)
    since = performance.eventLoopUtilization()
    idleness = { ...idleness, looks: utilization > idleShare ? 0 : idleness.looks + 1 }
    if (!isDue(idleness, memoryUsage().heapTotal)) return
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    idleness = { looks: 0, kept: memoryUsage().heapTotal }
  }
  setInterval(look, period).unref()
}

/** What is known of a process between two collections. */
interface Idleness {
  /** Looks in a row at which it was idle. */
  readonly looks: number
  /** Bytes of the heap after the last collection; undefined before the first one. */
  readonly kept: number | undefined
}

/** Whether a process whose heap has so many bytes is to collect now. */
export function isDue({ looks, kept }: Idleness, heap: number): boolean {
  if (kept === undefined) return looks >= idleLooks.first
  return looks >= idleLooks.later && heap - kept >= worthwhile
}
