import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ServerProcess } from '../../e2e/src/serverProcess.ts'

/** Node's arguments for a server whose memory can be asked for. */
export const observable = [
  '--expose-gc',
  `--import=${fileURLToPath(new URL('./memoryProbe.ts', import.meta.url))}`,
]

/** What the server holds after full collections, in bytes. */
export function memoryOf({ child }: ServerProcess): Promise<NodeJS.MemoryUsage> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error('the server does not tell its memory')), 10_000)
    child.once('message', (usage) => {
      clearTimeout(patience)
      resolve(usage as NodeJS.MemoryUsage)
    })
    child.send('memory')
  })
}

/** Seconds of CPU the process has used (proc_pid_stat(5): utime and stime at 100 ticks a second); 0 where there is no /proc. */
export function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return 0
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** The same of a PostgreSQL server: its first process, the children it has, and those that have ended. */
export function postgresCpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return 0
  const ended = statOf(pid)
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && statOf(Number(name))[1] === String(pid),
  )
  const own = cpuSeconds(pid) + (Number(ended[13]) + Number(ended[14])) / 100
  return children.reduce((sum, child) => sum + cpuSeconds(Number(child)), own)
}

/** The fields of proc_pid_stat(5) from the state on; none of a process that has ended. */
function statOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
