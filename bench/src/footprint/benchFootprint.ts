import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  embeddedUrl,
  makeDataDir,
  postgresPid,
  programIn,
  readToken,
  removeDataDir,
} from '../../../e2e/src/serverProcess.ts'
import { warmUpScenarios } from '../benchLoad.ts'
import { insertTable } from '../insertConnection.ts'
import { cpuSeconds } from '../observeServer.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { seedUsers } from '../seedUsers.ts'
import { startReady } from '../startUp.ts'
import { withClient } from '../withClient.ts'
import { installedSize } from './installedSize.ts'
import { memoryOfTree, residentMemory } from './memory.ts'

/** The extent of the measurement. */
export interface FootprintOptions {
  readonly connections: number
  /** Of each scenario of the load. */
  readonly seconds: number
  readonly rounds: number
  /** Another checkout, whose build is measured in turns with this one. */
  readonly against: string | undefined
}

/** The figures in the order of the report, and the most of each as a part of the build before. */
const figures = [
  { name: 'first start to ready, s', atMost: 0.6 },
  { name: 'CPU of the server until then, s' },
  { name: 'second start to ready, s', atMost: 0.6 },
  { name: 'CPU of the server until then (second), s' },
  { name: 'idle memory of the server (RSS), MiB', atMost: 0.5 },
  { name: 'idle memory of the database (PSS), MiB', atMost: 0.6 },
  { name: 'after the load: server (RSS), MiB', atMost: 0.6 },
  { name: 'after the load: database (PSS), MiB' },
  { name: 'packages of an installation, MB' },
] as const

type Footprint = readonly number[]

/** Milliseconds until an idle server has returned the memory of its start or of a load. */
const idle = 15_000
/** A server returns memory at most once a minute. */
const idleAfterLoad = 70_000

/** Measures starts, memory and size, in turns with another build. */
export async function benchFootprint(options: FootprintOptions): Promise<void> {
  const { rounds, against } = options
  const here = path.resolve(import.meta.dirname, '../../..')
  const checkouts = against === undefined ? [here] : [path.resolve(against), here]
  const measured = new Map<string, Footprint[]>(checkouts.map((checkout) => [checkout, []]))
  // The first start of a build compiles its code, which later ones find.
  for (let round = 0; round < rounds; round++) {
    for (const checkout of round % 2 === 0 ? checkouts : checkouts.toReversed()) {
      measured.get(checkout)?.push(await footprint(checkout, options))
    }
  }
  const of = (checkout: string | undefined, at: number) =>
    median((measured.get(checkout ?? '') ?? []).map((one) => one[at] ?? 0))
  const before = against === undefined ? undefined : checkouts[0]
  say(`\nstart, memory and size, medians of ${rounds} rounds`)
  sayTable(
    ['figure', 'this build', 'build before', 'ratio'],
    figures.map(({ name }, at) => [
      name,
      figure(of(here, at)),
      ...(before === undefined ? [] : [figure(of(before, at)), figure(of(here, at) / of(before, at))]),
    ]),
  )
  for (const [at, wanted] of figures.entries()) {
    if (before === undefined || !('atMost' in wanted)) continue
    const ratio = of(here, at) / of(before, at)
    promise(
      ratio <= wanted.atMost,
      `${wanted.name}: ${figure(ratio)} of the build before (<= ${wanted.atMost})`,
    )
  }
}

async function footprint(checkout: string, options: FootprintOptions): Promise<Footprint> {
  const dataDir = makeDataDir()
  const program = programIn(checkout)
  const settings = { SALLYPORT_LOG_LEVEL: 'warn' }
  const first = await startReady({ dataDir, settings, program })
  const firstCpu = cpuSeconds(first.server.pid)
  await first.server.stop()
  const second = await startReady({ dataDir, settings, program })
  const { server } = second
  const secondCpu = cpuSeconds(server.pid)
  try {
    await pause(idle)
    const atRest = memory(server.pid, dataDir)
    await load(server, options)
    await pause(idleAfterLoad)
    const afterLoad = memory(server.pid, dataDir)
    const size = installedSize(checkout) / 1e6
    return [first.seconds, firstCpu, second.seconds, secondCpu, ...atRest, ...afterLoad, size]
  } finally {
    await server.stop()
    removeDataDir(dataDir)
  }
}

/** Returns the memory of the server and of its database in MiB. */
function memory(pid: number, dataDir: string): readonly [server: number, database: number] {
  return [residentMemory(pid) / 2 ** 20, memoryOfTree(postgresPid(dataDir) ?? 0) / 2 ** 20]
}

async function load(
  server: Awaited<ReturnType<typeof startReady>>['server'],
  { connections, seconds }: FootprintOptions,
): Promise<void> {
  const databaseUrl = embeddedUrl(server.dataDir)
  await withClient(databaseUrl, (client) => client.query(insertTable).then(() => undefined))
  const target = { port: server.port, token: readToken(server.dataDir) }
  await warmUpScenarios({
    ...target,
    server,
    databaseUrl,
    connections,
    seconds,
    plain: await seedUsers(target, connections, { password: true }),
    withCodes: await seedUsers(target, connections, { otpEmail: true }),
  })
}
