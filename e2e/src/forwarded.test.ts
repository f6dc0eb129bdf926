import { once } from 'node:events'
import http2 from 'node:http2'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { OIDCAppType, OIDCAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { hostedPerson } from './hostedPeople.ts'
import { postForm } from './oidcForms.ts'
import { addOidcApp, codeRequest } from './oidcLogin.ts'

const clock = testClock(new Date('2030-01-01T09:00:00Z'))
/** Behind a proxy on loopback, to which the tests are; an address has 30 anonymous requests in five minutes. */
const server = await testServer({
  clock,
  environment: { SALLYPORT_TRUSTED_PROXIES: 'loopback', SALLYPORT_RATE_LIMITS: '0.01' },
})
const authority = `localhost:${server.port}`

/** Sends a request with these lines, also with several of one name, and returns the whole reply. */
async function send(target: string, lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  const head = [`${target} HTTP/1.1`, `Host: ${authority}`, ...lines, 'Connection: close', '', '']
  socket.write(head.join('\r\n') + body)
  return text(socket)
}
const get = (path: string, ...lines: readonly string[]) => send(`GET ${path}`, lines)
const statusOf = (reply: string) => Number(reply.split(' ', 2)[1])

const issuerBy = async (...lines: readonly string[]) => {
  const reply = await get('/.well-known/openid-configuration', ...lines)
  return /"issuer":"([^"]*)"/.exec(reply)?.[1]
}

describe('the scheme of a request', () => {
  const [http, https] = [`http://${authority}`, `https://${authority}`]
  test.each([
    ['of one proxy', https, ['X-Forwarded-For: 9.9.9.9', 'X-Forwarded-Proto: https']],
    [
      'of one proxy that appends, not what the client sent',
      http,
      ['X-Forwarded-For: 9.9.9.9', 'X-Forwarded-Proto: https, http'],
    ],
    [
      'of the outer one of two proxies, in lines of their own',
      https,
      [
        'X-Forwarded-For: 1.1.1.1',
        'X-Forwarded-Proto: http',
        'X-Forwarded-For: 9.9.9.9',
        'X-Forwarded-Proto: https',
        'X-Forwarded-For: 127.0.0.2',
        'X-Forwarded-Proto: http',
      ],
    ],
    [
      'of the last element of Forwarded',
      http,
      ['Forwarded: for=9.9.9.9;proto=https', 'Forwarded: for=9.9.9.9;proto=http'],
    ],
    [
      'of a proxy, not of a Forwarded that names nobody',
      https,
      ['Forwarded: for=unknown;proto=http', 'X-Forwarded-For: 9.9.9.9', 'X-Forwarded-Proto: https'],
    ],
  ])('is that %s: in the issuer and in cookies', async (_, expected, lines) => {
    expect(await issuerBy(...lines)).toBe(expected)
    const { username, password } = await hostedPerson(server)
    const body = new URLSearchParams({ password })
    const form = ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${String(body).length}`]
    const own = [`Origin: ${expected}`, 'Sec-Fetch-Site: same-origin', ...form, ...lines]
    const reply = await send(`POST /ui/v2/login/password?loginName=${username}`, own, String(body))
    const [, cookie] = /^set-cookie: (.*)\r$/im.exec(reply) ?? []
    expect(cookie).toMatch(expected === https ? /^__Host-sallyport=.*; Secure/ : /^sallyport=(?!.*Secure)/)
  })
})

describe('headers of which a client may have sent one and the proxy the other', () => {
  const lines = ['X-Forwarded-For: 9.9.9.9', 'Forwarded: for=1.1.1.1']
  test.each([
    '/auth/v1/users/me',
    '/ui/v2/login/loginname',
    '/oauth/v2/keys',
    '/zitadel.user.v2.UserService/ListUsers',
  ])('are refused: %s', async (path) => {
    const reply = await get(path, ...lines)
    expect(reply).toMatch(/^HTTP\/1.1 400 /)
    expect(reply).toContain('(request.forwarded_ambiguous)')
    expect(statusOf(await get(path, 'X-Forwarded-For: 9.9.9.9', 'Forwarded: for=9.9.9.9'))).not.toBe(400)
  })

  test.each(['application/json', 'application/grpc'])(
    'are refused on streams of HTTP/2: %s',
    async (type) => {
      const session = http2.connect(server.url)
      const statusOn = async (forwarded: string) => {
        const stream = session.request({
          ':method': 'POST',
          ':path': '/zitadel.user.v2.UserService/ListUsers',
          'content-type': type,
          'x-forwarded-for': '9.9.9.9',
          forwarded,
        })
        stream.end()
        const [headers] = await once(stream, 'response')
        return headers[':status']
      }
      expect(await statusOn('for=1.1.1.1')).toBe(400)
      expect(await statusOn('for=9.9.9.9')).not.toBe(400)
      session.destroy()
    },
  )
})

describe('requests of clients that hang up at once', async () => {
  const app = await addOidcApp(server, {
    oidc: {
      appType: OIDCAppType.OIDC_APP_TYPE_NATIVE,
      authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
    },
  })
  const { query } = codeRequest(app)
  const body = new URLSearchParams(query).toString()
  const type = 'application/x-www-form-urlencoded'
  const countEvents = async () => {
    const [row] = await server.testDatabase.database.query<{ n: number }>(
      'select count(*)::int as n from events',
    )
    return row?.n ?? 0
  }

  const ways = {
    async 'HTTP/1.1'(address: string) {
      const socket = connect(server.port, '127.0.0.1').on('error', () => undefined)
      await once(socket, 'connect')
      const head = ['POST /oauth/v2/par HTTP/1.1', `Host: ${authority}`, `X-Forwarded-For: ${address}`]
      const length = [`Content-Type: ${type}`, `Content-Length: ${body.length}`, '', '']
      socket.write([...head, ...length].join('\r\n') + body)
      socket.resetAndDestroy()
    },
    async 'HTTP/2'(address: string) {
      const session = http2.connect(server.url).on('error', () => undefined)
      await once(session, 'connect')
      const stream = session
        .request({
          ':method': 'POST',
          ':path': '/oauth/v2/par',
          'x-forwarded-for': address,
          'content-type': type,
        })
        .on('error', () => undefined)
      await new Promise<void>((resolve) => stream.end(body, resolve))
      await new Promise((resolve) => setTimeout(resolve, 2))
      session.destroy()
    },
  }

  test.each([
    ['HTTP/1.1', '203.0.113.1'],
    ['HTTP/2', '203.0.113.2'],
  ] as const)(
    'count against their address, and none beyond its budget writes anything: %s',
    async (way, address) => {
      const before = await countEvents()
      for (let count = 0; count < 60; count++) await ways[way](address)
      const headers = { 'x-forwarded-for': address }
      await expect
        .poll(async () => (await postForm(server, '/oauth/v2/par', query, { headers })).status, {
          timeout: 10_000,
        })
        .toBe(429)
      const written = (await countEvents()) - before
      expect(written).toBeGreaterThan(0)
      expect(written).toBeLessThanOrEqual(30)
    },
  )
})
