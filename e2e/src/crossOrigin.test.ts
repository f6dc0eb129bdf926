import { afterAll, describe, expect, test } from 'vitest'
import { isUnary, restRoutes } from '../../server/src/contract/restRoutes.ts'
import { services } from '../../server/src/contract/services.ts'
import { addEndpoints } from '../../server/src/http/endpoints.ts'
import { startListener } from '../../server/src/http/listener.ts'
import { DomainError, refuse } from '../../server/src/kernel/refusal.ts'
import { features } from '../../server/src/product.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { restPath } from './restPath.ts'

const origin = 'https://app.example.test'
const refused = refuse('test.refused', 'permission_denied', 'refused')

const product = await testServer()
const { deps } = product.product
const cookiesSeen = new Set<string | null>()
const keep = async ({ headers }: { readonly headers: Pick<Headers, 'get'> }): Promise<never> => {
  cookiesSeen.add(headers.get('cookie')).add(headers.get('Cookie'))
  throw new DomainError(refused)
}
/** A listener with every route of the product that keeps the cookies its calls could see. */
const listener = await startListener({
  host: '127.0.0.1',
  port: 0,
  logger: deps.logger,
  clock: deps.clock,
  ready: async () => undefined,
  dispatch: Object.assign(keep, {
    admission: { check: () => undefined, authenticate: () => Promise.resolve() },
  }),
  endpoints: addEndpoints(
    features.flatMap((feature) => feature.endpoints?.(deps) ?? []),
    { authenticate: keep, serveTwice: async (head, work) => work(await keep(head)) },
  ),
})
afterAll(listener.close)

interface Route {
  readonly method: string
  readonly path: string
  readonly type?: string
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined
}

interface Opened {
  readonly at: string
  readonly preflight: number
  readonly origins: readonly (string | null)[]
  readonly credentials: readonly (string | null)[]
}

/** Sends each route's preflight and then the request, with a cookie; returns the headers that open them to other origins. */
async function openings(routes: readonly Route[]): Promise<readonly Opened[]> {
  const opened: Opened[] = []
  for (let at = 0; at < routes.length; at += 32) {
    opened.push(...(await Promise.all(routes.slice(at, at + 32).map(opening))))
  }
  return opened
}

async function opening({ method, path, type, body }: Route): Promise<Opened> {
  const asked = { origin, cookie: '__Host-sallyport=id.secret; sallyport=id.secret' }
  const preflight = await fetch(listener.url + path, {
    method: 'OPTIONS',
    headers: { ...asked, 'access-control-request-method': method },
  })
  const reply = await fetch(listener.url + path, {
    method,
    headers: { ...asked, ...(type && { 'content-type': type }) },
    ...(body !== undefined && { body }),
  })
  await reply.arrayBuffer()
  const both = (name: string) => [preflight.headers.get(name), reply.headers.get(name)]
  return {
    at: `${method} ${path} ${type ?? ''}`,
    preflight: preflight.status,
    origins: both('access-control-allow-origin'),
    credentials: both('access-control-allow-credentials'),
  }
}

const rest: readonly Route[] = restRoutes(services)
  .filter(({ segments }) => segments.length > 0)
  .map((route) => ({
    method: route.httpMethod,
    path: restPath(route),
    body: route.body === '' ? undefined : '{}',
  }))
const rpcOf = (type: string, body: Route['body']): readonly Route[] =>
  services.flatMap((service) =>
    service.methods
      .filter(isUnary)
      .map(({ name }) => ({ method: 'POST', path: `/${service.typeName}/${name}`, type, body })),
  )

describe('routes of the contract are open to pages of any origin, without credentials', () => {
  test.each([
    ['REST', rest],
    ['Connect', rpcOf('application/json', '{}')],
    ['gRPC-Web', rpcOf('application/grpc-web+proto', new Uint8Array(5))],
  ])('%s', async (_, routes) => {
    expect(routes.length).toBeGreaterThan(350)
    const wrong = (await openings(routes)).filter(
      ({ preflight, origins, credentials }) =>
        preflight !== 204 || origins.some((one) => one !== '*') || credentials.some((one) => one !== null),
    )
    expect(wrong).toEqual([])
    expect([...cookiesSeen]).toEqual([null])
  })
})

test('endpoints are as open as they say; those of browsers are not at all', async () => {
  const endpoints = features.flatMap((feature) => feature.endpoints?.(product.product.deps) ?? [])
  expect(endpoints.length).toBeGreaterThan(0)
  for (const { methods, path, cors, credential } of endpoints) {
    expect(credential === 'browser' ? cors : 'none', `${path} has cookies`).toBe('none')
    const routes = methods.map((method) => ({ method, path: path.replaceAll(/:\w+/g, '1') }))
    for (const { origins, credentials } of await openings(routes)) {
      expect(credentials).toEqual([null, null])
      expect(origins, path).toEqual(cors === 'any origin' ? ['*', '*'] : [null, null])
    }
  }
  expect([...cookiesSeen]).toEqual([null])
})

test.each([
  '/healthz',
  '/debug/healthz',
  '/debug/ready',
  '/debug/validate',
  '/debug/metrics',
  '/robots.txt',
  '/',
  '/x',
])('%s is closed to other origins', async (path) => {
  const [opened] = await openings([{ method: 'GET', path }])
  expect(opened).toMatchObject({ origins: [null, null], credentials: [null, null] })
})
