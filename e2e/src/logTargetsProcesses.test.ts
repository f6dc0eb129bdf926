import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase } from '../../server/src/database/database.ts'
import { eventsIn, type LogReceiver, startLogReceiver } from './logReceiver.ts'
import { addPerson, type RestClient, restClient } from './restClient.ts'
import { startServerProcess } from './serverProcess.ts'
import { openTwoProcesses, type TwoProcesses } from './twoProcesses.ts'

let both: TwoProcesses
let receiver: LogReceiver
let clients: readonly RestClient[]
let count = 0

beforeAll(async () => {
  receiver = await startLogReceiver()
  both = await openTwoProcesses({ SALLYPORT_OUTBOUND_ALLOW: 'loopback' })
  clients = both.servers.map(({ url }) => restClient(url, both.token))
}, 60_000)
afterAll(async () => {
  await both.close()
  await receiver.close()
})

const targetsPath = '/sallyport/v1/log-targets'
const create = async () => {
  const client = restClient(both.servers[0].url, both.token)
  const reply = await client('POST', targetsPath, { name: 'SIEM', url: receiver.url })
  return (reply.json as { target: { id: string } }).target.id
}

/** Writes people through these clients at the same time. */
const write = (through: readonly RestClient[], each: number) =>
  Promise.all(
    through.map(async (client) => {
      for (let at = 0; at < each; at++) await addPerson(client, `person-${++count}`, 'Correct-Horse-1')
    }),
  )

/** Runs a query on the database of both processes. */
async function query<Row extends object>(sql: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const database = openDatabase({ url: both.settings['SALLYPORT_DATABASE_URL'] ?? '', max: 1 })
  try {
    return await database.query<Row>(sql, values)
  } finally {
    await database.close()
  }
}

/** Waits until no process has the right to deliver to a target: one that is stopped would keep it for 30 seconds. */
const givenBack = (id: string) =>
  vi.waitFor(
    async () =>
      expect(await query('select lease from log_target_deliveries where target_id = $1', [id])).toEqual([
        { lease: null },
      ]),
    { timeout: 30_000, interval: 20 },
  )

/** The positions of all events from the creation of a target on, in the order of their commits. */
async function committedSince(id: string): Promise<string[]> {
  const rows = await query<{ position: string }>(
    `select e.position::text as position from events e, (select a.xact, a.position from events a
         where a.type = 'instance.log_target.added' and a.payload->>'id' = $1) a
      where (e.xact, e.position) >= (a.xact, a.position) order by e.xact, e.position`,
    [id],
  )
  return rows.map(({ position }) => position)
}

/** Waits until everything that is committed now was accepted; returns the positions from the first of the target on. */
async function arrived(id: string): Promise<readonly string[]> {
  const expected = await committedSince(id)
  const positions = () => receiver.events().map(({ position }) => position)
  await vi.waitFor(() => expect(positions()).toContain(expected.at(-1)), { timeout: 50_000, interval: 100 })
  return positions().slice(positions().indexOf(expected[0] ?? ''))
}

test('of two processes one delivers at a time: all events of both arrive once and in order', async () => {
  const id = await create()
  receiver.behaviour = { status: 200, after: 15 }
  await write([...clients, ...clients, ...clients], 8)
  expect(await arrived(id)).toEqual(await committedSince(id))
  expect(receiver.mostAtOnce).toBe(1)
  expect(receiver.events().length).toBeGreaterThan(100)
  await clients[0]?.('DELETE', `${targetsPath}/${id}`)
}, 90_000)

test('if the process that delivers is killed, the other one goes on when the lease is over; the last batch comes twice', async () => {
  const id = await create()
  await arrived(id)
  const [first, second] = both.servers
  receiver.behaviour = 'hang'
  await givenBack(id)
  second.child.kill('SIGSTOP')
  const before = receiver.requests.length
  await write(clients.slice(0, 1), 1)
  await vi.waitFor(() => expect(receiver.requests.length).toBeGreaterThan(before), { timeout: 30_000 })
  await first.kill()
  receiver.behaviour = { status: 200 }
  second.child.kill('SIGCONT')
  await write(clients.slice(1), 3)
  expect(await arrived(id)).toEqual(await committedSince(id))
  const [hung = [], again = []] = receiver.requests
    .slice(before)
    .map(({ body }) => eventsIn(body).map(({ position }) => position))
  expect(again.slice(0, hung.length)).toEqual(hung)
}, 120_000)

test('a restarted process goes on where the log was left', async () => {
  const reply = await restClient(both.servers[1].url, both.token)('GET', targetsPath)
  const [id = ''] = (reply.json as { targets: { id: string }[] }).targets.map((target) => target.id)
  await both.servers[1].kill()
  const again = await startServerProcess({ dataDir: both.directories[1], settings: both.settings })
  try {
    await write([restClient(again.url, both.token)], 2)
    const positions = await arrived(id)
    expect(new Set((await committedSince(id)).filter((one) => !positions.includes(one)))).toEqual(new Set())
    const metrics = await (await fetch(`${again.url}/debug/metrics`)).text()
    expect(metrics).toContain('sallyport_log_targets{state="active"} 1')
    expect(metrics).toMatch(/sallyport_log_targets_behind_seconds\{state="active"\} \d/)
    expect(metrics).toMatch(/sallyport_job_runs_total\{task="log_targets.deliver",outcome="done"\} [1-9]/)
  } finally {
    await again.stop()
  }
}, 90_000)
