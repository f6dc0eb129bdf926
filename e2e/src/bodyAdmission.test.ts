import { connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'

const server = await testServer()
const rest = '/management/v1/users/1/metadata/_bulk'
const rpc = '/zitadel.management.v1.ManagementService/BulkSetUserMetadata'
const kB = 1024

/** Sends the head of a request, and `sent` bytes of a body of which `announced` bytes were promised; returns the response. */
function unfinished(
  path: string,
  type: string,
  authorization: string | undefined,
  { announced = 200 * kB, sent = 0, more = [] as readonly string[] } = {},
): Promise<string> {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `content-type: ${type}`,
    `content-length: ${announced}`,
    ...(authorization === undefined ? [] : [`authorization: ${authorization}`]),
    ...more,
  ]
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1')
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (/\r\n\r\n[\s\S]+/.test(text) || /grpc-status/.test(text)) {
        socket.destroy()
        resolve(text)
      }
    })
    socket.once('error', reject)
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    if (sent > 0) socket.write(Buffer.alloc(sent, 0x20))
  })
}

/** The same over HTTP/2, whose stream is never ended by the client; returns all headers and the code with which the server closes it. */
async function unfinishedStream(headers: OutgoingHttpHeaders, sent: number): Promise<unknown> {
  const session = connectHttp2(server.url)
  const stream = session.request({ ':method': 'POST', te: 'trailers', ...headers })
  let all = {}
  const closed = new Promise((resolve, reject) => {
    const take = (given: object) => {
      all = { ...all, ...given }
    }
    stream.on('response', take).on('trailers', take).on('error', reject)
    stream.on('close', () => resolve({ ...all, rstCode: stream.rstCode }))
  })
  stream.resume()
  if (sent > 0) stream.write(Buffer.alloc(sent))
  return closed.finally(() => session.destroy())
}

const json = 'application/json'

test.each([
  [undefined, 'auth.header_missing'],
  ['', 'auth.header_missing'],
  ['Basic YTpi', 'auth.scheme_unknown'],
  ['Bearer', 'auth.token_malformed'],
  ['Bearer a b', 'auth.token_malformed'],
])('refuses the Authorization %j before the body is read, on every protocol', async (authorization, id) => {
  expect(await unfinished(rest, json, authorization)).toMatch(new RegExp(`^HTTP/1.1 401 [\\s\\S]*${id}`))
  expect(await unfinished(rpc, json, authorization)).toMatch(new RegExp(`^HTTP/1.1 401 [\\s\\S]*${id}`))
  const web = await unfinished(rpc, 'application/grpc-web+proto', authorization)
  expect(web).toMatch(new RegExp(`^HTTP/1.1 200 [\\s\\S]*${id}`))
  expect(web).toMatch(/grpc-status: ?16/)
  const token = authorization === undefined ? {} : { authorization }
  const grpc = { ':path': rpc, 'content-type': 'application/grpc', ...token }
  for (const headers of [grpc, { ...grpc, 'grpc-encoding': 'gzip' }]) {
    expect(await unfinishedStream(headers, 0)).toMatchObject({
      'grpc-status': '16',
      'grpc-message': expect.stringContaining(id),
      rstCode: 0,
    })
  }
  expect(await unfinishedStream({ ':path': rest, 'content-type': json, ...token }, 100 * kB)).toMatchObject({
    ':status': 401,
    rstCode: 0,
  })
})

test('refuses methods that are not built before the body is read', async () => {
  const path = '/management/v1/actions'
  expect(await unfinished(path, json, `Bearer ${server.adminToken}`)).toMatch(/^HTTP\/1.1 501 /)
})

test('authenticates the caller before it reads more than 16 kB, announced, streamed or compressed', async () => {
  const forged = `Bearer ${server.adminToken.slice(0, -8)}AAAAAAAA`
  expect(await unfinished(rest, json, forged)).toMatch(/^HTTP\/1.1 401 [\s\S]*auth.token_invalid/)
  const chunk = (20 * kB).toString(16)
  const streamed = fetch(server.url + rest, {
    method: 'POST',
    headers: { authorization: forged, 'content-type': json },
    body: new ReadableStream({
      start: (to) => to.enqueue(new TextEncoder().encode(' '.repeat(20 * kB) + chunk)),
    }),
    duplex: 'half',
  } as RequestInit)
  expect((await streamed).status).toBe(401)
  for (const path of [rest, rpc]) {
    const bomb = await fetch(server.url + path, {
      method: 'POST',
      headers: { authorization: forged, 'content-type': json, 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(Buffer.alloc(10 * 2 ** 20, 0x20))),
    })
    expect([bomb.status, await bomb.text()]).toEqual([401, expect.stringContaining('auth.token_invalid')])
  }
  const frame = Buffer.concat([Buffer.from([0, 0, 3, 0, 0]), Buffer.alloc(20 * kB)])
  const stream = { ':path': rpc, 'content-type': 'application/grpc', authorization: forged }
  expect(await unfinishedStream(stream, frame.length)).toMatchObject({ 'grpc-status': '16' })
})

test.each([
  ['a method in general', '/v2/users/1/email', 'zitadel.user.v2.UserService/SetEmail', 256 * kB],
  [
    'a method with long values',
    rest,
    'zitadel.management.v1.ManagementService/BulkSetUserMetadata',
    1024 * kB,
  ],
  ['a public method', undefined, 'zitadel.auth.v1.AuthService/Healthz', 16 * kB],
])('limits the body of %s, on every protocol', async (_, path, method, limit) => {
  const authorization = `Bearer ${server.adminToken}`
  const tooLarge = `larger than ${limit} bytes`
  const over = { announced: limit + 1 }
  if (path !== undefined) {
    expect(await unfinished(path, json, authorization, over)).toMatch(
      new RegExp(`^HTTP/1.1 413 [\\s\\S]*${tooLarge}`),
    )
  }
  expect(await unfinished(`/${method}`, json, authorization, over)).toMatch(
    new RegExp(`^HTTP/1.1 429 [\\s\\S]*${tooLarge}`),
  )
  const grpc = { ':path': `/${method}`, 'content-type': 'application/grpc', authorization }
  const refused = { 'grpc-status': '8', 'grpc-message': expect.stringContaining(tooLarge), rstCode: 0 }
  expect(await unfinishedStream({ ...grpc, 'content-length': limit + 100 }, 0)).toMatchObject(refused)
  expect(await unfinishedStream(grpc, limit + 100)).toMatchObject(refused)
  const fits = await fetch(`${server.url}/${method}`, {
    method: 'POST',
    headers: { authorization, 'content-type': json },
    body: `{}${' '.repeat(limit - 2)}`,
  })
  expect([200, 400, 404]).toContain(fits.status)
})

test('refuses many empty values and deep nesting before a message is built, on every protocol', async () => {
  const send = (path: string, type: string, body: Uint8Array | string, more: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': type, ...more },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    })
  const many = `{"metadata":[${'{},'.repeat(20_000)}{}]}`
  const bytes = Buffer.alloc(100_000)
  for (let at = 0; at < bytes.length; at += 2) bytes[at] = (2 << 3) | 2
  const frame = Buffer.concat([Buffer.from([0, 0, 1, 0x86, 0xa0]), bytes])
  for (const reply of [
    await send(rest, json, many),
    await send(rpc, json, many),
    await send(rest, json, new Uint8Array(gzipSync(many)), { 'content-encoding': 'gzip' }),
    await send(rpc, 'application/proto', bytes),
  ]) {
    expect([reply.status, await reply.text()]).toEqual([429, expect.stringContaining('too_many_elements')])
  }
  const web = await send(rpc, 'application/grpc-web+proto', frame)
  expect(await web.text()).toMatch(/too_many_elements[\s\S]*grpc-status: ?8/)
  const deep = `{"a":${'['.repeat(101)}${']'.repeat(101)}}`
  expect(await (await send(rpc, json, deep)).json()).toMatchObject({ code: 'invalid_argument' })
  expect((await send(rest, json, deep)).status).toBe(400)
})

test('authenticates callers of endpoints before their bodies are read', async () => {
  const path = '/assets/v1/instance/policy/label/logo'
  const type = 'multipart/form-data; boundary=x'
  expect(await unfinished(path, type, undefined)).toMatch(/^HTTP\/1.1 401 /)
  expect(await unfinished(path, type, `Bearer ${server.adminToken.slice(0, -8)}AAAAAAAA`)).toMatch(
    /^HTTP\/1.1 401 /,
  )
  const large = await unfinished(path, type, `Bearer ${server.adminToken}`, { announced: 600 * kB })
  expect(large).toMatch(/^HTTP\/1.1 413 /)
  expect(await unfinished('/no/such/path', type, undefined)).toMatch(/^HTTP\/1.1 404 /)
})
