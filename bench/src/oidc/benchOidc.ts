import pg from 'pg'
import type { Bench } from '../benchLoad.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { countRoundTrips } from '../roundTrips.ts'
import type { ScenarioName } from '../scenarios.ts'
import {
  loadSubject,
  type Measured,
  measureSubject,
  middle,
  ourSubject,
  type Subject,
  startPeer,
} from './subjects.ts'

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

/** Long enough that what a connection does before its first request counts little. */
const countedSeconds = 3
/** Times that both sides are measured in turns; medians count. */
const rounds = 3

/** Runs the scenarios against this server and against `oidc-provider` in memory, in turns under the same generator. */
export async function benchOidc(bench: Bench, only = ''): Promise<void> {
  say(`\nOpenID Connect with ${bench.connections} connections, beside oidc-provider in memory`)
  for (const line of terms) say(`      ${line}`)
  const peer = await startPeer(bench.connections)
  const client = new pg.Client({ connectionString: bench.databaseUrl })
  await client.connect()
  try {
    const ours = await ourSubject(bench)
    const rows: string[][] = []
    for (const { name, atMost, trips } of targets.filter((one) => one.name.includes(only))) {
      await measureSubject(bench, ours, name, 1)
      await measureSubject(bench, peer, name, 1)
      const turns: { readonly our: Measured; readonly theirs: Measured }[] = []
      const inserts: number[] = []
      const seconds = bench.seconds / rounds
      for (let round = 0; round < rounds; round++) {
        const our = await measureSubject(bench, ours, name, seconds)
        turns.push({ our, theirs: await measureSubject(bench, peer, name, seconds) })
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

/** The limit: inserts of single durable rows by the same connections, after those of before have been removed. */
async function insertsPerSecond(
  client: pg.Client,
  bench: Bench,
  ours: Subject,
  seconds: number,
): Promise<number> {
  await client.query('truncate bench_insert')
  return (await loadSubject(bench, ours, 'durable single-row insert', seconds)).perSecond
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
    requests = (await loadSubject(bench, subject, scenario, countedSeconds, connections)).requests
  })
  return calls / Math.max(requests, 1)
}
