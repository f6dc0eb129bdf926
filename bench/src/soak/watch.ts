import { readdirSync } from 'node:fs'
import type pg from 'pg'
import { postgresPid, type ServerProcess } from '../../../e2e/src/serverProcess.ts'
import { memoryOfTree, residentMemory } from '../footprint/memory.ts'
import { median } from '../report.ts'
import type { Progress } from './mixedLoad.ts'

/** The figures of one interval of a soak; memory and sizes in MiB. */
export interface Sample {
  readonly minutes: number
  readonly requests: number
  readonly failed: number
  /** Milliseconds. */
  readonly p99: number
  /** Medians of looks a second apart: collections come and go. */
  readonly resident: number
  readonly proportional: number
  /** The least of the interval: about what a collection has left. */
  readonly heap: number
  readonly database: number
  readonly databaseSize: number
  /** The least of the interval: connections come and go. */
  readonly descriptors: number
}

const mib = 2 ** 20

/** Looks at a server and its database once a second, until it is stopped. */
export function watch(server: ServerProcess, client: pg.Client, progress: Progress) {
  const postgres = postgresPid(server.dataDir) ?? 0
  const begun = performance.now()
  let resident: number[] = []
  let descriptors: number[] = []
  const look = () => {
    resident.push(residentMemory(server.pid))
    descriptors.push(openDescriptors(server.pid))
  }
  const timer = setInterval(look, 1_000)
  return {
    /** Returns the figures since the last call. */
    async sample(): Promise<Sample> {
      look()
      const took = progress.took.sort((one, other) => one - other)
      const { rows } = await client.query<{ bytes: string }>(
        'select pg_database_size(current_database()) as bytes',
      )
      const sample = {
        minutes: (performance.now() - begun) / 60_000,
        requests: progress.requests,
        failed: progress.failed,
        p99: took[Math.floor(took.length * 0.99)] ?? 0,
        resident: median(resident) / mib,
        proportional: memoryOfTree(server.pid) / mib,
        heap: (await leastHeap(server)) / mib,
        database: memoryOfTree(postgres) / mib,
        databaseSize: Number(rows[0]?.bytes ?? 0) / mib,
        descriptors: Math.min(...descriptors),
      }
      resident = []
      descriptors = []
      progress.took = []
      return sample
    },
    stop: () => clearInterval(timer),
  }
}

function leastHeap({ child }: ServerProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (bytes) => resolve(Number(bytes)))
    child.send('heap')
  })
}

/** Returns the number of open file descriptors of a process (proc_pid_fd(5)); 0 on systems without /proc. */
function openDescriptors(pid: number): number {
  return process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : 0
}
