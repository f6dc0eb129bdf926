import { once } from 'node:events'
import { request } from 'node:http'
import http2 from 'node:http2'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'

const server = await testServer({ environment: { SALLYPORT_TRUSTED_PROXIES: 'loopback' } })

/** Requests the own user, or this path, with a Host that fetch would not send. */
function getWithHost(
  host: string,
  path = '/auth/v1/users/me',
  others: Readonly<Record<string, string>> = {},
): Promise<{ status: number | undefined; body: string }> {
  const headers = { host, authorization: `Bearer ${server.adminToken}`, ...others }
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, path, headers }
    request(options, async (response) => {
      resolve({ status: response.statusCode, body: await text(response) })
    })
      .once('error', reject)
      .end()
  })
}

it.each(['localhost.', 'localhost.:8080', 'LOCALHOST', 'localhost:80', 'localhost:'])(
  'serves a host that is written another way: %s',
  async (host) => {
    expect(await getWithHost(host)).toMatchObject({ status: 200 })
  },
)

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['[::1]:8080', '[::1]'],
  ['Login.Example.:443', 'login.example'],
])('refuses a host that no instance has, and names it and the setting: %s', async (host, named) => {
  const { status, body } = await getWithHost(host)
  expect(status).toBe(404)
  const { message } = JSON.parse(body) as { message: string }
  expect(message).toContain(`no instance serves the host "${named}"`)
  expect(message).toContain('SALLYPORT_EXTERNAL_DOMAIN')
  expect(message).toContain('(instance.host_unknown)')
})

it.each([
  ['lines of the API', '/auth/v1/users/me', 'hOST: localhost'],
  ['lines of a page', '/ui/account', 'hOST: localhost'],
  ['lines of an RPC', '/zitadel.user.v2.UserService/GetUserByID', 'hOST: localhost'],
  ['a target', 'http://other.example/auth/v1/users/me', 'accept: */*'],
])(
  'refuses a request that names two hosts, of which a proxy may have read the other: %s',
  async (_, target, line) => {
    const socket = connect(server.port, '127.0.0.1')
    socket.end(`GET ${target} HTTP/1.1\r\nHost: localhost\r\n${line}\r\nConnection: close\r\n\r\n`)
    const reply = await text(socket)
    expect(reply).toMatch(/^HTTP\/1.1 400 /)
    expect(reply).toContain('with the host of its target (request.host_repeated)')
  },
)

it.each([
  ['other.example', 400],
  ['LOCALHOST', 200],
])('refuses a stream whose host differs from its authority: %s', async (host, expected) => {
  const session = http2.connect(`http://127.0.0.1:${server.port}`)
  const stream = session.request({
    ':authority': 'localhost',
    ':path': '/auth/v1/users/me',
    host,
    authorization: `Bearer ${server.adminToken}`,
  })
  const [headers] = await once(stream, 'response')
  session.destroy()
  expect(headers[':status']).toBe(expected)
})

it.each([
  ['the API', '/auth/v1/users/me'],
  ['a page', '/ui/account'],
  ['the OpenID Provider', '/.well-known/openid-configuration'],
])('names the address that works to this machine: %s', async (_, path) => {
  const { status, body } = await getWithHost(`127.0.0.1:${server.port}`, path)
  expect(status).toBe(404)
  expect(body).toContain(`as SALLYPORT_EXTERNAL_DOMAIN is (http://localhost:${server.port}), or`)
})

it.each([
  ['who asks for another host', 'login.example', {}],
  ['who comes by a proxy', '127.0.0.1', { 'x-forwarded-for': '203.0.113.7' }],
])('names no address to a stranger %s', async (_, host, headers) => {
  const { status, body } = await getWithHost(host, '/ui/account', headers)
  expect(status).toBe(404)
  expect(body).toContain('as SALLYPORT_EXTERNAL_DOMAIN is, or')
})
