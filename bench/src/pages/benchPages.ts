import pg from 'pg'
import { pageClient } from '../../../e2e/src/pageClient.ts'
import { postgresPid } from '../../../e2e/src/serverProcess.ts'
import { loadArgon2 } from '../../../server/src/kernel/crypto/nativeHashes.ts'
import type { Bench } from '../benchLoad.ts'
import { cpuSeconds, postgresCpuSeconds } from '../observeServer.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { countRoundTrips } from '../roundTrips.ts'
import { seededPassword } from '../seedUsers.ts'
import { steadyLoad } from '../steadyLoad.ts'
import { seedPages } from './pageSeed.ts'
import { weighPage } from './weighPage.ts'
import { byCalls, byPages, type LogIn } from './wholeLogins.ts'

/** The budgets of the login pages. */
const budget = { bytes: 30_000, requests: 4, p95: 3, loginCpu: 1.5 } as const
/** Turns in which both sides are measured; medians count. */
const rounds = 5
/** Turns before them: a server is compiled by its load. */
const warmUps = 4
const perSecond = 100

/** Measures the login pages: weight, time under a steady load beside the health probe, and whole logins beside the calls they stand for. */
export async function benchPages(bench: Bench, logins: number): Promise<void> {
  say('\nlogin pages')
  const seed = await seedPages(bench, 2 * logins * (rounds + 1 + warmUps))
  const path = await passwordPage(bench, seed.clientId, seed.people[0] ?? '')
  const weight = await weighPage(bench.port, path)
  promise(
    weight.bytes <= budget.bytes && weight.requests <= budget.requests,
    `password page: ${figure(weight.bytes)} bytes in ${weight.requests} requests, of it the page ${figure(weight.page)} (<= ${figure(budget.bytes)}, ${budget.requests})`,
  )
  await time(bench, path)
  const client = new pg.Client({ connectionString: bench.databaseUrl })
  await client.connect()
  const people = [...seed.people]
  const take = () => people.splice(0, logins)
  await cost(bench, client, { pages: byPages(bench, seed), calls: byCalls(bench, seed) }, take)
  const trips = await countRoundTrips(client, async () => {
    for (let at = 0; at < 50; at++) await fetch(`http://localhost:${bench.port}${path}`)
  })
  say(`      password page: ${figure(trips / 50)} round trips`)
  await client.end()
}

async function passwordPage({ port }: Bench, clientId: string, loginName: string): Promise<string> {
  const browser = pageClient(`http://localhost:${port}`)
  const query = {
    client_id: clientId,
    redirect_uri: 'https://app.example/callback',
    response_type: 'code',
    scope: 'openid',
  }
  await browser.open(`/oauth/v2/authorize?${new URLSearchParams(query)}`)
  const { url } = await browser.submit({ loginName })
  return url.pathname + url.search
}

/** Both pages in turns under the same steady load: a saturated server would only compare their CPU. */
async function time(bench: Bench, path: string): Promise<void> {
  const load = { perSecond, seconds: Math.max(bench.seconds / rounds, 1) }
  // A server is compiled by its load.
  await steadyLoad(bench.port, path, { perSecond: 400, seconds: 5 })
  const turns = []
  for (let round = 0; round < rounds; round++) {
    const page = await steadyLoad(bench.port, path, load)
    turns.push({ page, probe: await steadyLoad(bench.port, '/debug/healthz', load) })
  }
  const page = median(turns.map((turn) => turn.page.p95))
  const probe = median(turns.map((turn) => turn.probe.p95))
  promise(
    page <= budget.p95 * probe,
    `password page at ${perSecond}/s: p95 ${figure(page)} ms, /debug/healthz ${figure(probe)} ms, factor ${figure(page / probe)} (<= ${budget.p95})`,
  )
}

interface Used {
  readonly server: number
  readonly database: number
}

async function cost(
  bench: Bench,
  client: pg.Client,
  sides: { readonly pages: LogIn; readonly calls: LogIn },
  take: () => readonly string[],
): Promise<void> {
  const hashing = await hashMilliseconds()
  const turns: { readonly pages: Used; readonly calls: Used }[] = []
  const trips = { pages: 0, calls: 0 }
  const all = { pages: take(), calls: take() }
  trips.pages = (await countRoundTrips(client, () => run(sides.pages, all.pages))) / all.pages.length
  trips.calls = (await countRoundTrips(client, () => run(sides.calls, all.calls))) / all.calls.length
  for (let round = 0; round < warmUps; round++) {
    await run(sides.pages, take())
    await run(sides.calls, take())
  }
  for (let round = 0; round < rounds; round++) {
    const pages = await used(bench, sides.pages, take())
    turns.push({ pages, calls: await used(bench, sides.calls, take()) })
  }
  const of = (side: 'pages' | 'calls', part: keyof Used) => median(turns.map((turn) => turn[side][part]))
  const rest = (side: 'pages' | 'calls') => of(side, 'server') - hashing
  sayTable(
    [
      'a whole login (name, password, code)',
      'server CPU ms',
      'without the hash',
      'database CPU ms',
      'round trips',
    ],
    (['pages', 'calls'] as const).map((side) => [
      side === 'pages' ? 'through the pages' : 'by the calls they stand for',
      figure(of(side, 'server')),
      figure(rest(side)),
      figure(of(side, 'database')),
      figure(trips[side]),
    ]),
  )
  const factor = rest('pages') / rest('calls')
  promise(
    factor <= budget.loginCpu,
    `a whole login: ${figure(factor)} of the server CPU of its calls, one hash of ${figure(hashing)} ms aside (<= ${budget.loginCpu})`,
  )
}

async function run(logIn: LogIn, people: readonly string[]): Promise<void> {
  const waiting = [...people]
  const one = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await logIn(name)
  }
  await Promise.all([one(), one(), one(), one()])
}

async function used({ server }: Bench, logIn: LogIn, people: readonly string[]): Promise<Used> {
  const postgres = postgresPid(server.dataDir) ?? 0
  const cpu = () => ({ server: cpuSeconds(server.pid), database: postgresCpuSeconds(postgres) })
  const before = cpu()
  await run(logIn, people)
  const after = cpu()
  const each = (seconds: number) => (seconds * 1000) / people.length
  return { server: each(after.server - before.server), database: each(after.database - before.database) }
}

/** CPU milliseconds of one check of a password with the parameters of the product. */
async function hashMilliseconds(): Promise<number> {
  const { hash, verify } = await loadArgon2()
  const stored = await hash(seededPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const count = 20
  const before = process.cpuUsage()
  for (let at = 0; at < count; at++) await verify(stored, seededPassword)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / count
}
