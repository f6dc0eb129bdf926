import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { trustedProxies } from '../config/trustedProxies.ts'
import type { EndpointAuthenticator } from '../contract/endpoint.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { addEndpoints } from './endpoints.ts'
import type { Listener } from './listener.ts'
import { loginEndpoint } from './testing/loginEndpoint.ts'
import { testEndpoints } from './testing/testEndpoints.ts'
import { testListener } from './testListener.ts'

let server: Listener
const headersSeen: (string | null)[] = []
const app = 'https://app.example'
const unauthenticated = refuse('test.no_token', 'unauthenticated', 'there is no token; send one')

interface TestCall {
  readonly origin: { readonly url: string; readonly domain: string; readonly secure: boolean }
  readonly token: string
  readonly again?: () => Promise<TestCall>
}

const authenticator: EndpointAuthenticator<TestCall> = {
  async authenticate({ authority, secure, headers }, tokenNeeded) {
    headersSeen.push(headers.get('cookie'))
    // A look-up in the database takes longer than the rest of a request that is there.
    await setImmediate()
    const token = headers.get('authorization')
    if (tokenNeeded && token === null) throw new DomainError(unauthenticated)
    const url = `${secure ? 'https' : 'http'}://${authority}`
    const call = { origin: { url, domain: new URL(url).hostname, secure }, token: token ?? '' }
    return { ...call, again: async () => ({ ...call, token: `${call.token}, again` }) }
  },
  serveTwice: () => Promise.reject(new Error('no endpoint here reads twice')),
}

beforeAll(async () => {
  server = await testListener({
    endpoints: addEndpoints(testEndpoints, authenticator),
    trustedProxies: trustedProxies(['loopback']),
  })
})
afterAll(() => server.close())

interface Sent {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Sends headers that browsers send but `fetch` forbids: Host, Origin, Cookie and Sec-Fetch-Site. */
function send(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(server.url + path, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const https = { host: 'id.example', 'x-forwarded-proto': 'https' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const ownPage = { ...https, ...form, origin: 'https://id.example', 'sec-fetch-site': 'same-origin' }

describe('a page', () => {
  test('reads its cookie, and its headers forbid foreign resources, frames and storage', async () => {
    const { status, headers, body } = await send('/login/name?ui=de', {
      headers: {
        ...https,
        cookie: 'sallyport=evil; __Host-sallyport=id.secret; __Host-sallyport=second',
        origin: app,
      },
    })
    const [, nonce] = /nonce="([^"]{22}==)"/.exec(body) ?? []
    expect([status, body]).toEqual([200, `<script nonce="${nonce}"></script>name: id.secret, de`])
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src 'self' data:; ` +
        "font-src 'self'; connect-src 'self'; form-action 'self' https://app.example; frame-ancestors 'none'; base-uri 'none'",
    )
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'strict-transport-security': 'max-age=31536000',
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    const again = await send('/login/name', { headers: https })
    expect(again.body).toContain('nobody')
    expect(again.body).not.toContain(String(nonce))
  })

  test('sets a cookie for its own host alone and redirects with GET', async () => {
    const { status, headers } = await send('/login/name', {
      method: 'POST',
      headers: ownPage,
      body: 'name=a.b',
    })
    expect([status, headers['location'], headers['cache-control']]).toEqual([303, '/login/done', 'no-store'])
    expect(headers['set-cookie']).toEqual([
      '__Host-sallyport=a.b; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60',
    ])
  })

  test('is refused as a page', async () => {
    const { status, headers, body } = await send('/login/name', {
      method: 'POST',
      headers: ownPage,
      body: '',
    })
    expect([status, body]).toEqual([400, expect.stringContaining('this name is unknown')])
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    const large = await send('/login/name', { method: 'POST', headers: ownPage, body: 'x'.repeat(65_537) })
    expect([large.status, large.headers['content-type']]).toEqual([413, 'text/html; charset=utf-8'])
  })

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://id.example:444' }],
    ['the same host without TLS', { origin: 'http://id.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['no origin', { origin: '' }],
    ['a client that says nothing', { 'sec-fetch-site': '' }],
  ])('does not take forms from %s', async (_, wrong) => {
    const headers = { ...ownPage, ...wrong }
    const { status, headers: replied } = await send('/login/name', {
      method: 'POST',
      headers,
      body: 'name=a',
    })
    expect([status, replied['set-cookie']]).toEqual([403, undefined])
  })

  test('on http only localhost has cookies, under their plain names', async () => {
    const local = await send('/login/name', { headers: { host: 'localhost:8080', cookie: 'sallyport=x' } })
    expect([local.status, local.headers['strict-transport-security']]).toEqual([200, undefined])
    expect(local.body).toContain('name: x')
    const origin = 'http://localhost:8080'
    const headers = { ...form, host: 'localhost:8080', origin, 'sec-fetch-site': 'same-origin' }
    const posted = await send('/login/name', { method: 'POST', headers, body: 'name=y' })
    expect(posted.headers['set-cookie']).toEqual(['sallyport=y; Path=/; HttpOnly; SameSite=Lax; Max-Age=60'])
    expect((await send('/login/name', { headers: { host: 'id.example' } })).status).toBe(400)
  })
})

describe('an endpoint of a protocol', () => {
  const revoke = (headers: Record<string, string>, body: string) =>
    send('/oauth/v2/revoke', { method: 'POST', headers: { ...form, ...headers }, body })

  test('receives the head of the request and is not authenticated', async () => {
    headersSeen.length = 0
    const { status, headers } = await revoke({ authorization: 'Basic x', origin: app }, 'token=t')
    expect([status, headers['x-revoked'], headersSeen]).toEqual([200, 't of Basic x', []])
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  })

  test.each([
    [{}, 'client_id=a', 400],
    [{ 'content-type': 'text/plain' }, 'client_id=a&token=t', 400],
  ])('is refused in the words of RFC 6749: %j %s', async (headers, body, status) => {
    const refused = await revoke(headers, body)
    expect([refused.status, JSON.parse(refused.body)]).toEqual([
      status,
      { error: 'invalid_request', error_description: expect.any(String) },
    ])
    expect(refused.headers['cache-control']).toBe('no-store')
  })
})

test.each(['x'.repeat(200), '🦊'.repeat(100)])(
  'a parameter may be as long as ids of the contract, however it is encoded',
  async (id) => {
    const { status, body } = await send(`/scim/${encodeURIComponent(id)}`, {
      headers: { authorization: 'Bearer x' },
    })
    expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining({ id })])
  },
)

test('a resource accepts JSON with a bearer token; its refusals have the form of RFC 7644', async () => {
  const put = (headers: Record<string, string>, body: string) =>
    send('/scim/7', { method: 'PUT', headers: { 'content-type': 'application/scim+json', ...headers }, body })
  const bearer = { authorization: 'Bearer x' }
  expect(JSON.parse((await put(bearer, '{"a":1}')).body)).toEqual({
    id: '7',
    method: 'PUT',
    body: { a: 1 },
    token: 'Bearer x',
  })
  for (const [headers, body, status] of [
    [{}, '{}', 401],
    [bearer, '{', 400],
    [{ ...bearer, 'content-type': 'text/plain' }, '{}', 400],
    [bearer, `"${'x'.repeat(99)}"`, 413],
  ] as const) {
    const refused = await put(headers, body)
    expect(refused.status).toBe(status)
    expect(refused.headers).toMatchObject({
      'content-type': expect.stringContaining('application/scim+json'),
      'access-control-allow-origin': '*',
    })
    expect(JSON.parse(refused.body)).toMatchObject({ status: String(status), detail: expect.any(String) })
  }
})

test('the caller is authenticated again after a body that arrives slowly, and only then', async () => {
  const headers = { authorization: 'Bearer x', 'content-type': 'application/scim+json' }
  const slowly = async () => {
    const sent = httpRequest(`${server.url}/scim/7`, { method: 'PUT', headers })
    sent.write('{"a"')
    await new Promise((passed) => setTimeout(passed, 100))
    sent.end(':1}')
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return text(response)
  }
  const atOnce = async () => (await send('/scim/7', { method: 'PUT', headers, body: '{"a":1}' })).body
  expect(JSON.parse(await slowly())).toMatchObject({ body: { a: 1 }, token: 'Bearer x, again' })
  expect(JSON.parse(await atOnce())).toMatchObject({ body: { a: 1 }, token: 'Bearer x' })
})

test('preflights: any origin, none', async () => {
  const preflight = (path: string, method: string) =>
    send(path, {
      method: 'OPTIONS',
      headers: {
        origin: app,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization',
      },
    })
  const allowed = { 'access-control-allow-headers': 'authorization', 'access-control-max-age': '7200' }
  const resource = await preflight('/scim/7', 'PUT')
  expect([resource.status, resource.headers]).toMatchObject([
    204,
    { ...allowed, 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, PUT' },
  ])
  const page = await preflight('/login/name', 'POST')
  expect([page.status, page.headers['allow']]).toEqual([204, 'GET, POST, OPTIONS'])
  for (const { headers } of [resource, page]) {
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  }
  expect(page.headers['access-control-allow-origin']).toBeUndefined()
})

test('only pages receive cookies', async () => {
  headersSeen.length = 0
  await send('/scim/7', { headers: { cookie: 'sallyport=x', authorization: 'Bearer x' } })
  await send('/login/name', { headers: { ...https, cookie: '__Host-sallyport=x' } })
  expect(headersSeen).toEqual([null, null])
})

test('a path has one endpoint for each method', async () => {
  const twice = addEndpoints([loginEndpoint, loginEndpoint], authenticator)
  await expect(testListener({ endpoints: twice })).rejects.toThrow('already declared')
})
