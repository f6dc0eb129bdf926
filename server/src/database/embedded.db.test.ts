import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DomainError } from '../kernel/refusal.ts'
import { type Database, openDatabase } from './database.ts'
import { DirectoryInUseError } from './embedded/directoryLock.ts'
import { processIdentity } from './embedded/processIdentity.ts'
import { startEmbedded } from './embedded.ts'

const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined }
const settings = { fsync: 'off' }
let dataDir: string
const databases: Database[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'sallyport-embedded-'))
})
afterEach(async () => {
  for (const database of databases.splice(0)) await database.close()
  await rm(dataDir, { recursive: true, force: true })
})

const start = () => startEmbedded({ dataDir, logger, settings })
const open = (url: string) => {
  const database = openDatabase({ url })
  databases.push(database)
  return database
}
const postmaster = async () =>
  Number((await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

test('keeps its data between runs and its password secret', async () => {
  const one = await start()
  await open(one.url).query('create table kept as select 1 as x')
  expect((await stat(path.join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600)
  await one.stop()
  const two = await start()
  expect(await open(two.url).query('select x from kept')).toEqual([{ x: 1 }])
  await two.stop()
})

test('refuses a second server on the directory, and takes over the lock of an ended one', async () => {
  const one = await start()
  await expect(start()).rejects.toThrow(DirectoryInUseError)
  await one.stop()
  // A lock from before a reboot, whose pid now belongs to another process: this one.
  await writeFile(path.join(dataDir, 'server.lock'), JSON.stringify({ pid: process.pid, identity: 'past/1' }))
  await (await start()).stop()
  await writeFile(path.join(dataDir, 'server.lock'), '{"pid":')
  await (await start()).stop()
})

test('a killed database is restarted, and statements meanwhile fail as unavailable', async () => {
  const one = await start()
  const database = open(one.url)
  let rings = 0
  const { stop } = await database.listen('bell', () => rings++)
  await database.query('create table kept as select 1 as x')
  const held = database.session((query) => query('select pg_sleep(30)'))
  const failed = expect(held).rejects.toThrow(DomainError)
  const sleeping = `select from pg_stat_activity where query = 'select pg_sleep(30)'`
  await expect.poll(() => database.query(sleeping)).toHaveLength(1)
  process.kill(await postmaster(), 'SIGKILL')
  await failed
  const outcomes: unknown[] = []
  await vi.waitFor(
    async () => {
      outcomes.push(await database.query('select x from kept').catch((error: unknown) => error))
      expect(outcomes.at(-1)).toEqual([{ x: 1 }])
    },
    { timeout: 30_000, interval: 20 },
  )
  for (const outcome of outcomes.slice(0, -1)) {
    expect(outcome).toMatchObject({ refusal: { code: 'database.unavailable', kind: 'unavailable' } })
  }
  await expect.poll(() => rings).toBeGreaterThan(0)
  await database.query(`notify bell`)
  await expect.poll(() => rings).toBeGreaterThan(1)
  await stop()
  await one.stop()
})

test('ends the database that a hard-killed server left running', async () => {
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)})
    const quiet = () => undefined
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, logger: { debug: quiet, warn: quiet, error: quiet } })
    process.stdout.write('up')
    setInterval(quiet, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const orphan = await postmaster()
  const identity = processIdentity(orphan)
  expect(identity).toBeDefined()
  const one = await start()
  expect(processIdentity(orphan)).not.toBe(identity)
  expect(await open(one.url).query('select 1 as x')).toEqual([{ x: 1 }])
  await one.stop()
})

test('an interrupted first start is repeated', async () => {
  const one = await start()
  await one.stop()
  const cluster = path.join(dataDir, 'postgres')
  await rename(cluster, `${cluster}.new`)
  const two = await start()
  expect(await open(two.url).query('select 1 as x')).toEqual([{ x: 1 }])
  await two.stop()
})
