import pg from 'pg'
import { postgresPid, type ServerProcess } from '../../e2e/src/serverProcess.ts'
import type { Target } from './httpConnection.ts'
import { cpuSeconds, postgresCpuSeconds } from './observeServer.ts'
import { figure, promise, say, sayTable } from './report.ts'
import { countRoundTrips } from './roundTrips.ts'
import { type LoadResult, runLoad } from './runLoad.ts'
import type { ScenarioName } from './scenarios.ts'
import { seededPassword } from './seedUsers.ts'

/** A running server and the users that the load uses. */
export interface Bench extends Target {
  readonly server: ServerProcess
  readonly databaseUrl: string
  readonly connections: number
  readonly seconds: number
  /** Users with password, one per connection. */
  readonly plain: readonly string[]
  /** Users with e-mail codes as a factor, one per connection. */
  readonly withCodes: readonly string[]
}

const insert = 'durable single-row insert'
const writes: readonly ScenarioName[] = [
  'Add/RemoveOTPEmail, REST',
  'Add/RemoveOTPEmail, gRPC',
  'CreateSession, user check',
]
const reads: readonly ScenarioName[] = ['GetUserByID', 'ListAuthenticationFactors']
const sessions: readonly ScenarioName[] = [
  'CreateSession, user check',
  'CreateSession, user + password',
  'CreateSession, e-mail code challenge, check',
]

interface Measured extends LoadResult {
  /** Of the server process and of its embedded database, in microseconds per request. */
  readonly serverCpu: number
  readonly databaseCpu: number
}

/** Runs every scenario for half the time without a report, so that plans, compiled code and caches exist afterwards. */
export async function warmUpScenarios(bench: Bench): Promise<void> {
  const short = { ...bench, seconds: bench.seconds / 2 }
  for (const name of [...writes, ...reads, ...sessions]) await measure(short, name)
}

const rounds = 3

/** A measurement of a scenario, and its share of the limit measured just before and after it. */
interface Compared {
  readonly one: Measured
  readonly share: number
}

/**
 * Runs all scenarios and prints the results; returns the limit in inserts per second. Writes and the limit alternate, because
 * the speed of machines changes within minutes: each write is compared with the inserts just before and after it, and the
 * median of the rounds counts.
 */
export async function runScenarios(bench: Bench): Promise<number> {
  // Reads first: an idle server is slower for a while, and no promise depends on reads.
  const read = new Map<ScenarioName, Measured>()
  for (const name of reads) read.set(name, await measure(bench, name))
  const turn = { ...bench, seconds: bench.seconds / 2 }
  const limits = [await measure(turn, insert)]
  const written = new Map<ScenarioName, Compared[]>(writes.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const measured: [ScenarioName, Measured][] = []
    for (const name of writes) measured.push([name, await measure(turn, name)])
    limits.push(await measure(turn, insert))
    const around = limits.slice(-2).reduce((sum, { perSecond }) => sum + perSecond, 0) / 2
    for (const [name, one] of measured) written.get(name)?.push({ one, share: one.perSecond / around })
  }
  const limit = median(limits, ({ perSecond }) => perSecond)
  const cells = (name: string, one: Measured, share = one.perSecond / limit.perSecond) => [
    name,
    figure(one.perSecond),
    figure(one.p50),
    figure(one.p99),
    figure(one.serverCpu),
    `${figure(one.generatorCpuShare * 100)} %`,
    figure(share),
  ]
  const medians = [...written].map(([name, all]) => ({ name, ...median(all, ({ share }) => share) }))
  say(`\nload with ${bench.connections} connections, medians of ${rounds} rounds`)
  sayTable(
    ['scenario', 'requests/s', 'p50 ms', 'p99 ms', 'server CPU us', 'generator CPU', 'of limit'],
    [
      cells(`${insert} (limit)`, limit),
      ...[...read].map(([name, one]) => cells(name, one)),
      ...medians.map(({ name, one, share }) => cells(name, one, share)),
    ],
  )
  for (const { name, share } of medians) {
    promise(share >= 0.25, `${name}: ${figure(share)} of the limit (>= 0.25)`)
  }
  await runSessions(bench)
  return limit.perSecond
}

/** Returns the median item; of an even number the greater one of the two in the middle. */
function median<Item>(items: readonly Item[], by: (item: Item) => number): Item {
  const middle = items.toSorted((a, b) => by(a) - by(b))[Math.floor(items.length / 2)]
  if (middle === undefined) throw new Error('there are no measurements; raise the number of rounds')
  return middle
}

async function runSessions(bench: Bench): Promise<void> {
  say('\nsessions')
  const client = new pg.Client({ connectionString: bench.databaseUrl })
  await client.connect()
  const measured: { name: string; result: Measured; alone: number; together: number }[] = []
  for (const name of sessions) {
    const result = await measure(bench, name)
    const alone = await roundTrips(client, { ...bench, connections: 1 }, name)
    const together = await roundTrips(client, bench, name)
    measured.push({ name, result, alone, together })
  }
  await client.end()
  sayTable(
    [
      'scenario',
      'requests/s',
      'p50 ms',
      'p99 ms',
      'server CPU us',
      'round trips alone',
      `with ${bench.connections}`,
    ],
    measured.map(({ name, result, alone, together }) => [
      name,
      figure(result.perSecond),
      figure(result.p50),
      figure(result.p99),
      figure(result.serverCpu),
      figure(alone),
      figure(together),
    ]),
  )
  const [without, withPassword] = measured
  if (!without || !withPassword) return
  const share = 1 - without.result.serverCpu / withPassword.result.serverCpu
  say(`      argon2 takes ${figure(share * 100)} % of the CPU of a session with password`)
}

/** Runs a scenario for the bench's seconds after a checkpoint. */
export async function measure(bench: Bench, scenario: ScenarioName): Promise<Measured> {
  await settleDatabase(bench)
  const postgres = postgresPid(bench.server.dataDir) ?? 0
  const [serverBefore, databaseBefore] = [cpuSeconds(bench.server.pid), postgresCpuSeconds(postgres)]
  const result = await load(bench, scenario, bench.seconds)
  const share = bench.seconds / (bench.seconds + settling(bench.seconds))
  const each = (seconds: number) => (result.requests === 0 ? 0 : (seconds * share * 1e6) / result.requests)
  const serverCpu = each(cpuSeconds(bench.server.pid) - serverBefore)
  return { ...result, serverCpu, databaseCpu: each(postgresCpuSeconds(postgres) - databaseBefore) }
}

/** Runs a checkpoint, so that this run does not pay for the writes of the run before. */
async function settleDatabase({ databaseUrl }: Bench): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('truncate bench_insert')
  await client.query('checkpoint')
  await client.end()
}

/** Returns the number of statements per request of a scenario. */
export async function roundTrips(client: pg.Client, bench: Bench, scenario: ScenarioName): Promise<number> {
  let requests = 0
  const calls = await countRoundTrips(client, async () => {
    requests = (await load(bench, scenario, Math.min(1, bench.seconds), 0)).requests
  })
  return calls / requests
}

let runs = 0

function load(
  bench: Bench,
  scenario: ScenarioName,
  seconds: number,
  before = settling(seconds),
): Promise<LoadResult> {
  const users = scenario.includes('e-mail code') ? bench.withCodes : bench.plain
  return runLoad({
    scenario,
    run: `${process.pid}-${runs++}`,
    port: bench.port,
    token: bench.token,
    databaseUrl: bench.databaseUrl,
    userIds: users.slice(0, bench.connections),
    password: seededPassword,
    warmUpSeconds: before,
    seconds,
  })
}

/** Returns the seconds before counting begins, in which connections open and statements are prepared. */
function settling(seconds: number): number {
  return Math.min(1, seconds / 2)
}
