import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addPerson, byId, password } from './people.ts'
import { addProject } from './projectFixtures.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const org = await addOrg(server)
const callers = await addCallers(
  server,
  org.orgId,
  'IAM_OWNER_VIEWER',
  'IAM_USER_MANAGER',
  'ORG_OWNER',
  'ORG_OWNER_VIEWER',
  'ORG_USER_MANAGER',
)

interface Event {
  readonly position: string
  readonly at: string
  readonly type: string
  readonly streamId: string
  readonly owner: string
  readonly actor: string
  readonly verified: { readonly hash: string; readonly seal: number | null }
}
interface Page {
  readonly events: readonly Event[]
  readonly older: string | null
  readonly newer: string
}

const list = async (query = '', options?: RestOptions) =>
  (await operate(server, 'GET', `events?${query}`, options)) as unknown as Page
const download = async (query: string, token = server.adminToken) =>
  fetch(`${server.url}/sallyport/v1/events/export?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })

async function outcomes(act: (options: RestOptions) => Promise<unknown>) {
  const statuses: Record<string, string> = {}
  for (const [caller, options] of Object.entries(callers)) statuses[caller] = await statusOf(act(options))
  return statuses
}

test('the events of the instance are for its readers, those of an organization for who may read all of it', async () => {
  const strangers = { 'no token': 'Unauthenticated', 'another instance': 'Unauthenticated' }
  expect(await outcomes((options) => list('', options))).toEqual({
    IAM_OWNER_VIEWER: 'ok',
    IAM_USER_MANAGER: 'PermissionDenied',
    ORG_OWNER: 'NotFound',
    ORG_OWNER_VIEWER: 'NotFound',
    ORG_USER_MANAGER: 'NotFound',
    'ORG_OWNER elsewhere': 'NotFound',
    'no membership': 'NotFound',
    ...strangers,
  })
  expect(await outcomes((options) => list(`orgId=${org.orgId}`, options))).toEqual({
    IAM_OWNER_VIEWER: 'ok',
    IAM_USER_MANAGER: 'PermissionDenied',
    ORG_OWNER: 'ok',
    ORG_OWNER_VIEWER: 'ok',
    ORG_USER_MANAGER: 'PermissionDenied',
    'ORG_OWNER elsewhere': 'NotFound',
    'no membership': 'NotFound',
    ...strangers,
  })
  expect(await statusOf(operate(server, 'GET', 'events/export', callers['ORG_OWNER']))).toBe('NotFound')
})

test.each([
  ['since=yesterday', 'events.instant_invalid'],
  ['since=0000-01-01', 'events.instant_invalid'],
  ['until=9999-12-31T23:59:59-20:00', 'events.instant_invalid'],
  ['before=1_2', 'events.cursor_invalid'],
  ['before=0000-01-01T00:00:00.000Z_1', 'events.cursor_invalid'],
  ['before=2026-02-31T00:00:00.000Z_1', 'events.cursor_invalid'],
  ['after=2026-01-01T00:00:00.000Z_2', 'events.cursor_invalid'],
  ['after=1_0&before=2026-01-01T00:00:00.000Z_2', 'events.cursor_invalid'],
  ['limit=1001', 'operation.parameter_invalid'],
])('%s is refused', async (query, id) => {
  expect((await refusalOf(list(query))).id).toBe(id)
})

test('an organization shows its own events only, each with a proof', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  await addPerson(server)
  await server.product.deps.log.seal()
  const { events } = await list(`orgId=${org.orgId}&limit=1000`, callers['ORG_OWNER'])
  expect(new Set(events.map(({ owner }) => owner))).toEqual(new Set([org.orgId]))
  expect(events.map(({ streamId }) => streamId)).toContain(userId)
  for (const { verified } of events) expect(verified).toEqual({ hash: 'keyed', seal: expect.any(Number) })
  const own = await list('limit=1000', { ...callers['ORG_OWNER'], headers: org.headers })
  expect(own.events.map(({ position }) => position)).toEqual(events.map(({ position }) => position))
})

test('a changed event is shown as broken', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const { query } = server.testDatabase.database
  const set = (payload: string) =>
    query(`update events set payload = ${payload} where stream_id = $1 and sequence = 1`, [userId])
  await set(`payload || '{"forged": true}'`)
  const { events } = await list(`streamId=${userId}`)
  expect(events.at(-1)?.verified.hash).toBe('broken')
  expect(events.slice(0, -1).every(({ verified }) => verified.hash === 'keyed')).toBe(true)
  await set(`payload - 'forged'`)
})

test('filters narrow by actor, object, type, address, text and period', async () => {
  const { userId: actor, token } = await addMachine(server, { roles: ['IAM_OWNER'] })
  const { projectId } = await addProject(server)
  const users = server.client(UserService, { token })
  const { userId } = await addPerson(server)
  await users.updateHumanUser({ userId, profile: { givenName: 'Zyxxor', familyName: 'Q' } })
  const { sessionId } = await server.client(SessionService).createSession({
    checks: { ...byId(userId), password: { password } },
    userAgent: { ip: '::ffff:198.51.100.77', header: {} },
  })
  const typesOf = async (query: string) => (await list(query)).events.map(({ type }) => type)
  expect(await typesOf(`actor=${actor}`)).toEqual(['user.human.profile.changed'])
  expect(new Set((await list(`streamId=${projectId}`)).events.map((event) => event.streamId))).toEqual(
    new Set([projectId]),
  )
  expect(await typesOf(`streamId=${userId}&type=user.human.profile.changed`)).toHaveLength(1)
  expect(await typesOf(`streamId=${userId}&streamType=session`)).toEqual([])
  expect(new Set((await list('address=198.51.100.77')).events.map((event) => event.streamId))).toEqual(
    new Set([sessionId]),
  )
  expect(await typesOf('text=zYxxor')).toEqual(['user.human.profile.changed'])
  const [changed] = (await list('text=zyxxor')).events
  expect(await typesOf(`text=zyxxor&since=${changed?.at}`)).toHaveLength(1)
  expect(await typesOf(`text=zyxxor&until=${changed?.at}`)).toEqual([])
})

test('pages go on without gaps, and the tail has every later event once, also of concurrent writers', async () => {
  const all: Event[] = []
  for (let page = await list('limit=7'); ; page = await list(`limit=7&before=${page.older}`)) {
    all.push(...page.events)
    if (page.older === null) break
  }
  const whole = await list('limit=1000')
  expect(all.map(({ position }) => position)).toEqual(whole.events.map(({ position }) => position))
  expect(new Set(all.map(({ position }) => position)).size).toBe(all.length)

  const people = await Promise.all(Array.from({ length: 6 }, () => addPerson(server)))
  const tail: Event[] = []
  let { newer } = whole
  for (let rounds = 0; rounds < 200; rounds++) {
    const page = await list(`limit=4&after=${newer}`)
    tail.push(...page.events)
    newer = page.newer
    if (
      people.every(({ userId }) => tail.some(({ streamId }) => streamId === userId)) &&
      page.events.length === 0
    )
      break
  }
  const positions = tail.map(({ position }) => position)
  expect(new Set(positions).size).toBe(positions.length)
  const known = new Set(all.map(({ position }) => position))
  const later = (await list('limit=1000')).events.filter(({ position }) => !known.has(position))
  expect(positions.filter((position) => !known.has(position)).sort()).toEqual(
    later.map(({ position }) => position).sort(),
  )
})

test('pages of large payloads end early and go on without gaps', async () => {
  const { userId } = await addPerson(server)
  const users = server.client(UserService)
  const value = new Uint8Array(450_000)
  const writes = 12
  for (let at = 0; at < writes; at++) {
    await users.setUserMetadata({ userId, metadata: [{ key: 'large', value: value.fill(at + 1) }] })
  }
  const query = `streamId=${userId}&type=user.metadata.set&limit=1000`
  const first = await list(query)
  expect(first.events.length).toBeLessThan(writes)
  const rest = await list(`${query}&before=${first.older}`)
  expect(rest.older).toBeNull()
  const positions = [...first.events, ...rest.events].map(({ position }) => position)
  expect(new Set(positions).size).toBe(writes)
  const file = await (await download(`format=jsonl&streamId=${userId}&type=user.metadata.set`)).text()
  expect(file.trimEnd().split('\n')).toHaveLength(writes)
})

test('files have every event once, the oldest first; texts are no formulas', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  await server.client(UserService).updateHumanUser({
    userId,
    profile: { givenName: '=1+1', familyName: 'A "quoted", name' },
  })
  // A seal that is made between two reads would differ.
  await server.product.deps.log.seal()
  const lines = (await (await download(`format=jsonl&orgId=${org.orgId}`)).text()).trimEnd().split('\n')
  const { events } = await list(`orgId=${org.orgId}&limit=1000`)
  expect(lines.map((line) => JSON.parse(line))).toEqual(events.toReversed())
  const csv = await download(`orgId=${org.orgId}`)
  expect(csv.headers.get('content-type')).toContain('text/csv')
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="events.csv"')
  const rows = (await csv.text()).trimEnd().split('\r\n')
  expect(rows[0]).toBe(
    'position,at,type,streamType,streamId,sequence,owner,actor,actorName,payload,hash,seal',
  )
  expect(rows).toHaveLength(events.length + 1)
})
