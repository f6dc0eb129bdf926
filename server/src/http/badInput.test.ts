import { connect as connectHttp2, constants } from 'node:http2'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testListener } from './testListener.ts'

let server: Awaited<ReturnType<typeof testListener>>
beforeAll(async () => {
  server = await testListener()
})
afterAll(() => server.close())

/** Writes raw bytes to the port and returns the response at the end of the connection. */
function raw(text: string | Buffer, endAfter = false): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1')
    let response = ''
    socket.on('data', (chunk) => {
      response += chunk.toString('latin1')
    })
    socket.once('close', () => resolve(response)).once('error', reject)
    socket.write(text)
    if (endAfter) socket.end()
  })
}

const rpc = '/zitadel.user.v2.UserService/GetUserByID'
const post = (path: string, type: string, body: string | Buffer): Promise<Response> =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(Buffer.from(body)),
  })

test.each(['{', '[1]', '{"email":7}', 'null x'])('REST body %s: 400, code 3', async (body) => {
  const response = await post('/v2/users/1/email', 'application/json', body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 3 })
})

test('REST body over 256 kB: 413, RESOURCE_EXHAUSTED, announced or streamed', async () => {
  const big = 'x'.repeat(4 * 1024 * 1024 + 1)
  const announced = await raw(
    `POST /v2/users/1/email HTTP/1.1\r\nhost: a\r\ncontent-length: ${big.length}\r\n\r\n`,
  )
  expect(announced).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":8/)
  const chunked = `POST /v2/users/1/email HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n${big.length.toString(16)}\r\n${big}\r\n`
  expect(await raw(chunked)).toMatch(/^HTTP\/1\.1 413 [\s\S]*"code":8/)
})

test('Connect: malformed JSON, wrong types, unknown media type, oversized body', async () => {
  expect(await (await post(rpc, 'application/json', '{')).json()).toMatchObject({ code: 'invalid_argument' })
  expect(await (await post(rpc, 'application/json', '{"userId":7}')).json()).toMatchObject({
    code: 'invalid_argument',
  })
  expect((await post(rpc, 'text/plain', 'x')).status).toBe(415)
  const big = JSON.stringify({ userId: 'x'.repeat(4 * 1024 * 1024) })
  expect(await (await post(rpc, 'application/json', big)).json()).toMatchObject({
    code: 'resource_exhausted',
  })
})

test('gRPC-Web: truncated frame, oversized frame, garbage base64', async () => {
  const truncated = await post(rpc, 'application/grpc-web+proto', Buffer.from([0, 0, 0, 0, 9, 1, 2]))
  expect(await statusOf(truncated)).toMatch(/grpc-status: ?(3|13)/)
  const oversized = await post(rpc, 'application/grpc-web+proto', Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1]))
  expect(await statusOf(oversized)).toMatch(/grpc-status: ?8/)
  const garbage = await post(rpc, 'application/grpc-web-text', '!!!!')
  expect(garbage.status).toBe(200)
})

describe('gRPC over HTTP/2', () => {
  const whole = [0, 0, 0, 0, 3, 0x0a, 1, 0x39]
  test.each([
    ['nothing', [], {}, 3],
    ['a truncated prefix', [0, 0, 0], {}, 3],
    ['a truncated message', [0, 0, 0, 0, 9, 1, 2], {}, 3],
    ['two messages', [...whole, ...whole], {}, 3],
    ['a message marked as compressed', [1, ...whole.slice(1)], {}, 13],
    ['bytes that are no message', [0, 0, 0, 0, 2, 0xff, 0xff], {}, 3],
    ['an unknown compression', whole, { 'grpc-encoding': 'lzma' }, 12],
    ['a timeout that is none', whole, { 'grpc-timeout': 'soon' }, 3],
    ['a message over 256 kB', [0, 0, 4, 0, 1, ...new Array(256 * 1024 + 1).fill(0)], {}, 8],
    ['a message of 4 MiB', [0, 0, 0x40, 0, 0, ...new Array(4 * 1024 * 1024).fill(0)], {}, 8],
  ])('%s is refused with a status', async (_, bytes, headers, status) => {
    expect(await grpcStatus(bytes, headers)).toBe(String(status))
  })

  test('a compressed message and a timeout are accepted', async () => {
    const packed = gzipSync(Buffer.from(whole.slice(5)))
    const compressed = [1, 0, 0, 0, packed.length, ...packed]
    expect(await grpcStatus(compressed, { 'grpc-encoding': 'gzip' })).toBe('0')
    expect(await grpcStatus(whole, { 'grpc-timeout': '99999999H' })).toBe('0')
  })
})

/** Returns the status of a unary call with exactly these bytes. */
async function grpcStatus(bytes: readonly number[], headers: Readonly<Record<string, string>>) {
  const session = connectHttp2(server.url)
  const stream = session.request({
    ':method': 'POST',
    ':path': '/zitadel.user.v2.UserService/GetUserByID',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  })
  const status = new Promise((resolve, reject) => {
    const take = (given: Readonly<Record<string, unknown>>) => {
      if (given['grpc-status'] !== undefined) resolve(given['grpc-status'])
    }
    stream.on('response', take).on('trailers', take).on('error', reject).resume()
  })
  stream.end(Buffer.from(bytes))
  return status.finally(() => session.destroy())
}

async function statusOf(response: Response): Promise<string> {
  const header = response.headers.get('grpc-status')
  return header === null
    ? Buffer.from(await response.arrayBuffer()).toString('latin1')
    : `grpc-status: ${header}`
}

test('HTTP/1.1: header floods 431, malformed requests 400, no host 400', async () => {
  expect(await raw(`GET /healthz HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(17_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431/,
  )
  expect(await raw('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
  expect(await raw('GET /healthz HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
})

test('first bytes may come one by one, or be cut off', async () => {
  const socket = connect(server.port, '127.0.0.1')
  const response = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())))
  for (const part of [
    'P',
    'OST /v2/sess',
    'ions HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{',
    '}',
  ]) {
    socket.write(part)
    await new Promise(setImmediate)
  }
  expect(await response).toMatch(/^HTTP\/1\.1 201/)
  expect(await raw('PR', true)).toBe('')
  expect(await raw('PRI * HTTP/2.0\r\n\r\nnonsense', true)).not.toContain('HTTP/1.1')
})

test('a body that ends early is dropped without harm', async () => {
  await raw('POST /v2/sessions HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{', true)
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
})

test('h2c: REST and plain routes work, header floods are refused', async () => {
  const session = connectHttp2(server.url)
  const get = (headers: Record<string, string>): Promise<number | undefined> =>
    new Promise((resolve) => {
      const stream = session.request({ ':method': 'GET', ...headers })
      stream.once('response', (response) => resolve(response[':status']))
      stream.once('error', () => resolve(undefined))
      stream.resume()
    })
  expect(await get({ ':path': '/v2/users/1' })).toBe(200)
  expect(await get({ ':path': '/debug/healthz' })).toBe(200)
  expect(await get({ ':path': '/nope' })).toBe(404)
  expect(await get({ ':path': '/debug/healthz', x: 'y'.repeat(17_000) })).not.toBe(200)
  session.destroy()
})

test.each([
  ['at once', undefined, ''],
  ['while the product works', 20, ''],
  ['with a header flood', undefined, 'y'.repeat(17_000)],
])('gRPC calls that are reset %s harm nobody', async (_, after, flood) => {
  const session = connectHttp2(server.url)
  const call = async (): Promise<void> => {
    const stream = session.request({
      ':method': 'POST',
      ':path': rpc,
      'content-type': 'application/grpc',
      x: flood,
    })
    const closed = new Promise((resolve) => stream.once('close', resolve).on('error', () => undefined))
    stream.write(Buffer.from([0, 0, 0, 0, 6, 10, 4, ...Buffer.from('slow')]))
    stream.end()
    if (after !== undefined) await new Promise((resolve) => setTimeout(resolve, after))
    stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    await closed
  }
  await Promise.all(Array.from({ length: 50 }, call))
  session.destroy()
  // Longer than the slow response takes.
  await new Promise((resolve) => setTimeout(resolve, 250))
  expect((await fetch(`${server.url}/v2/users/1`)).status).toBe(200)
})

test('malformed path escapes and authorities are refused with 400', async () => {
  expect((await raw('GET /v2/users/%zz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')).slice(9, 12)).toBe(
    '400',
  )
  const call = `POST ${rpc} HTTP/1.1\r\nhost: a b:c\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`
  expect((await raw(call)).slice(9, 12)).toBe('400')
})
