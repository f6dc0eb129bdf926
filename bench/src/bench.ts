import { parseArgs } from 'node:util'
import {
  embeddedUrl,
  makeDataDir,
  readToken,
  removeDataDir,
  type ServerProcess,
} from '../../e2e/src/serverProcess.ts'
import { buildServer } from '../../scripts/buildServer.ts'
import { attackBodies } from './attackBodies.ts'
import { type Bench, runScenarios, warmUpScenarios } from './benchLoad.ts'
import { compareBuilds } from './compareBuilds.ts'
import { benchConsole } from './console/benchConsole.ts'
import { benchFootprint } from './footprint/benchFootprint.ts'
import { insertTable } from './insertConnection.ts'
import { measureHistory } from './measureHistory.ts'
import { memoryOf } from './observeServer.ts'
import { benchOidc } from './oidc/benchOidc.ts'
import { compareOidc } from './oidc/compareOidc.ts'
import { benchPages } from './pages/benchPages.ts'
import { benchPeople } from './people/benchPeople.ts'
import { benchStorm } from './people/benchStorm.ts'
import { brokenPromises, figure, keepReport, promise, say } from './report.ts'
import { allowCounting, prepareCounting } from './roundTrips.ts'
import { benchScale } from './scale/benchScale.ts'
import { wholeScale } from './scale/scaleSize.ts'
import { seedUsers } from './seedUsers.ts'
import { benchSoak } from './soak/benchSoak.ts'
import { startUp } from './startUp.ts'
import { users100k } from './users100k.ts'
import { withClient } from './withClient.ts'

const help = `npm run bench -- [options]
  --quick            a short run, for CI: fewer seconds, fewer users
  --seconds=N        seconds per scenario (default 5)
  --connections=N    connections (default 32)
  --users=N          users of the search part (default 100000; 0 skips it)
  --no-promises      measure only, and exit with 0; for profiles
  --against=FOLDER   instead compare with the build in another checkout, in turns
  --oidc             only the scenarios of OpenID Connect, beside oidc-provider in memory; with --against beside another build, too
  --people           only creating, reading, finding and changing people; with --against beside another build
  --storm            only reads while people log in with passwords as fast as the server lets them; with --against another build's, too
  --footprint        only starts, memory and size of an installation; with --against beside another build
  --soak             only memory, descriptors and failures under a mixed load at a steady rate; with --minutes=N (60) and --rate=N (100 a second)
  --pages            only the login pages: weight, time, and CPU beside the calls that they stand for
  --console          only the console in a browser, with 100,000 people: searches, lists, first paint, memory of the tab
  --scale[=N]        only what grows with the data, among N people (default 1000000) and among 1,000 in turns
  --keep=FOLDER      the databases of --scale stay there, and are used again
  --scenario=TEXT    of these only the ones whose name contains the text; also with --against
  --bodies=FOLDER    instead attack the build in a checkout (.: this one) with request bodies
  --rounds=N         rounds of that comparison (default 5)
  --json=FILE        also writes every table and promise to a file
  --cpu-prof         the server writes a CPU profile into the current directory`

const { values: options } = parseArgs({
  // `--scale` alone is the whole size.
  args: process.argv.slice(2).map((one) => (one === '--scale' ? `--scale=${wholeScale}` : one)),
  allowNegative: true,
  options: {
    quick: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '32' },
    users: { type: 'string' },
    oidc: { type: 'boolean', default: false },
    people: { type: 'boolean', default: false },
    storm: { type: 'boolean', default: false },
    footprint: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '100' },
    json: { type: 'string' },
    pages: { type: 'boolean', default: false },
    console: { type: 'boolean', default: false },
    scale: { type: 'string' },
    keep: { type: 'string' },
    scenario: { type: 'string', default: '' },
    against: { type: 'string' },
    bodies: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    promises: { type: 'boolean', default: true },
    'cpu-prof': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) say(help)
else {
  await buildServer()
  if (options.bodies !== undefined) await attackBodies(options.bodies)
  else if (options.scale !== undefined) await scale(Number(options.scale))
  else if (options.people) await people()
  else if (options.storm) await storm()
  else if (options.console) await benchConsole(options.quick)
  else if (options.footprint) await footprint()
  else if (options.soak) await soak()
  else if (options.against === undefined) await bench()
  else {
    const comparison = {
      connections: Number(options.connections),
      seconds: Number(options.seconds ?? 2),
      rounds: Number(options.rounds),
      scenario: options.scenario,
    }
    if (options.oidc) await compareOidc({ ...comparison, against: options.against })
    else await compareBuilds(options.against, comparison)
  }
  if (options.json !== undefined) keepReport(options.json)
  judge()
}

function people(): Promise<void> {
  return benchPeople({
    connections: Number(options.connections),
    seconds: Number(options.seconds ?? 2),
    rounds: Number(options.rounds),
    people: Number(options.users ?? (options.quick ? 2_000 : 20_000)),
    against: options.against,
    scenario: options.scenario,
  })
}

function storm(): Promise<void> {
  return benchStorm({
    connections: Number(options.connections),
    seconds: Number(options.seconds ?? 8),
    rounds: Number(options.rounds),
    against: options.against,
  })
}

function scale(people: number): Promise<void> {
  return benchScale({
    people,
    connections: Number(options.connections),
    seconds: Number(options.seconds ?? 2),
    rounds: options.rounds === '5' ? 3 : Number(options.rounds),
    scenario: options.scenario,
    keep: options.keep,
  })
}

function footprint(): Promise<void> {
  return benchFootprint({
    connections: Number(options.connections),
    seconds: Number(options.seconds ?? 2),
    rounds: options.rounds === '5' ? 3 : Number(options.rounds),
    against: options.against,
  })
}

function soak(): Promise<void> {
  return benchSoak({
    minutes: Number(options.minutes),
    perSecond: Number(options.rate),
    nodeArguments: profiled(),
  })
}

async function bench(): Promise<void> {
  const dataDir = makeDataDir()
  const seconds = Number(options.seconds ?? (options.quick ? 2 : 5))
  let server: ServerProcess | undefined
  try {
    server = await startTwice(dataDir)
    const target = { port: server.port, token: readToken(dataDir) }
    const databaseUrl = embeddedUrl(dataDir)
    await withClient(databaseUrl, async (client) => {
      await prepareCounting(client)
      await client.query(insertTable)
    })
    const connections = Number(options.connections)
    const bench: Bench = {
      ...target,
      server,
      databaseUrl,
      connections,
      seconds,
      plain: await seedUsers(target, connections, { password: true }),
      withCodes: await seedUsers(target, connections, { otpEmail: true }),
    }
    if (options.oidc) {
      await benchOidc(bench, options.scenario)
      await server.stop()
      return
    }
    const logins = options.quick ? 10 : 40
    if (options.pages) {
      await benchPages(bench, logins)
      await server.stop()
      return
    }
    await warmUpScenarios(bench)
    const before = await memoryOf(server)
    // Full collections discard compiled code; the second warm-up compiles it for all scenarios.
    await warmUpScenarios(bench)
    const limit = await runScenarios(bench)
    sayMemory(before, await memoryOf(server))
    await benchOidc(bench)
    await benchPages(bench, logins)
    await history(bench, options.quick ? 60 : 400)
    const users = Number(options.users ?? (options.quick ? 2_000 : 100_000))
    const vacuum = () =>
      withClient(databaseUrl, async (client) => void (await client.query('vacuum analyze users, streams')))
    if (users > 0) await users100k(bench, users, limit, vacuum)
    await server.stop()
  } finally {
    await server?.kill()
    removeDataDir(dataDir)
  }
}

function judge(): void {
  const broken = brokenPromises()
  say(broken.length === 0 ? '\nall promises kept' : `\n${broken.length} promises not kept`)
  if (broken.length > 0 && options.promises) process.exitCode = 1
}

async function startTwice(dataDir: string): Promise<ServerProcess> {
  say('start-up')
  const first = await startUp(dataDir)
  promise(first.seconds < 10, `first start to ready: ${figure(first.seconds)} s (< 10 s)`)
  await withClient(embeddedUrl(dataDir), allowCounting)
  await first.server.stop()
  const second = await startUp(dataDir, profiled())
  promise(second.seconds < 3, `second start to ready: ${figure(second.seconds)} s (< 3 s)`)
  return second.server
}

function profiled(): readonly string[] {
  return options['cpu-prof'] ? ['--cpu-prof', '--cpu-prof-name=sallyport.cpuprofile'] : []
}

async function history(bench: Bench, samples: number): Promise<void> {
  say('\nhistory')
  const result = await measureHistory(bench, bench.databaseUrl, { events: 10_000, samples })
  const factor = result.longRemoval / result.shortRemoval
  const long = `${figure(result.longEvents)} events: ${figure(result.longRemoval)} ms`
  const short = `${figure(result.shortEvents)} events: ${figure(result.shortRemoval)} ms`
  promise(factor <= 1.2, `a removal on ${long}; on ${short}; factor ${figure(factor)} (<= 1.2; medians)`)
}

function sayMemory(before: NodeJS.MemoryUsage, after: NodeJS.MemoryUsage): void {
  say('\nmemory of the server, after full collections')
  const mib = (bytes: number) => `${figure(bytes / 2 ** 20)} MiB`
  const used = (usage: NodeJS.MemoryUsage) => usage.heapUsed + usage.external
  const grown = used(after) - used(before)
  say(`      resident ${mib(before.rss)} after warm-up, ${mib(after.rss)} at the end`)
  promise(
    grown < 0.1 * used(before) + 4 * 2 ** 20,
    `in use ${mib(used(before))} after warm-up, ${mib(used(after))} at the end (grows less than 10 % + 4 MiB)`,
  )
}
