import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, constants, getPriority, setPriority } from 'node:os'

/** How much nicer a thread that checks passwords is: it has a tenth of the weight of the others, which hardly ever wait for its slices. */
const nicer = 10
/** The name of the threads of the engine's pool, which run the checks (libuv). */
const poolThread = 'libuv-worker'
/** The threads of this process (proc_pid_task(5)). */
const threads = '/proc/self/task'

/**
 * Lets every other thread run before those that check passwords. Call it once the engine's pool has its threads, which a start has
 * used for files. It changes nothing with one processor, for which the checks would have to wait too long, and on systems other than
 * Linux, where threads have no priorities of their own (sched(7)).
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
