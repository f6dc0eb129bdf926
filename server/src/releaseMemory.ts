import { memoryUsage } from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Milliseconds between two looks at the load of the process. */
const period = 3_000
/** Milliseconds between two collections. */
const pause = 60_000
/** The share of a period in which a process is idle that runs its event loop no longer. */
const idleShare = 0.02
/** Bytes that the heap must have grown by since the last collection. */
const worthwhile = 24 * 2 ** 20

/** Parameters of the function `gc` of V8 that are used here. */
type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void

/**
 * Returns the heap that the start and each burst of requests leave behind to the system, while the process is idle: V8 by itself
 * keeps it. A collection takes about 150 ms, at most one a minute.
 */
export function releaseMemory(): void {
  setFlagsFromString('--expose-gc')
  const collect: Collect = runInNewContext('gc')
  let since = performance.eventLoopUtilization()
  let collectedAt = Number.NEGATIVE_INFINITY
  let kept = 0
  const look = () => {
    const { utilization } = performance.eventLoopUtilization(since)
    since = performance.eventLoopUtilization()
    if (utilization > idleShare || performance.now() - collectedAt < pause) return
    if (memoryUsage().heapTotal - kept < worthwhile) return
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    kept = memoryUsage().heapTotal
    collectedAt = performance.now()
  }
  setInterval(look, period).unref()
}
