import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { embeddedUrl, makeDataDir, readToken, removeDataDir } from '../../../e2e/src/serverProcess.ts'
import { residentMemory } from '../footprint/memory.ts'
import { figure, promise, say, sayTable } from '../report.ts'
import { startReady } from '../startUp.ts'
import { judgeSoak } from './judgeSoak.ts'
import { type SoakTarget, seedMix } from './mix.ts'
import { mixedLoad, type Progress } from './mixedLoad.ts'
import { type Sample, watch } from './watch.ts'

/** The extent of a soak. */
export interface SoakOptions {
  readonly minutes: number
  /** Requests a second of all kinds together. */
  readonly perSecond: number
  readonly nodeArguments: readonly string[]
}

/** The fewest lines, two in each of the quarters that are compared; long runs have one a minute. */
const fewestLines = 8
/** Of the load that compiles the code of all kinds. */
const warmUpSeconds = 30
/** Lines of the table at the end. */
const shown = 16
/** Milliseconds after which an idle server has returned the memory of the load. */
const idleAfterLoad = 70_000

const heapProbe = fileURLToPath(new URL('./heapProbe.ts', import.meta.url))

/** Runs all kinds of requests together at a steady rate, and judges whether memory and descriptors stay flat. */
export async function benchSoak(options: SoakOptions): Promise<void> {
  const dataDir = makeDataDir()
  try {
    // The first start of a checkout compiles its code, and keeps the compiler in memory; later ones find it compiled.
    await started(dataDir, options, warmUp)
    await started(dataDir, options, soak)
  } finally {
    removeDataDir(dataDir)
  }
}

async function started(
  dataDir: string,
  options: SoakOptions,
  work: (target: SoakTarget, options: SoakOptions) => Promise<void>,
): Promise<void> {
  const { server } = await startReady({
    dataDir,
    settings: { SALLYPORT_LOG_LEVEL: 'warn' },
    nodeArguments: [`--import=${heapProbe}`, ...options.nodeArguments],
  })
  try {
    const target = { port: server.port, token: readToken(dataDir), server, databaseUrl: embeddedUrl(dataDir) }
    await work(target, options)
    await server.stop()
  } finally {
    await server.kill()
  }
}

async function warmUp(target: SoakTarget, { perSecond }: SoakOptions): Promise<void> {
  const kinds = await seedMix(target, perSecond)
  await mixedLoad(kinds, { perSecond, seconds: warmUpSeconds }, newProgress())
}

async function soak(target: SoakTarget, { minutes, perSecond }: SoakOptions): Promise<void> {
  const { server, databaseUrl } = target
  const kinds = await seedMix(target, perSecond)
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const progress = newProgress()
  const watching = watch(server, client, progress)
  say(
    `\nsoak: ${perSecond} requests a second of ${kinds.length} kinds, for ${minutes} minutes; memory in MiB`,
  )
  say(`      server process ${server.pid}`)
  const load = mixedLoad(kinds, { perSecond, seconds: minutes * 60 }, progress)
  const samples: Sample[] = []
  const lines = Math.max(minutes, fewestLines)
  const every = (minutes * 60_000) / lines
  const begun = performance.now()
  for (let at = 1; at <= lines; at++) {
    await pause(Math.max(0, begun + at * every - performance.now()))
    const sample = await watching.sample()
    samples.push(sample)
    say(lineOf(sample))
  }
  await load
  watching.stop()
  await client.end()
  await pause(idleAfterLoad)
  sayEnd(samples, residentMemory(server.pid) / 2 ** 20, progress)
}

function newProgress(): Progress {
  return { requests: 0, failed: 0, failures: new Set(), took: [] }
}

const columns: readonly (readonly [name: string, of: (sample: Sample) => string])[] = [
  ['minute', ({ minutes }) => figure(minutes)],
  ['requests', ({ requests }) => figure(requests)],
  ['failed', ({ failed }) => String(failed)],
  ['p99 ms', ({ p99 }) => figure(p99)],
  ['server RSS', ({ resident }) => figure(resident)],
  ['PSS', ({ proportional }) => figure(proportional)],
  ['heap', ({ heap }) => figure(heap)],
  ['database PSS', ({ database }) => figure(database)],
  ['its size', ({ databaseSize }) => figure(databaseSize)],
  ['descriptors', ({ descriptors }) => String(descriptors)],
]

function lineOf(sample: Sample): string {
  return columns.map(([name, of]) => `${name} ${of(sample)}`).join(', ')
}

function sayEnd(samples: readonly Sample[], atRest: number, { failures }: Progress): void {
  say()
  const step = Math.ceil(samples.length / shown)
  const some = samples.filter((_, at) => (samples.length - 1 - at) % step === 0)
  sayTable(
    columns.map(([name]) => name),
    some.map((sample) => columns.map(([, of]) => of(sample))),
  )
  say(`      server RSS ${figure(atRest)} MiB after ${idleAfterLoad / 1000} s without load`)
  for (const failure of failures) say(`      ${failure}`)
  for (const { kept, text } of judgeSoak(samples)) promise(kept, text)
}
