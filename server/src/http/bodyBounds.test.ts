import { once } from 'node:events'
import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { BodyBounds } from './body/bodyBudget.ts'
import { echo, testListener } from './testListener.ts'

const rpc = '/zitadel.user.v2.UserService/GetUserByID'
const reflection = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'
const message = Buffer.from([0, 0, 0, 0, 3, 10, 1, 0x39])

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function serve(bodyBounds: Partial<BodyBounds>, options: Parameters<typeof testListener>[0] = {}) {
  const server = await testListener({ bodyBounds, ...options })
  closers.push(() => server.close())
  const session = async () => {
    const opened = connectHttp2(server.url)
    closers.push(() => opened.destroy())
    await once(opened, 'connect')
    return opened
  }
  return { server, session }
}

type Ended = Record<string, unknown>

function open(session: ClientHttp2Session, path: string, type: string, bytes: number) {
  const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': type, te: 'trailers' })
  let text = ''
  let all: Ended = {}
  const ended = new Promise<Ended>((resolve) => {
    const take = (given: object) => {
      all = { ...all, ...given }
    }
    stream
      .on('response', take)
      .on('trailers', take)
      .on('error', () => undefined)
    stream.on('data', (chunk) => {
      text += chunk
    })
    stream.on('close', () => resolve({ ...all, text }))
  })
  if (bytes > 0) stream.write(Buffer.alloc(bytes, 0x20))
  return { stream, ended }
}

/** Waits until the server has received what was sent before: it acknowledges a ping after it. */
const received = (session: ClientHttp2Session): Promise<void> =>
  new Promise((resolve, reject) => session.ping((error) => (error ? reject(error) : resolve())))

const call = (session: ClientHttp2Session): Promise<Ended> => {
  const { stream, ended } = open(session, rpc, 'application/grpc', 0)
  stream.end(message)
  return ended
}

test('bounds the bytes of unfinished bodies over all connections and protocols: the oldest are refused', async () => {
  const { server, session } = await serve({ held: 60_000 })
  const [one, two] = [await session(), await session()]
  const grpc = open(one, rpc, 'application/grpc', 15_000)
  await received(one)
  const rest = open(two, '/v2/users/1/email', 'application/json', 15_000)
  await received(two)
  const connected = open(two, rpc, 'application/json', 15_000)
  const web = open(one, rpc, 'application/grpc-web+proto', 14_000)
  await Promise.all([received(one), received(two)])
  expect(await call(one)).toMatchObject({ 'grpc-status': '0' })
  const http1 = connect(server.port, '127.0.0.1')
  closers.push(() => void http1.destroy())
  http1.write(
    `POST /v2/users/1/email HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 16000\r\n\r\n${' '.repeat(15_500)}`,
  )
  expect(await grpc.ended).toMatchObject({
    'grpc-status': '14',
    'grpc-message': expect.stringContaining('request.overloaded'),
  })
  const more = open(two, '/v2/users/2/email', 'application/json', 15_000)
  expect(await rest.ended).toMatchObject({
    ':status': 503,
    text: expect.stringContaining('request.overloaded'),
  })
  const evenMore = open(two, '/v2/users/3/email', 'application/json', 15_000)
  const another = open(one, '/v2/users/4/email', 'application/json', 15_000)
  expect(await connected.ended).toMatchObject({ ':status': 503 })
  expect((await web.ended)['text']).toMatch(/grpc-status: ?14/)
  expect(await call(two)).toMatchObject({ 'grpc-status': '0' })
  for (const { stream } of [more, evenMore, another]) stream.close()
})

test('refuses bodies that do not arrive in time, on every protocol', async () => {
  const { server, session } = await serve({ readTime: 100 })
  const client = await session()
  const trickle = (stream: ClientHttp2Stream) => {
    const timer = setInterval(() => stream.writable && stream.write(' '), 10)
    stream.once('close', () => clearInterval(timer))
  }
  const bodies = [
    open(client, rpc, 'application/grpc', 100),
    open(client, rpc, 'application/grpc-web+proto', 100),
    open(client, rpc, 'application/json', 100),
    open(client, '/v2/users/1/email', 'application/json', 100),
  ]
  for (const { stream } of bodies) trickle(stream)
  const [grpc, web, connected, rest] = await Promise.all(bodies.map(({ ended }) => ended))
  expect(grpc).toMatchObject({ 'grpc-status': '4', 'grpc-message': expect.stringContaining('body_too_slow') })
  expect(web?.['text']).toMatch(/grpc-status: ?4/)
  expect(connected).toMatchObject({ ':status': 504, text: expect.stringContaining('body_too_slow') })
  expect(rest).toMatchObject({ ':status': 408, text: expect.stringContaining('body_too_slow') })
  const http1 = connect(server.port, '127.0.0.1')
  http1.write('POST /v2/users/1/email HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{')
  const response = await new Promise<string>((resolve) =>
    http1.once('data', (chunk) => resolve(String(chunk))),
  )
  expect(response).toMatch(/^HTTP\/1.1 408 /)
  http1.destroy()
})

test('counts streams of reflection and health checks, and ends the oldest', async () => {
  const { session } = await serve({ held: 40_000 })
  const client = await session()
  const first = open(client, reflection, 'application/grpc', 3)
  await received(client)
  const second = open(client, '/grpc.health.v1.Health/Check', 'application/grpc', 3)
  await received(client)
  const third = open(client, reflection, 'application/grpc', 3)
  expect((await first.ended)['grpc-status']).not.toBe('0')
  expect(await call(client)).toMatchObject({ 'grpc-status': '0' })
  for (const { stream } of [second, third]) stream.close()
})

test('refuses messages of reflection over 16 kB', async () => {
  const { session } = await serve({})
  const { stream, ended } = open(await session(), reflection, 'application/grpc', 0)
  stream.write(Buffer.from([0, 0, 0, 0x40, 1, 1]))
  expect(await ended).toMatchObject({ 'grpc-status': '8' })
})

test('returns the share of every finished, refused and cancelled request to the budget', async () => {
  const { server, session } = await serve({ decoded: 4000 })
  const client = await session()
  const post = (path: string, body: string) =>
    fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const bodies = ['{"userId":"1"}', '{"userId":7}', '{', '[[[[1]]]]']
  for (let round = 0; round < 20; round += 1) {
    for (const body of bodies) {
      expect((await post(rpc, body)).status).not.toBe(503)
      expect((await post('/v2/users/1/email', body)).status).not.toBe(503)
    }
    expect(await call(client)).toMatchObject({ 'grpc-status': '0' })
    const { stream, ended } = open(client, rpc, 'application/json', 100)
    stream.close()
    await ended
  }
})

test.each([
  ['Connect', 'application/json', 'content-encoding', (json: Buffer) => gzipSync(json)],
  [
    'gRPC-Web',
    'application/grpc-web+json',
    'grpc-encoding',
    (json: Buffer) => {
      const bytes = gzipSync(json)
      const prefix = Buffer.alloc(5, 1)
      prefix.writeUInt32BE(bytes.length, 1)
      return Buffer.concat([prefix, bytes])
    },
  ],
])('returns the whole budget after aborted requests: %s', async (_, type, encodingHeader, encode) => {
  const admitted: (() => void)[] = []
  const authenticate = () => new Promise<void>((resolve) => void admitted.push(resolve))
  const dispatch = Object.assign(echo.bind(undefined), { admission: { ...echo.admission, authenticate } })
  const { session } = await serve({ decoded: 80_000 }, { dispatch })
  const client = await session()
  const begin = async () => {
    const before = admitted.length
    const stream = client.request({
      ':method': 'POST',
      ':path': rpc,
      'content-type': type,
      [encodingHeader]: 'gzip',
      te: 'trailers',
    })
    stream.on('error', () => undefined).resume()
    const status = new Promise((resolve) => {
      stream.once('response', (head) => resolve(head[':status'])).once('close', () => resolve(undefined))
    })
    stream.end(encode(Buffer.from(`{"userId":"7"}${' '.repeat(17_000)}`)))
    while (admitted.length === before) await received(client)
    return { stream, status }
  }
  for (let aborted = 0; aborted < 4; aborted++) {
    const { stream } = await begin()
    stream.close(8)
    await received(client)
    admitted.at(-1)?.()
    await received(client)
  }
  const { stream, status } = await begin()
  let text = ''
  stream.on('data', (chunk) => {
    text += chunk
  })
  admitted.at(-1)?.()
  expect(await status).toBe(200)
  await once(stream, 'close')
  expect(text).not.toContain('overloaded')
})
