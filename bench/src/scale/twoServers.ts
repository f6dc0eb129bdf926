import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { makeDataDir, postgresPid, removeDataDir } from '../../../e2e/src/serverProcess.ts'
import { type Bench, measure } from '../benchLoad.ts'
import { cpuSeconds, observable, postgresCpuSeconds } from '../observeServer.ts'
import { figure, median, say, sayTable } from '../report.ts'
import type { ScenarioName } from '../scenarios.ts'
import { startReady } from '../startUp.ts'
import type { ScaledBuild } from './openScale.ts'
import { keepPromises } from './promises.ts'

const measured: readonly ScenarioName[] = [
  'GetUserByID',
  'Add/RemoveOTPEmail, REST',
  'CreateSession, user check',
]

/** The throughput of a run and the cores that its processes kept busy. */
interface Run {
  readonly perSecond: number
  readonly servers: number
  readonly database: number
}

/** Runs a second server on the database: throughput of both against one, and a check of what they promise each other under load. */
export async function compareServers({ bench }: ScaledBuild, rounds: number): Promise<void> {
  const dataDir = makeDataDir()
  const { server } = await startReady({
    dataDir,
    settings: {
      SALLYPORT_DATABASE_URL: bench.databaseUrl,
      SALLYPORT_MASTERKEY: readFileSync(path.join(bench.server.dataDir, 'masterkey'), 'utf8').trim(),
      SALLYPORT_LOG_LEVEL: 'warn',
    },
    nodeArguments: observable,
  })
  try {
    const second = { ...bench, server, port: server.port }
    await compareThroughput(bench, second, rounds)
    await keepPromises(bench, second)
  } finally {
    await server.stop()
    removeDataDir(dataDir)
  }
}

async function compareThroughput(bench: Bench, second: Bench, rounds: number): Promise<void> {
  const half = Math.max(1, Math.floor(bench.connections / 2))
  const halves = [
    { ...bench, connections: half },
    { ...second, connections: half, plain: bench.plain.slice(half) },
  ]
  const rows: string[][] = []
  for (const name of measured) {
    const one: Run[] = []
    const two: Run[] = []
    for (let round = 0; round < rounds; round++) {
      one.push(await run([bench], bench, name))
      two.push(await run(halves, bench, name))
    }
    const of = (runs: readonly Run[], field: keyof Run) => median(runs.map((each) => each[field]))
    rows.push([
      name,
      figure(of(one, 'perSecond')),
      figure(of(two, 'perSecond')),
      figure(of(two, 'perSecond') / of(one, 'perSecond')),
      `${figure(of(one, 'servers'))} + ${figure(of(one, 'database'))}`,
      `${figure(of(two, 'servers'))} + ${figure(of(two, 'database'))}`,
    ])
  }
  say(
    `\ntwo servers on one database, ${bench.connections} connections, ${cpus().length} cores, which the load generator uses too`,
  )
  sayTable(
    ['scenario', 'one, requests/s', 'two', 'ratio', 'busy cores (servers + database): one', 'two'],
    rows,
  )
}

async function run(benches: readonly Bench[], { server }: Bench, name: ScenarioName): Promise<Run> {
  const pids = benches.map((each) => each.server.pid)
  const postgres = postgresPid(server.dataDir) ?? 0
  const busy = () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0)
  const before = { servers: busy(), database: postgresCpuSeconds(postgres), now: performance.now() }
  const results = await Promise.all(benches.map((each) => measure(each, name)))
  const seconds = (performance.now() - before.now) / 1000
  return {
    perSecond: results.reduce((sum, { perSecond }) => sum + perSecond, 0),
    servers: (busy() - before.servers) / seconds,
    database: (postgresCpuSeconds(postgres) - before.database) / seconds,
  }
}
