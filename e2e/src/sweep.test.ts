import type { DescMethod } from '@bufbuild/protobuf'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { expect, test } from 'vitest'
import { methodPermission } from '../../server/src/contract/methodPermission.ts'
import { restRoutes } from '../../server/src/contract/restRoutes.ts'
import { services } from '../../server/src/contract/services.ts'
import { restPath } from './restPath.ts'
import { addMachine } from './tenants.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'
import {
  each,
  emptyMessage,
  guarded,
  handled,
  isSystem,
  nameOf,
  unexpected,
  unhandled,
  wireCall,
} from './wireCall.ts'

const server = await systemServer()

const isPublic = (method: DescMethod) => methodPermission(method) === undefined
const sweep = (methods: readonly DescMethod[], options: Parameters<typeof wireCall>[3]) =>
  each(methods, (method) => wireCall(server, method, emptyMessage(method), options))

const other = await addInstance(server, 'sweep-other')

test('the sweep sees the product', () => {
  expect(handled.length).toBeGreaterThan(400)
  expect(guarded.length).toBeGreaterThan(250)
})

test.each([
  ['no token', null],
  ['garbage', 'garbage'],
  ['a JWT of nobody', 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJvcGVyYXRvciIsInN1YiI6Im9wZXJhdG9yIn0.'],
])('with %s every method but the public ones is UNAUTHENTICATED', async (_, token) => {
  const before = await eventCount(server)
  const outcomes = await sweep(handled, { token })
  expect(
    unexpected(outcomes, (method) => (isPublic(method) ? ['ok', 'invalid_argument'] : ['unauthenticated'])),
  ).toEqual([])
  expect(await eventCount(server)).toBe(before)
})

test("another instance's token is UNAUTHENTICATED everywhere", async () => {
  const before = await eventCount(server)
  const outcomes = await sweep(
    handled.filter((method) => !isPublic(method)),
    { token: other.token },
  )
  expect(unexpected(outcomes, () => ['unauthenticated'])).toEqual([])
  expect(await eventCount(server)).toBe(before)
})

test('without any membership a method with a permission is NOT_FOUND', async () => {
  const { token } = await addMachine(server)
  const before = await eventCount(server)
  const outcomes = await sweep(guarded, { token })
  expect(unexpected(outcomes, (method) => (isSystem(method) ? ['unauthenticated'] : ['not_found']))).toEqual(
    [],
  )
  expect(await eventCount(server)).toBe(before)
})

test("another organization's viewer reaches nothing of the first one", async () => {
  const { id: orgId } = await server.client(ManagementService).addOrg({ name: 'Viewers' })
  const { token } = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const before = await eventCount(server)
  const headers = { 'x-zitadel-orgid': server.first.orgId }
  const outcomes = await sweep(guarded, { token, headers })
  const expected = (method: DescMethod) =>
    isSystem(method) ? ['unauthenticated'] : ['not_found', 'permission_denied']
  expect(unexpected(outcomes, expected)).toEqual([])
  expect(await eventCount(server)).toBe(before)
})

test('a viewer changes nothing: every method with a write permission is PERMISSION_DENIED', async () => {
  const { token } = await addMachine(server, { roles: ['ORG_OWNER_VIEWER'] })
  const writes = guarded.filter(
    (method) => !isSystem(method) && !/(\.|^)read$/.test(methodPermission(method)?.permission ?? ''),
  )
  expect(writes.length).toBeGreaterThan(100)
  const before = await eventCount(server)
  const outcomes = await sweep(writes, { token })
  expect(unexpected(outcomes, () => ['permission_denied'])).toEqual([])
  expect(await eventCount(server)).toBe(before)
})

test('a method without handler is UNIMPLEMENTED, over REST with 501', async () => {
  const outcomes = await sweep(unhandled, {})
  expect(unexpected(outcomes, () => ['unimplemented'])).toEqual([])
  const replies = await each(
    restRoutes(services).filter(({ method, segments }) => segments.length > 0 && unhandled.includes(method)),
    async (route) => ({
      at: `${route.httpMethod} ${restPath(route)}`,
      status: (await server.rest(route.httpMethod, restPath(route))).status,
    }),
  )
  expect(replies.filter(({ status }) => status !== 501)).toEqual([])
})

test('every REST route of a method with a handler reaches that very method', async () => {
  const routes = restRoutes(services).filter(({ method }) => handled.includes(method))
  expect(routes.length).toBeGreaterThan(350)
  const before = await restCounts()
  const replies = await each(routes, async (route) => ({
    at: `${route.httpMethod} ${restPath(route)} of ${nameOf(route.method)}`,
    wanted: isPublic(route.method) ? [200, 400] : [401],
    ...(await server.rest(route.httpMethod, restPath(route), {
      token: null,
      ...(route.body === '' ? {} : { body: {} }),
    })),
  }))
  expect(
    replies.filter(({ status, wanted }) => !wanted.includes(status)).map(({ at, status }) => [at, status]),
  ).toEqual([])
  const after = await restCounts()
  const missed = Map.groupBy(routes, ({ method }) => nameOf(method))
    .entries()
    .filter(([name, own]) => (after.get(name) ?? 0) - (before.get(name) ?? 0) !== own.length)
  expect([...missed].map(([name]) => name)).toEqual([])
})

/** How many REST calls each method has answered, after the server's own metrics. */
async function restCounts(): Promise<ReadonlyMap<string, number>> {
  const { json } = await server.rest('GET', '/debug/metrics', { token: null })
  const counts = new Map<string, number>()
  const line =
    /^sallyport_requests_total\{protocol="rest",service="(.+?)",method="(.+?)",code="\w+"\} (\d+)$/gm
  for (const [, service, method, count] of String(json).matchAll(line)) {
    const name = `${service}/${method}`
    counts.set(name, (counts.get(name) ?? 0) + Number(count))
  }
  return counts
}
