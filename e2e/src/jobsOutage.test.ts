import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type Database, openDatabase } from '../../server/src/database/database.ts'
import { createTestDatabase, type TestDatabase } from '../../server/src/testing/testDatabase.ts'
import { type RestClient, restClient } from './restClient.ts'
import {
  makeDataDir,
  readToken,
  removeDataDir,
  type ServerProcess,
  startServerProcess,
} from './serverProcess.ts'

let opened: TestDatabase
let admin: Database
let dataDir: string
let server: ServerProcess
let client: RestClient

/** The requests of the jobs to the mail provider, which the tests answer when they are ready. */
let sendings: ServerResponse[] = []
const provider = createServer((request, response) => {
  request.resume().on('end', () => {
    sendings.push(response)
    provider.emit('sending')
  })
})

beforeAll(async () => {
  await once(provider.listen(0, '127.0.0.1'), 'listening')
  opened = await createTestDatabase()
  admin = openDatabase({ url: inject('postgresUrl'), max: 1 })
  dataDir = makeDataDir()
  const settings = {
    SALLYPORT_DATABASE_URL: opened.url,
    SALLYPORT_MASTERKEY: '07'.repeat(32),
    SALLYPORT_OUTBOUND_ALLOW: '127.0.0.1',
  }
  server = await startServerProcess({ dataDir, settings })
  client = restClient(server.url, readToken(dataDir))
  const { port } = provider.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}/mail`
  const { json } = await client('POST', '/admin/v1/email/http', { endpoint, description: 'Hook' })
  await client('POST', `/admin/v1/email/${json['id']}/_activate`, {})
})
beforeEach(() => {
  sendings = []
})
afterAll(async () => {
  await server?.kill()
  removeDataDir(dataDir)
  await admin.close()
  await opened.close()
  provider.close()
  provider.closeAllConnections()
})

/** Requests a mail; resolves with the request of its job to the provider, which waits for an answer. */
async function startMail(name: string): Promise<ServerResponse> {
  const sending = once(provider, 'sending')
  const { status } = await client('POST', '/v2/users/human', {
    username: name,
    profile: { givenName: name, familyName: 'Outage' },
    email: { email: `${name}@outage.example`, sendCode: {} },
  })
  expect(status).toBe(200)
  await sending
  return sendings[0] as ServerResponse
}

/** The name of the database. */
const name = () => new URL(opened.url).pathname.slice(1)

/** The database accepts no connections, and ends all but one. */
async function breakOff(but = 0): Promise<void> {
  await admin.query(`alter database ${name()} with allow_connections false`)
  await admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> $2',
    [name(), but],
  )
  await expect.poll(ready).toBe(412)
}

const restore = () => admin.query(`alter database ${name()} with allow_connections true`)

const ready = async () => (await fetch(`${server.url}/debug/ready`)).status

const waiting = () =>
  admin.query(
    `select from pg_stat_activity
      where datname = $1 and wait_event_type = 'Lock' and query like '%graphile_worker%_private_jobs%'`,
    [name()],
  )

const jobs = () => opened.database.query('select attempts from graphile_worker._private_jobs')

test('a job that is done when the database goes away is not run again, and the server lives', async () => {
  const sending = await startMail('done')
  const [locked, unlocks] = [Promise.withResolvers<number>(), Promise.withResolvers<void>()]
  const lock = opened.database.session(async (query) => {
    await query('begin')
    const [row] = await query<{ pid: number }>(
      'select pg_backend_pid() as pid from graphile_worker._private_jobs for update',
    )
    locked.resolve(row?.pid ?? 0)
    await unlocks.promise
    await query('commit')
  })
  const holder = await locked.promise
  try {
    sending.end()
    await expect.poll(async () => (await waiting()).length).toBe(1)
    await breakOff(holder)
  } finally {
    unlocks.resolve()
    await lock
  }
  await restore()
  await expect.poll(jobs, { timeout: 10_000 }).toEqual([])
  await expect.poll(ready).toBe(200)
  expect(sendings).toHaveLength(1)
})

test('a job that fails because the database goes away is tried again, and the server lives', async () => {
  const sending = await startMail('failed')
  await breakOff()
  sending.writeHead(500).end()
  await expect.poll(() => server.stderr() + server.stdout()).toContain('a job failed and is tried again')
  expect(await ready()).toBe(412)
  const again = once(provider, 'sending')
  await restore()
  await again
  sendings[1]?.end()
  await expect.poll(jobs, { timeout: 10_000 }).toEqual([])
  expect(sendings).toHaveLength(2)
})
