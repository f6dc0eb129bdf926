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
  if (process.platform !== 'linux') return 0
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Returns the CPU seconds of a PostgreSQL server with its current and ended child processes. */
export function postgresCpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return 0
  const ended = statOf(pid)
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && statOf(Number(name))[1] === String(pid),
  )
  const own = cpuSeconds(pid) + (Number(ended[13]) + Number(ended[14])) / 100
  return children.reduce((sum, child) => sum + cpuSeconds(Number(child)), own)
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
