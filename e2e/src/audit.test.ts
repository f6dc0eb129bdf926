import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { systemClock } from '../../server/src/kernel/clock.ts'
import { addPerson, password } from './people.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

/** Events are a minute apart, so that a period can separate them. */
let minute = 0
const clock = {
  ...systemClock,
  now: () => new Date(systemClock.now().getTime() - 86_400_000 + 60_000 * minute++),
}

const server = await systemServer({ clock })

const admin = (token?: string) => server.client(AdminService, token === undefined ? {} : { token })
type Filter = Parameters<ReturnType<typeof admin>['listEvents']>[0]

async function events(filter: Filter) {
  return (await admin().listEvents(filter)).events
}

async function typesOf(filter: Filter) {
  return (await events(filter)).map(({ type }) => type?.type)
}

const set = 'org.metadata.set'

const orgId = (await addOrg(server, 'Audit')).orgId
const editor = await addMachine(server, { roles: ['IAM_OWNER'] })
const org = server.client(ManagementService, { token: editor.token, headers: inOrg(orgId) })
for (const key of ['a', 'b', 'c']) await org.setOrgMetadata({ key, value: Buffer.from(key) })
await org.deactivateOrg({})

test('an event names its type, object, time and editor', async () => {
  const [last] = await events({ aggregateId: orgId, limit: 1 })
  expect(last).toMatchObject({
    type: {
      type: 'org.deactivated',
      localized: { key: expect.stringMatching(/./), localizedMessage: expect.stringMatching(/./) },
    },
    aggregate: { id: orgId, resourceOwner: orgId, type: { type: 'org' } },
    editor: { userId: editor.userId, displayName: 'Machine' },
    creationDate: expect.anything(),
  })
})

test('filters: aggregate, its type, event types, editor, owner; newest first unless asc', async () => {
  expect(await typesOf({ aggregateId: orgId, eventTypes: [set, 'org.deactivated'] })).toEqual([
    'org.deactivated',
    set,
    set,
    set,
  ])
  expect(await typesOf({ aggregateId: orgId, editorUserId: editor.userId, asc: true })).toEqual([
    set,
    set,
    set,
    'org.deactivated',
  ])
  const byOwner = await events({ resourceOwner: orgId })
  expect(new Set(byOwner.map(({ aggregate }) => aggregate?.resourceOwner))).toEqual(new Set([orgId]))
  const users = await events({ aggregateTypes: ['user'] })
  expect(new Set(users.map(({ aggregate }) => aggregate?.type?.type))).toEqual(new Set(['user']))
  expect(users.length).toBeGreaterThan(0)
  expect(await events({ aggregateTypes: ['user'], aggregateId: orgId }), 'filters are joined by and').toEqual(
    [],
  )
  expect(await events({ eventTypes: ['no.such.event'] })).toEqual([])
  expect(await typesOf({ aggregateId: orgId, limit: 2 })).toHaveLength(2)
})

test('sequence: earlier events, or later ones if ascending', async () => {
  const all = await events({ aggregateId: orgId, asc: true })
  const third = all[2]?.sequence ?? 0n
  const sequences = async (filter: Filter) => (await events(filter)).map(({ sequence }) => sequence)
  expect(await sequences({ aggregateId: orgId, sequence: third, asc: true })).toEqual(
    all.slice(3).map(({ sequence }) => sequence),
  )
  expect(await sequences({ aggregateId: orgId, sequence: third })).toEqual([2n, 1n])
  expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => BigInt(index + 1)))
})

test('periods: reading begins at `from`; a range has two ends', async () => {
  const all = await events({ aggregateId: orgId, eventTypes: [set], asc: true })
  const times = all.map(({ creationDate }) => creationDate)
  const [first, second, third] = times.map((time) =>
    timestampFromDate(time ? timestampDate(time) : new Date(0)),
  )
  if (!first || !second || !third) throw new Error('three events are expected')
  const of = { aggregateId: orgId, eventTypes: [set] }
  const timesOf = async (filter: Filter) =>
    (await events({ ...of, ...filter })).map(({ creationDate }) => creationDate)
  const range = (since?: typeof first, until?: typeof first) => ({
    creationDateFilter: {
      case: 'range' as const,
      value: { ...(since && { since }), ...(until && { until }) },
    },
  })
  expect(await timesOf({ ...range(second), asc: true })).toEqual([second, third])
  expect(await timesOf({ ...range(undefined, second), asc: true })).toEqual([first, second])
  expect(await timesOf({ ...range(second, second) })).toEqual([second])
  expect(await timesOf({ creationDateFilter: { case: 'from', value: second }, asc: true })).toEqual([
    second,
    third,
  ])
  expect(await timesOf({ creationDateFilter: { case: 'from', value: second } })).toEqual([second, first])
})

test('the types to filter by are listed', async () => {
  const { eventTypes } = await admin().listEventTypes({})
  const names = eventTypes.map(({ type }) => type)
  expect(names).toEqual(
    expect.arrayContaining([set, 'user.human.mfa.otp.removed', 'instance.policy.login.added']),
  )
  expect(new Set(names).size).toBe(names.length)
  const { aggregateTypes } = await admin().listAggregateTypes({})
  expect(aggregateTypes.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['instance', 'org', 'user', 'session']),
  )
  const written = await typesOf({})
  expect(written.filter((type) => !names.includes(type ?? ''))).toEqual([])
})

test('payloads never show secrets', async () => {
  const { userId } = await addPerson(server)
  const { secret } = await server.client(UserService).registerTOTP({ userId })
  const { token } = await addMachine(server)
  const tokenSecret = token.slice(-43)
  const payloads = JSON.stringify((await events({})).map(({ payload }) => payload))
  for (const hidden of [password, secret, token, tokenSecret, '$argon2'])
    expect(payloads).not.toContain(hidden)
})

test('reading requires events.read on the instance', async () => {
  const active = await addOrg(server)
  const owner = await addMachine(server, { orgId: active.orgId, roles: ['ORG_OWNER'] })
  const viewer = await addMachine(server, { roles: ['IAM_OWNER_VIEWER'] })
  const nobody = await addMachine(server)
  for (const [token, expected] of [
    [owner.token, 'PermissionDenied permission.denied'],
    [nobody.token, 'NotFound permission.membership_not_found'],
    [viewer.token, 'ok'],
  ] as const) {
    const client = admin(token)
    const calls = [client.listEvents({}), client.listEventTypes({}), client.listAggregateTypes({})]
    expect(await Promise.all(calls.map(outcome))).toEqual([expected, expected, expected])
  }
  expect(await outcome(server.client(AdminService, { token: null }).listEvents({}))).toBe(
    'Unauthenticated auth.header_missing',
  )
})

test('an instance never shows the events of another', async () => {
  const { instanceId, token, headers } = await addInstance(server)
  const there = server.client(AdminService, { token, headers })
  const theirs = (await there.listEvents({})).events
  expect(theirs.length).toBeGreaterThan(0)
  expect((await there.listEvents({ aggregateId: orgId })).events).toEqual([])
  expect((await there.listEvents({ resourceOwner: orgId })).events).toEqual([])
  expect(await events({ aggregateId: instanceId })).toEqual([])
  const changes = server.client(ManagementService, {
    token,
    headers: { ...headers, ...inOrg(orgId) },
  })
  expect(await outcome(changes.listOrgChanges({}))).toBe('PermissionDenied auth.org_unknown')
})
