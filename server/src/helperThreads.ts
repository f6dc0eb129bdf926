import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, constants, getPriority, setPriority } from 'node:os'
import { setFlagsFromString } from 'node:v8'

/** How much nicer a helping thread is: the scheduler gives it about a tenth of the weight of others. */
const nicer = 10
/** The name of the threads of the engine's pool, which check passwords (libuv). */
const poolThread = 'libuv-worker'
/** The name of the threads of V8, which compile and look for garbage (Node). */
const engineThread = 'node-V8Worker'
/** The threads of this process (proc_pid_task(5)). */
const threads = '/proc/self/task'

/**
 * Lets threads that nobody waits for give way to all others: those that check passwords, and with fewer than four processors those of
 * V8 as well. The main thread would wait for the latter while new objects are collected, so it then does that alone. Call it once a
 * start has used files, so that the engine's pool has its threads. Threads have priorities of their own on Linux alone (sched(7)), and
 * with one processor the checks would have to wait too long; elsewhere it changes nothing.
 */
export function lowerHelpers(): void {
  const processors = availableParallelism()
  if (process.platform !== 'linux' || processors < 2 || !existsSync(threads)) return
  const names = processors < 4 ? [poolThread, engineThread] : [poolThread]
  if (names.includes(engineThread)) setFlagsFromString('--no-parallel-scavenge')
  const priority = Math.min(constants.priority.PRIORITY_LOW, getPriority() + nicer)
  for (const thread of readdirSync(threads)) {
    try {
      const name = readFileSync(`${threads}/${thread}/comm`, 'utf8').trim()
      if (names.includes(name)) setPriority(Number(thread), priority)
    } catch {
      // The thread has ended, or a sandbox forbids priorities: others then wait for a slice of a check now and then.
    }
  }
}
