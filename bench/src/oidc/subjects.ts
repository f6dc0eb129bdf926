import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { postgresPid } from '../../../e2e/src/serverProcess.ts'
import type { Bench } from '../benchLoad.ts'
import { cpuSeconds, postgresCpuSeconds } from '../observeServer.ts'
import { median } from '../report.ts'
import { type LoadResult, runLoad } from '../runLoad.ts'
import type { ScenarioName } from '../scenarios.ts'
import { seedOurs } from './seedOurs.ts'

/** A server under test. */
export interface Subject {
  readonly port: number
  readonly seeds: readonly string[]
  /** Of all its processes. */
  cpu(): { readonly server: number; readonly database: number }
}

/** The result of a run. */
export interface Measured {
  readonly perSecond: number
  readonly p99: number
  /** Milliseconds a request. */
  readonly cpu: number
  /** Of these the database's. */
  readonly database: number
}

/** Returns a server of ours as a subject, with everything that its scenarios need. */
export async function ourSubject(bench: Bench): Promise<Subject> {
  const loginToken = readFileSync(path.join(bench.server.dataDir, 'login-client.pat'), 'utf8').trim()
  const postgres = postgresPid(bench.server.dataDir) ?? 0
  return {
    port: bench.port,
    seeds: await seedOurs(bench, loginToken, bench.plain.slice(0, bench.connections)),
    cpu: () => ({ server: cpuSeconds(bench.server.pid), database: postgresCpuSeconds(postgres) }),
  }
}

/** Starts `oidc-provider` in memory as a subject. */
export async function startPeer(connections: number): Promise<Subject & { stop(): void }> {
  const program = fileURLToPath(new URL('./peerProgram.ts', import.meta.url))
  const child: ChildProcess = fork(program, [String(connections)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { port, seeds } = await new Promise<{ port: number; seeds: readonly string[] }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number; seeds: readonly string[] }))
    child.once('exit', (code) => reject(new Error(`oidc-provider ended with ${code}`)))
  })
  return {
    port,
    seeds,
    cpu: () => ({ server: cpuSeconds(child.pid ?? 0), database: 0 }),
    stop: () => child.kill(),
  }
}

/** Returns the median of each figure. */
export function middle(all: readonly Measured[]): Measured {
  const of = (figureOf: keyof Measured) => median(all.map((one) => one[figureOf]))
  return { perSecond: of('perSecond'), p99: of('p99'), cpu: of('cpu'), database: of('database') }
}

let runs = 0

/** Runs a scenario; the CPU is that of all processes of the subject. */
export async function measureSubject(
  bench: Bench,
  subject: Subject,
  scenario: ScenarioName,
  seconds = bench.seconds,
): Promise<Measured> {
  const before = subject.cpu()
  const { requests, perSecond, p99 } = await loadSubject(bench, subject, scenario, seconds)
  const after = subject.cpu()
  const each = (used: number) => (used * 1000) / Math.max(requests, 1)
  const database = each(after.database - before.database)
  return { perSecond, p99, database, cpu: each(after.server - before.server) + database }
}

/** Runs the load of a scenario against a subject. */
export function loadSubject(
  bench: Bench,
  { port, seeds }: Subject,
  scenario: ScenarioName,
  seconds: number,
  connections = seeds.length,
): Promise<LoadResult> {
  return runLoad({
    scenario,
    run: `oidc-${runs++}`,
    port,
    token: bench.token,
    databaseUrl: bench.databaseUrl,
    userIds: bench.plain.slice(0, connections),
    password: '',
    seeds,
    warmUpSeconds: 0,
    seconds,
  })
}
