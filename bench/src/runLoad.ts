import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ScenarioName } from './scenarios.ts'

/** A run of the load generator, with one connection per user. */
export interface Load {
  readonly scenario: ScenarioName
  /** Unique per run, so that the inserted rows of runs differ. */
  readonly run: string
  readonly port: number
  readonly token: string
  readonly databaseUrl: string
  readonly userIds: readonly string[]
  readonly password: string
  /** By connection, for scenarios of OpenID Connect. */
  readonly seeds?: readonly string[] | undefined
  readonly warmUpSeconds: number
  readonly seconds: number
}

/** The result of a run; milliseconds from the first byte of a request to the last byte of its response. */
export interface LoadResult {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Of one core. */
  readonly generatorCpuShare: number
}

const program = fileURLToPath(new URL('./loadGenerator.ts', import.meta.url))

/** Runs the load generator in a separate process; the first failed request fails the run. */
export function runLoad(load: Load): Promise<LoadResult> {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const timeout = setTimeout(() => child.kill('SIGKILL'), (load.warmUpSeconds + load.seconds + 30) * 1000)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  return new Promise<LoadResult>((resolve, reject) => {
    child.once('message', (result: LoadResult | { readonly failure: string }) => {
      if ('failure' in result) reject(new Error(`${load.scenario}: ${result.failure}`))
      else resolve(result)
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`${load.scenario}: ended with ${code ?? signal}`)))
    child.send(load)
  }).finally(() => {
    clearTimeout(timeout)
    process.off('exit', kill)
  })
}
