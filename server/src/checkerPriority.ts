import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, constants, getPriority, setPriority } from 'node:os'

/** How much nicer a thread that checks passwords is: the scheduler gives it about a tenth of the weight of others. */
const nicer = 10
/** The name of the threads of the engine's pool, which run the checks (libuv). */
const poolThread = 'libuv-worker'
/** The threads of this process (proc_pid_task(5)). */
const threads = '/proc/self/task'

/**
 * Lets the threads that check passwords give way to all others. Call it once a start has used files, so that the engine's pool has
 * its threads. Threads have priorities of their own on Linux alone (sched(7)), and with one processor the checks would have to wait too
 * long; elsewhere it changes nothing.
 */
export function lowerCheckers(): void {
  if (process.platform !== 'linux' || availableParallelism() < 2 || !existsSync(threads)) return
  const priority = Math.min(constants.priority.PRIORITY_LOW, getPriority() + nicer)
  for (const thread of readdirSync(threads)) {
    try {
      const name = readFileSync(`${threads}/${thread}/comm`, 'utf8').trim()
      if (name === poolThread) setPriority(Number(thread), priority)
    } catch {
      // The thread has ended, or a sandbox forbids priorities: others then wait for a slice of a check now and then.
    }
  }
}
