import { connect as connectHttp2, constants } from 'node:http2'
import { connect } from 'node:net'
import { create, toBinary } from '@bufbuild/protobuf'
import { AddHumanUserRequestSchema, UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { badInputServer, human, person, rpc } from './badInputServer.ts'

const bad = badInputServer()
const { post } = bad

/** Writes raw bytes to the port and collects the response until the connection ends. */
function raw(
  head: string,
  options: { readonly body?: string | Buffer; readonly end?: boolean } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(bad.server.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.once('close', () => resolve(answer)).once('error', reject)
    socket.write(head)
    if (options.body !== undefined) socket.write(options.body)
    if (options.end) socket.end()
  })
}

const requestHead = (path: string, ...lines: readonly string[]) =>
  [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${bad.server.adminToken}`,
    'connection: close',
    ...lines,
    '',
    '',
  ].join('\r\n')

test('over the limit is RESOURCE_EXHAUSTED, in REST 413, announced or streamed, also compressed', async () => {
  const body = JSON.stringify({ ...person, username: 'x'.repeat(4 * 1024 * 1024) })
  expect((await post(rpc, 'application/json', body)).status).toBe(429)
  const announced = await raw(requestHead(human, `content-length: ${body.length}`))
  expect(announced).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":8/)
  const streamed = await raw(requestHead(human, 'transfer-encoding: chunked'), {
    body: `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  })
  expect(streamed).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":8/)
  const bomb = await new Response(
    new Blob([body]).stream().pipeThrough(new CompressionStream('gzip')),
  ).arrayBuffer()
  const response = await fetch(bad.server.url + rpc, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${bad.server.adminToken}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    },
    body: bomb,
  })
  expect(response.status).toBe(429)
})

test('a host that no instance serves: 404 in REST, NOT_FOUND over RPC', async () => {
  const headers = { 'x-zitadel-instance-host': 'nowhere.test' }
  expect(await bad.server.rest('POST', human, { headers, body: person })).toMatchObject({
    status: 404,
    json: { code: 5 },
  })
  for (const protocol of ['grpc', 'grpc-web', 'connect'] as const) {
    const unknown = bad.server.client(UserService, { headers, protocol })
    await expect(unknown.getUserByID({ userId: '1' })).rejects.toMatchObject({ code: 5 })
  }
})

test('wrong content types', async () => {
  const body = JSON.stringify(person)
  expect((await post(rpc, 'text/plain', body)).status).toBe(415)
  expect((await post(rpc, 'application/xml', body)).status).toBe(415)
  const garbled = await post(rpc, 'application/proto', body)
  expect(await garbled.json()).toMatchObject({
    code: 'invalid_argument',
    message: expect.stringContaining('request.malformed_message'),
  })
  const notJson = await post(
    human,
    'application/json',
    toBinary(AddHumanUserRequestSchema, create(AddHumanUserRequestSchema)),
  )
  expect(notJson.status).toBe(400)
})

test('frames of gRPC-Web that lie about their length or flags', async () => {
  const frames = [
    [],
    [0],
    [0, 0, 0, 0, 9, 1, 2],
    [0, 0xff, 0xff, 0xff, 0xff, 1],
    [0x7f, 0, 0, 0, 0],
    [1, 0, 0, 0, 2, 1, 2],
  ]
  for (const frame of frames) {
    const response = await post(rpc, 'application/grpc-web+proto', Uint8Array.from(frame))
    const text = `${response.headers.get('grpc-status') ?? ''} ${Buffer.from(await response.arrayBuffer()).toString('latin1')}`
    expect(text, JSON.stringify(frame)).toMatch(/grpc-status: ?[1-9]|^[1-9]/)
    expect(text, JSON.stringify(frame)).not.toMatch(/grpc-status: ?2\b|^2 /)
  }
})

test('header floods: 431 on HTTP/1.1, on HTTP/2 too', async () => {
  expect(await raw(requestHead(human, `x: ${'y'.repeat(17_000)}`))).toMatch(/^HTTP\/1\.1 431/)
  const many = Array.from({ length: 3000 }, (_, at) => `x-${at}: y`)
  expect(await raw(requestHead(human, ...many))).toMatch(/^HTTP\/1\.1 431/)
  const long = { x: 'y'.repeat(17_000) }
  const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`x-${at}`, 'y'.repeat(200)]))
  for (const flood of [long, hundred]) {
    const session = connectHttp2(bad.server.url)
    const status = (): Promise<unknown> => {
      const stream = session.request({ ':path': '/debug/healthz', ...flood }).resume()
      return new Promise((resolve) => {
        stream.once('response', (headers) => resolve(headers[':status']))
        stream.once('error', (error) => resolve(error.message))
      })
    }
    expect(await status()).toBe(431)
    expect(await status(), 'once the limit is acknowledged').toMatch(/ENHANCE_YOUR_CALM/)
    session.destroy()
  }
})

test('smuggling: two lengths, a length together with chunks, bad chunks, header names with spaces', async () => {
  const twice = ['content-length: 2', 'content-length: 3']
  expect(await raw(requestHead(human, ...twice), { body: '{}', end: true })).toMatch(/^HTTP\/1\.1 400/)
  const both = ['content-length: 2', 'transfer-encoding: chunked']
  expect(await raw(requestHead(human, ...both), { body: '{}', end: true })).toMatch(/^HTTP\/1\.1 400/)
  expect(
    await raw(requestHead(human, 'transfer-encoding: chunked'), { body: 'zz\r\n{}\r\n', end: true }),
  ).toMatch(/^HTTP\/1\.1 400/)
  expect(await raw(requestHead(human, 'x y: z'), { end: true })).toMatch(/^HTTP\/1\.1 400/)
})

test('requests that are given up: bodies cut off, streams reset, a burst of resets', async () => {
  const announced = requestHead(human, 'content-type: application/json', 'content-length: 500')
  await raw(announced, { body: JSON.stringify(person).slice(0, 20), end: true })
  const session = connectHttp2(bad.server.url)
  session.on('error', () => undefined)
  const resets = Array.from({ length: 50 }, () => {
    const stream = session.request({
      ':method': 'POST',
      ':path': rpc,
      'content-type': 'application/grpc',
      authorization: `Bearer ${bad.server.adminToken}`,
    })
    stream.on('error', () => undefined)
    stream.write(Buffer.from([0, 0, 0, 0, 50, 1]))
    return new Promise((resolve) => {
      stream.once('close', resolve)
      stream.close(constants.NGHTTP2_CANCEL)
    })
  })
  await Promise.all(resets)
  session.destroy()
})

test('a client that disconnects while its reply is prepared', async () => {
  const calls = Array.from({ length: 20 }, async () => {
    const controller = new AbortController()
    const call = fetch(`${bad.server.url}/v2/users`, {
      method: 'POST',
      signal: controller.signal,
      headers: { authorization: `Bearer ${bad.server.adminToken}`, 'content-type': 'application/json' },
      body: '{}',
    })
    setImmediate(() => controller.abort())
    await call.then(
      (response) => response.text(),
      () => undefined,
    )
  })
  await Promise.allSettled(calls)
})

test('authorization headers of every bad form are UNAUTHENTICATED', async () => {
  const values = [
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    `Bearer ${bad.server.adminToken} x`,
    `Bearer ${'x'.repeat(8000)}`,
    `bearer\t${bad.server.adminToken}`,
  ]
  for (const authorization of values) {
    const reply = await bad.server.rest('POST', human, {
      token: null,
      headers: { authorization },
      body: person,
    })
    expect([authorization.slice(0, 20), reply.status]).toEqual([authorization.slice(0, 20), 401])
  }
})
