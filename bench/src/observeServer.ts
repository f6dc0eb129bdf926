import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ServerProcess } from '../../e2e/src/serverProcess.ts'

/** The arguments of Node.js for a server that reports its memory. */
export const observable = [
  '--expose-gc',
  `--import=${fileURLToPath(new URL('./memoryProbe.ts', import.meta.url))}`,
]

/** Returns the memory of the server after full collections, in bytes. */
export function memoryOf({ child }: ServerProcess): Promise<NodeJS.MemoryUsage> {
  return new Promise((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('the server did not report its memory')), 10_000)
    child.once('message', (usage) => {
      clearTimeout(timeout)
      resolve(usage as NodeJS.MemoryUsage)
    })
    child.send('memory')
  })
}

/** Returns the CPU seconds of a process (proc_pid_stat(5): utime and stime at 100 ticks a second); 0 on systems without /proc. */
export function cpuSeconds(pid: number): number {
  return process.platform === 'linux' ? usedBy(statOf(pid)) : 0
}

/** Returns the CPU seconds of a PostgreSQL server with its current and ended child processes. */
export function postgresCpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return 0
  const own = statOf(pid)
  // Read once: a child may end at any time.
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat[1] === String(pid))
  const ended = (Number(own[13]) + Number(own[14])) / 100
  return children.reduce((sum, child) => sum + usedBy(child), usedBy(own) + ended)
}

function usedBy(stat: readonly string[]): number {
  return (Number(stat[11]) + Number(stat[12])) / 100
}

/** Reads the fields of proc_pid_stat(5) from the state on; none for a process that has ended. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
