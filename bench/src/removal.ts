import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { loadConfig } from '../../server/src/config/config.ts'
import { openDatabase } from '../../server/src/database/database.ts'
import { startEmbedded } from '../../server/src/database/embedded.ts'
import { migrate } from '../../server/src/database/migrate.ts'
import {
  sessionAdded,
  sessionMetadataSet,
  sessionTerminated,
  sessionTokenSet,
} from '../../server/src/features/sessions/events.ts'
import { newId } from '../../server/src/kernel/ids.ts'
import { openLogger } from '../../server/src/kernel/openLogger.ts'
import { migrations, openProduct } from '../../server/src/product.ts'
import { testClock } from '../../server/src/testing/testClock.ts'
import { say } from './report.ts'

// How fast dead streams are removed, and what an append takes meanwhile: node bench/src/removal.ts [STREAMS]
const streams = Number(process.argv[2] ?? 100_000)
const instanceId = '1'
const dataDir = await mkdtemp(path.join(tmpdir(), 'sallyport-removal-'))
const logger = openLogger('warn', process.stderr)
const embedded = await startEmbedded({ dataDir, logger })
const database = openDatabase({ url: embedded.url })
await migrate(database, migrations)
const clock = testClock()
const config = loadConfig({ environment: {} })
const { deps, jobs, close } = await openProduct({
  config,
  database,
  masterKey: Buffer.alloc(32, 7),
  logger,
  clock,
})

/** Appends a session of five events in two appends, as a login that is signed out again. */
async function addSession(ends: boolean): Promise<void> {
  const id = newId()
  const tokenId = newId()
  const writing = { instanceId, creator: 'bench', now: clock.now() }
  await deps.log.transact(writing, undefined, async (tx) => {
    const session = tx.begin({ type: 'session', id })
    tx.seal(session, tokenId, 'digest')
    const metadata = { metadata: { a: 'YQ==' } }
    const events = [sessionAdded({}), sessionMetadataSet(metadata), sessionTokenSet({ tokenId })]
    await tx.append(session, events, { owner: instanceId })
  })
  if (!ends) return
  await deps.log.transact(writing, { type: 'session', id }, async (tx) => {
    const session = await tx.load({ type: 'session', id })
    await tx.append(session, [sessionMetadataSet({ metadata: {} }), sessionTerminated({})])
  })
}

/** The milliseconds of appends, one each 5 ms, until `work` ends. */
async function appendsDuring(work: Promise<unknown>): Promise<readonly number[]> {
  let running = true
  const times: number[] = []
  const open: Promise<void>[] = []
  void work.finally(() => {
    running = false
  })
  while (running) {
    const begun = performance.now()
    open.push(addSession(false).then(() => void times.push(performance.now() - begun)))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await Promise.all(open)
  return times.toSorted((one, other) => one - other)
}

const at = (times: readonly number[], share: number) =>
  (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
const appendsOf = (times: readonly number[]) =>
  `appends: ${times.length}, p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms, most ${at(times, 0.9999)} ms`
const size = async () => {
  const [row] = await database.query<{ size: string }>('select pg_database_size(current_database()) as size')
  return `${Math.round(Number(row?.size) / 1e6)} MB`
}

for (let made = 0; made < streams; made += 500)
  await Promise.all(Array.from({ length: Math.min(500, streams - made) }, () => addSession(true)))
say(`${streams} dead streams of 5 events, database ${await size()}`)
await deps.log.seal()
say(`at rest       ${appendsOf(await appendsDuring(new Promise((resolve) => setTimeout(resolve, 15_000))))}`)
clock.advance(31 * 86_400)
const begun = performance.now()
const removal = jobs.schedules.find(({ name }) => name === 'log.remove_dead')?.run() ?? Promise.resolve()
const times = await appendsDuring(removal)
const seconds = (performance.now() - begun) / 1000
say(`meanwhile     ${appendsOf(times)}`)
say(`removed ${Math.round(streams / seconds)} streams/s in ${seconds.toFixed(1)} s`)
const { findings, retired } = await deps.log.verify()
const [left] = await database.query(
  `select (select count(*) from log_seals) as seals, (select count(*) from log_commits) as commits,
     (select count(*) from dead_streams) as dead, (select count(*) from streams) as streams`,
)
say(`verify: ${findings.length} findings, ${retired} events removed; left: ${JSON.stringify(left)}`)
await database.query('vacuum full')
say(`database ${await size()} after vacuum full`)
await close()
await database.close()
await embedded.stop()
await rm(dataDir, { recursive: true, force: true })
