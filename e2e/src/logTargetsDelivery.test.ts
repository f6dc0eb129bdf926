import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runFollowers } from '../../server/src/testing/runFollowers.ts'
import { eventsIn, isGenuine, type LogReceiver, type ReceivedEvent, startLogReceiver } from './logReceiver.ts'
import { addPerson } from './people.ts'
import { addProject } from './projectFixtures.ts'
import { operate } from './recoveryCodes.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const lines: string[] = []
const server = await systemServer({ onLogLine: (line) => lines.push(line) })
const { query } = server.testDatabase.database
let receiver: LogReceiver
let followers = runFollowers(server.product.jobs)
afterAll(() => followers.stop())
beforeEach(async () => {
  receiver = await startLogReceiver()
})
afterEach(async () => {
  for (const { id } of await listed()) await call('DELETE', `/${id}`)
  await receiver.close()
})

interface Target {
  readonly id: string
  readonly delivery: Readonly<Record<string, unknown>>
}

const call = (method: string, path = '', body?: unknown) =>
  operate(server, method, `log-targets${path}`, body === undefined ? {} : { body })
const listed = async () => (await call('GET'))['targets'] as readonly Target[]
const create = async (given: object = {}) => {
  const reply = await call('POST', '', { name: 'SIEM', url: receiver.url, ...given })
  return reply as unknown as { target: Target; signingKey: string }
}
const deliveryOf = async (id: string) =>
  ((await call('GET', `/${id}`))['target'] as Target).delivery as Readonly<Record<string, unknown>>

/** The positions of the instance's events from a target's creation on, in the order of their commits. */
async function committedSince({ id }: Target, instanceId = server.first.instanceId): Promise<string[]> {
  const rows = await query<{ position: string }>(
    `select e.position::text as position from events e, (select a.xact, a.position from events a
         where a.type = 'instance.log_target.added' and a.payload->>'id' = $2) a
      where e.instance_id = $1 and (e.xact, e.position) >= (a.xact, a.position) order by e.xact, e.position`,
    [instanceId, id],
  )
  return rows.map(({ position }) => position)
}

/** Waits until everything that is committed now is delivered; returns what arrived from the creation of the target on. */
async function arrived(target: Target): Promise<readonly ReceivedEvent[]> {
  const expected = await committedSince(target)
  await waitFor(async () => expect((await deliveryOf(target.id))['lastPosition']).toBe(expected.at(-1)))
  const [first] = expected
  const events = receiver.events()
  return events.slice(events.findIndex(({ position }) => position === first))
}

/** Resolves when all that is committed may be delivered, which a transaction in the database of another test file holds up. */
async function deliverable() {
  const heldUp = 'select from events where xact >= pg_snapshot_xmin(pg_current_snapshot()) limit 1'
  await expect.poll(() => query(heldUp)).toEqual([])
}

const waitFor = (check: () => unknown, timeout = 30_000) => vi.waitFor(check, { timeout, interval: 50 })

/** The lines of an export, without what seals have added since. */
async function exported(filter = ''): Promise<readonly object[]> {
  const reply = await fetch(`${server.url}/sallyport/v1/events/export?format=jsonl${filter}`, {
    headers: { authorization: `Bearer ${server.adminToken}` },
  })
  return eventsIn(await reply.text()).map(unsealed)
}

const unsealed = ({ verified, ...event }: ReceivedEvent) => ({ ...event, hash: verified.hash })

const positionsOf = (events: readonly ReceivedEvent[]) => events.map(({ position }) => position)

test('all events of concurrent writers arrive once, in the order of commits, as an export has them', async () => {
  const { target, signingKey } = await create()
  const writer = async () => {
    const { userId } = await addPerson(server)
    for (const givenName of ['A', 'B', 'C', 'D']) {
      await server.client(UserService).updateHumanUser({ userId, profile: { givenName, familyName: 'Q' } })
    }
  }
  for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 8 }, writer))
  const events = await arrived(target)
  expect(positionsOf(events)).toEqual(await committedSince(target))
  expect(events.length).toBeGreaterThan(120)
  expect(receiver.requests.length).toBeLessThan(events.length)
  expect(receiver.requests.every((request) => isGenuine(request, signingKey))).toBe(true)
  const keys = receiver.requests.map(({ headers }) => headers['idempotency-key'])
  expect(new Set(keys).size).toBe(keys.length)

  const arrivedLines = new Map(events.map((event) => [event.position, unsealed(event)]))
  const lines = (await exported()) as readonly ReceivedEvent[]
  const written = lines.filter(({ position }) => arrivedLines.has(position))
  expect(written).toHaveLength(events.length)
  expect(written).toEqual(written.map(({ position }) => arrivedLines.get(position)))
  await waitFor(async () =>
    expect(await deliveryOf(target.id)).toMatchObject({
      ...{ state: 'active', lastPosition: events.at(-1)?.position, waiting: 0, waitingSince: null },
      delivered: receiver.events().length,
    }),
  )
}, 60_000)

test('an event that commits late is not skipped, and comes before those that follow it', async () => {
  const { target } = await create()
  await arrived(target)
  const { session } = server.testDatabase.database
  const { promise: open, resolve: commit } = Promise.withResolvers<void>()
  const { promise: written, resolve: begun } = Promise.withResolvers<string>()
  const late = session(async (inside) => {
    await inside('begin')
    const [row] = await inside<{ position: string }>(
      `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash)
         values ($1, 'user', 'late', 1, 'user.removed', now(), 'system', $1, '{}', 1, '') returning position::text as position`,
      [server.first.instanceId],
    )
    begun(row?.position ?? '')
    await open
    await inside('commit')
  })
  const position = await written
  const { userId } = await addPerson(server)
  await new Promise((passed) => setTimeout(passed, 1500))
  expect(receiver.events().some(({ streamId }) => streamId === userId)).toBe(false)
  commit()
  await late
  const positions = positionsOf(await arrived(target))
  expect(positions).toContain(position)
  expect(positions).toEqual(await committedSince(target))
  await query(`delete from events where stream_id = 'late'`)
})

test('from the beginning, filtered, as a batch of CloudEvents', async () => {
  const { userId } = await addPerson(server)
  await create({
    ...{ start: 'beginning', format: 'cloudevents' },
    ...{ types: ['user.human.added', 'project.added', 'user.machine.added'], streamTypes: ['user'] },
  })
  const batches = () =>
    receiver.requests.flatMap(({ body }) => JSON.parse(body) as { type: string; subject: string }[])
  await waitFor(() => expect(batches().map(({ subject }) => subject)).toContain(`user/${userId}`))
  const [request] = receiver.requests
  expect(request?.headers['content-type']).toBe('application/cloudevents-batch+json; charset=utf-8')
  expect(new Set(batches().map(({ type }) => type))).toEqual(
    new Set(['user.human.added', 'user.machine.added']),
  )
  expect(batches().at(-1)).toMatchObject({
    ...{ specversion: '1.0', source: `urn:sallyport:instance:${server.first.instanceId}` },
    ...{ id: expect.stringMatching(/^\d+$/), datacontenttype: 'application/json' },
    ...{ time: expect.any(String), data: { streamId: userId, type: 'user.human.added' } },
  })
})

test('while a receiver is down events wait; when it is back they arrive in order, and both is logged', async () => {
  const { target } = await create()
  await arrived(target)
  await receiver.close()
  await addPerson(server)
  const reason = expect.stringMatching(
    /^the receiver at 127\.0\.0\.1:\d+ could not be reached: ECONNREFUSED$/,
  )
  await waitFor(async () =>
    expect(await deliveryOf(target.id)).toMatchObject({
      ...{ state: 'failing', failures: 2, lastError: reason, failingSince: expect.any(String) },
      lastFailure: { problem: 'connection_refused', status: null, cause: 'ECONNREFUSED' },
      nextAttemptAt: expect.any(String),
    }),
  )
  const failing = await deliveryOf(target.id)
  expect(failing['waiting']).toBeGreaterThan(0)
  expect(failing['waitingSince']).not.toBeNull()
  await addPerson(server)
  await receiver.open()
  expect(positionsOf(await arrived(target))).toEqual(await committedSince(target))
  await waitFor(async () =>
    expect(await deliveryOf(target.id)).toMatchObject({
      ...{ state: 'active', failures: 0, failingSince: null, lastError: null, nextAttemptAt: null },
      lastFailure: null,
    }),
  )
  const about = lines.map((line) => JSON.parse(line)).filter(({ logTarget }) => logTarget === target.id)
  expect(about.map(({ msg }) => msg)).toEqual([
    'a log target fails; events wait, and are sent again until it accepts them',
    'a log target has recovered',
  ])
  expect(about[0]).toMatchObject({ reason, instanceId: server.first.instanceId })
  expect(followers.outcomes).toEqual(expect.arrayContaining(['done', 'failed']))
}, 90_000)

test('a batch that is refused is sent again, whole, when the receiver asks for it', async () => {
  const { target } = await create()
  await arrived(target)
  receiver.behaviour = { status: 503, headers: { 'retry-after': '120' } }
  await addPerson(server)
  await waitFor(async () => expect((await deliveryOf(target.id))['state']).toBe('failing'))
  const { lastAttemptAt, nextAttemptAt, lastError, lastFailure } = await deliveryOf(target.id)
  expect(lastError).toMatch(/returned HTTP 503$/)
  expect(lastFailure).toEqual({ problem: 'status', status: 503, cause: null })
  expect((Date.parse(String(nextAttemptAt)) - Date.parse(String(lastAttemptAt))) / 1000).toBeCloseTo(120, 0)
  receiver.behaviour = { status: 204 }
  await call('POST', `/${target.id}/resume`)
  expect(positionsOf(await arrived(target))).toEqual(await committedSince(target))
  const refused = receiver.requests.find(({ accepted }) => !accepted)
  const again = receiver.requests.find(
    ({ accepted, headers }) => accepted && headers['idempotency-key'] === refused?.headers['idempotency-key'],
  )
  // A seal may cover the events meanwhile.
  expect(eventsIn(again?.body ?? '').map(unsealed)).toEqual(eventsIn(refused?.body ?? '').map(unsealed))
})

test('a receiver that never replies is given up after ten seconds, and others go on meanwhile', async () => {
  const { target } = await create()
  await arrived(target)
  receiver.behaviour = 'hang'
  const other = await startLogReceiver()
  const { target: second } = await create({ url: other.url })
  const { userId } = await addPerson(server)
  await waitFor(() => expect(other.events().map(({ streamId }) => streamId)).toContain(userId))
  await waitFor(async () =>
    expect(await deliveryOf(target.id)).toMatchObject({
      lastError: expect.stringMatching(/could not be reached: (ETIMEDOUT|TIMEOUT)/),
      lastFailure: { problem: 'timeout', status: null },
    }),
  )
  expect(await deliveryOf(second.id)).toMatchObject({ state: 'active' })
  receiver.behaviour = { status: 200 }
  expect(positionsOf(await arrived(target))).toEqual(await committedSince(target))
  await call('DELETE', `/${second.id}`)
  await other.close()
}, 90_000)

test('many receivers that hang hold up no other one', async () => {
  const stuck = await startLogReceiver()
  stuck.behaviour = 'hang'
  for (let at = 0; at < 9; at++) await create({ url: stuck.url })
  const { target } = await create()
  await waitFor(() => expect(stuck.requests.length).toBe(9))
  const { userId } = await addPerson(server)
  await deliverable()
  await waitFor(() => expect(receiver.events().map(({ streamId }) => streamId)).toContain(userId), 3000)
  expect(positionsOf(await arrived(target))).toEqual(await committedSince(target))
  for (const { id } of await listed()) await call('DELETE', `/${id}`)
  await stuck.close()
}, 90_000)

test('a rebuild of the log leaves delivery where it was', async () => {
  const { target } = await create()
  await addPerson(server)
  await arrived(target)
  expect((await server.product.deps.log.rebuild()).failed).toEqual([])
  await addPerson(server)
  expect(positionsOf(await arrived(target))).toEqual(await committedSince(target))
}, 90_000)

test('a rare type of events is found behind many others', async () => {
  const { target } = await create({ types: ['project.added'] })
  await query(
    `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash)
       select $1, 'user', 'many', n, 'user.removed', now(), 'system', $1, '{}', 1, '' from generate_series(1, 45000) n`,
    [server.first.instanceId],
  )
  const { projectId } = await addProject(server)
  await deliverable()
  await waitFor(() => expect(receiver.events().map(({ streamId }) => streamId)).toEqual([projectId]), 5000)
  await waitFor(async () => expect(await deliveryOf(target.id)).toMatchObject({ delivered: 1, waiting: 0 }))
  await query(`delete from events where stream_id = 'many'`)
}, 90_000)

test('a paused target gets nothing; resumed, it gets what was written meanwhile', async () => {
  const { target } = await create()
  await arrived(target)
  await call('POST', `/${target.id}/pause`)
  const before = receiver.requests.length
  await addPerson(server)
  await new Promise((passed) => setTimeout(passed, 1500))
  expect(receiver.requests.length).toBe(before)
  expect((await deliveryOf(target.id))['waiting']).toBeGreaterThan(0)
  await call('POST', `/${target.id}/resume`)
  expect(positionsOf(await arrived(target))).toEqual(await committedSince(target))
})

test('a removed target gets nothing more', async () => {
  const { target } = await create()
  await arrived(target)
  await call('DELETE', `/${target.id}`)
  const before = receiver.requests.length
  await addPerson(server)
  await new Promise((passed) => setTimeout(passed, 1500))
  expect(receiver.requests.length).toBe(before)
})

test.each(['target', 'instance'])(
  'a removed %s gets nothing more, although a request was under way',
  async (what) => {
    const { token, headers, instanceId } = await addInstance(server)
    const theirs = { token, headers }
    const metadata = Array.from({ length: 700 }, (_, at) => ({ key: `k${at}`, value: Buffer.from('v') }))
    await server.client(ManagementService, theirs).bulkSetOrgMetadata({ metadata })
    const own = await startLogReceiver()
    own.behaviour = { status: 204, after: 1000 }
    const body = { name: 'Slow', url: own.url, start: 'beginning' }
    const { target } = await operate(server, 'POST', 'log-targets', { ...theirs, body })
    await waitFor(() => expect(own.requests.length).toBe(1))
    if (what === 'instance') await server.product.deps.log.removeInstance(instanceId)
    else await operate(server, 'DELETE', `log-targets/${(target as Target).id}`, theirs)
    await new Promise((passed) => setTimeout(passed, 3000))
    expect(own.requests.length).toBe(1)
    await own.close()
  },
)

test('a change holds from the next request on', async () => {
  const { target } = await create()
  await arrived(target)
  await call('PUT', `/${target.id}`, { name: 'SIEM', url: `${receiver.url}/new`, streamTypes: ['user'] })
  const { userId } = await addPerson(server)
  await waitFor(() => expect(receiver.events().map(({ streamId }) => streamId)).toContain(userId))
  const later = receiver.requests.filter(({ path }) => path.endsWith('/new'))
  expect(new Set(later.flatMap(({ body }) => eventsIn(body)).map(({ streamType }) => streamType))).toEqual(
    new Set(['user']),
  )
})

test('a process that ends and another that begins leave nothing out and send nothing twice', async () => {
  const { target } = await create()
  receiver.behaviour = { status: 200, after: 20 }
  const writes = Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let at = 0; at < 6; at++) await addPerson(server)
    }),
  )
  for (let restarts = 0; restarts < 4; restarts++) {
    await new Promise((passed) => setTimeout(passed, 150))
    await followers.stop()
    followers = runFollowers(server.product.jobs)
  }
  await writes
  expect(positionsOf(await arrived(target))).toEqual(await committedSince(target))
}, 90_000)

test('an instance receives its own events alone, and its removal ends delivery', async () => {
  const { token, headers, instanceId } = await addInstance(server)
  const other = { token, headers }
  const own = await startLogReceiver()
  const body = { name: 'Own', url: own.url, start: 'beginning' }
  const { target } = await operate(server, 'POST', 'log-targets', { ...other, body })
  const { target: first } = await create()
  await addPerson(server)
  await addPerson(server, { ...other })
  await arrived(first)
  const expected = await committedSince(target as Target, instanceId)
  await waitFor(() => expect(positionsOf(own.events())).toContain(expected.at(-1)))
  const instancesOf = async (events: readonly ReceivedEvent[]) => {
    const rows = await query<{ instance_id: string }>(
      'select distinct instance_id from events where position = any($1::bigint[])',
      [positionsOf(events)],
    )
    return rows.map((row) => row.instance_id)
  }
  expect(await instancesOf(own.events())).toEqual([instanceId])
  expect(await instancesOf(receiver.events())).toEqual([server.first.instanceId])
  await server.product.deps.log.removeInstance(instanceId)
  for (const table of ['log_targets', 'log_target_deliveries', 'log_cursors']) {
    expect(await query(`select from ${table} where instance_id = $1`, [instanceId]), table).toEqual([])
  }
  await own.close()
}, 90_000)

test('a removed person is delivered as an export has them', async () => {
  const { userId } = await addPerson(server)
  await server.client(UserService).deleteUser({ userId })
  await create({ start: 'beginning', streamTypes: ['user'] })
  await waitFor(() => expect(receiver.events().map(({ streamId }) => streamId)).toContain(userId))
  const delivered = receiver.events().filter(({ streamId }) => streamId === userId)
  expect(delivered.map(unsealed)).toEqual(await exported(`&streamId=${userId}`))
  expect(delivered.length).toBeGreaterThan(1)
})

test('a target whose rows are lost begins again with the event that added it', async () => {
  await followers.stop()
  const { target } = await create()
  await addPerson(server)
  for (const table of ['log_target_deliveries', 'log_cursors']) await query(`delete from ${table}`)
  followers = runFollowers(server.product.jobs)
  expect(positionsOf(await arrived(target))).toEqual(await committedSince(target))
})
