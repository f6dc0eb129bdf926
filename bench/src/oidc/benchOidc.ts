import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { postgresPid } from '../../../e2e/src/serverProcess.ts'
import type { Bench } from '../benchLoad.ts'
import { cpuSeconds, postgresCpuSeconds } from '../observeServer.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { countRoundTrips } from '../roundTrips.ts'
import { runLoad } from '../runLoad.ts'
import type { ScenarioName } from '../scenarios.ts'
import { seedOurs } from './seedOurs.ts'

/** The most CPU of server and database together, as a multiple of the peer's, and the most statements a request. */
const targets: readonly { readonly name: ScenarioName; readonly atMost: number; readonly trips: number }[] = [
  { name: 'oidc introspection', atMost: 0.8, trips: 1 },
  { name: 'oidc userinfo', atMost: 1, trips: 1 },
  { name: 'oidc client credentials', atMost: 1.5, trips: 1 },
  { name: 'oidc refresh', atMost: 0.9, trips: 2 },
  { name: 'oidc code flow', atMost: 1, trips: 8 },
  { name: 'oidc discovery', atMost: 1, trips: 1 },
  { name: 'oidc keys', atMost: 1, trips: 1 },
]

/** Tokens issued a second, as a part of durable inserts of single rows by as many connections. */
const issuing = { name: 'oidc client credentials', atLeast: 0.25 } as const

/** What both sides do, and where they differ. */
const terms: readonly string[] = [
  'both: HTTP Basic, PKCE, opaque access tokens, the same scopes, an RS256 ID token (2048 bits) in code flow and refresh',
  'ours only: durable commits, the roles and profile of the user in introspection,',
  'and in the code flow the answer of a login of one’s own, which the peer gives by its cookie: one request more',
]

/** Times that both sides are measured in turns; medians count. */
const rounds = 3

/** A server under test. */
interface Subject {
  readonly port: number
  readonly seeds: readonly string[]
  /** Of all its processes. */
  cpu(): { readonly server: number; readonly database: number }
}

interface Measured {
  readonly perSecond: number
  readonly p99: number
  /** Milliseconds a request. */
  readonly cpu: number
  /** Of these the database's. */
  readonly database: number
}

/** Runs the scenarios against this server and against `oidc-provider` in memory, in turns under the same generator. */
export async function benchOidc(bench: Bench, only = ''): Promise<void> {
  say(`\nOpenID Connect with ${bench.connections} connections, beside oidc-provider in memory`)
  for (const line of terms) say(`      ${line}`)
  const peer = await startPeer(bench.connections)
  const client = new pg.Client({ connectionString: bench.databaseUrl })
  await client.connect()
  try {
    const loginToken = readFileSync(path.join(bench.server.dataDir, 'login-client.pat'), 'utf8').trim()
    const postgres = postgresPid(bench.server.dataDir) ?? 0
    const ours: Subject = {
      port: bench.port,
      seeds: await seedOurs(bench, loginToken, bench.plain.slice(0, bench.connections)),
      cpu: () => ({ server: cpuSeconds(bench.server.pid), database: postgresCpuSeconds(postgres) }),
    }
    const rows: string[][] = []
    for (const { name, atMost, trips } of targets.filter((one) => one.name.includes(only))) {
      await measure(bench, ours, name, 1)
      await measure(bench, peer, name, 1)
      const turns: { readonly our: Measured; readonly theirs: Measured }[] = []
      const inserts: number[] = []
      const seconds = bench.seconds / rounds
      for (let round = 0; round < rounds; round++) {
        const our = await measure(bench, ours, name, seconds)
        turns.push({ our, theirs: await measure(bench, peer, name, seconds) })
        if (name === issuing.name) inserts.push(await insertsPerSecond(client, bench, ours, seconds))
      }
      const our = middle(turns.map((turn) => turn.our))
      const theirs = middle(turns.map((turn) => turn.theirs))
      const alone = await roundTrips(client, bench, ours, name, 1)
      const together = await roundTrips(client, bench, ours, name, bench.connections)
      const ratio = our.cpu / theirs.cpu
      rows.push([
        name,
        figure(our.perSecond),
        figure(our.p99),
        figure(our.cpu),
        figure(our.database),
        figure(theirs.cpu),
        figure(ratio),
        figure(alone),
        figure(together),
      ])
      promise(ratio <= atMost, `${name}: ${figure(ratio)} of the CPU of oidc-provider (<= ${atMost})`)
      promise(alone <= trips + 0.1, `${name}: ${figure(alone)} round trips (<= ${trips})`)
      if (inserts.length > 0) {
        const part = our.perSecond / median(inserts)
        promise(
          part >= issuing.atLeast,
          `${name}: ${figure(part)} of the durable single-row insert (>= ${issuing.atLeast})`,
        )
      }
    }
    sayTable(
      [
        'scenario',
        'requests/s',
        'p99 ms',
        'CPU ms',
        'of it database',
        'peer CPU ms',
        'ratio',
        'round trips alone',
        'together',
      ],
      rows,
    )
  } finally {
    await client.end()
    peer.stop()
  }
}

/** Returns the median of each figure. */
function middle(all: readonly Measured[]): Measured {
  const of = (figureOf: keyof Measured) => median(all.map((one) => one[figureOf]))
  return { perSecond: of('perSecond'), p99: of('p99'), cpu: of('cpu'), database: of('database') }
}

/** The limit: inserts of single durable rows by the same connections, after those of before have been removed. */
async function insertsPerSecond(
  client: pg.Client,
  bench: Bench,
  ours: Subject,
  seconds: number,
): Promise<number> {
  await client.query('truncate bench_insert')
  return (await load(bench, ours, 'durable single-row insert', seconds)).perSecond
}

let runs = 0

async function measure(
  bench: Bench,
  subject: Subject,
  scenario: ScenarioName,
  seconds = bench.seconds,
): Promise<Measured> {
  const before = subject.cpu()
  const { requests, perSecond, p99 } = await load(bench, subject, scenario, seconds)
  const after = subject.cpu()
  const each = (used: number) => (used * 1000) / Math.max(requests, 1)
  const database = each(after.database - before.database)
  return { perSecond, p99, database, cpu: each(after.server - before.server) + database }
}

function load(
  bench: Bench,
  { port, seeds }: Subject,
  scenario: ScenarioName,
  seconds: number,
  connections = seeds.length,
) {
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

async function roundTrips(
  client: pg.Client,
  bench: Bench,
  subject: Subject,
  scenario: ScenarioName,
  connections: number,
): Promise<number> {
  let requests = 0
  const calls = await countRoundTrips(client, async () => {
    requests = (await load(bench, subject, scenario, 1, connections)).requests
  })
  return calls / Math.max(requests, 1)
}

async function startPeer(connections: number): Promise<Subject & { stop(): void }> {
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
