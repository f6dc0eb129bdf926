import { request as httpRequest } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'

const server = await testServer()
const rpc = '/zitadel.user.v2.UserService/AddHumanUser'
const human = '/v2/users/human'
const json = 'application/json'
const person = (username: string) => ({
  username,
  profile: { givenName: 'Wire', familyName: 'Refusal' },
  email: { email: `${username}@example.test`, isVerified: true },
})

const send = async (
  path: string,
  body: string | Uint8Array | undefined,
  headers: Record<string, string> = {},
  method = 'POST',
) => {
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': json, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

const bytesOf = (text: string, ...replaced: number[]): Buffer => {
  const [before = '', after = ''] = text.split('\u0000')
  return Buffer.concat([Buffer.from(before), Buffer.from(replaced), Buffer.from(after)])
}

test('invalid UTF-8 and unpaired surrogates in JSON are refused in REST and Connect, and nothing is stored', async () => {
  const text = JSON.stringify({ ...person('utf8'), profile: { givenName: 'Zo#', familyName: 'X' } }).replace(
    '#',
    '\u0000',
  )
  const texts = [
    bytesOf(text, 0xeb),
    bytesOf(text, 0xed, 0xa0, 0x80),
    bytesOf(text, 0xc0, 0x80),
    bytesOf(text, ...Buffer.from('\\ud800')),
  ]
  for (const body of texts) {
    for (const path of [human, rpc]) {
      const reply = await send(path, body)
      expect([path, reply.status, reply.text]).toEqual([
        path,
        400,
        expect.stringContaining('request.not_utf8'),
      ])
    }
  }
  const found = await server.rest('POST', '/v2/users', {
    body: { queries: [{ userNameQuery: { userName: 'utf8' } }] },
  })
  expect(found.json).not.toHaveProperty('result')
  expect((await send(human, bytesOf(text, 0xc3, 0xab))).status).toBe(200)
  expect((await send(human, Buffer.from(`\ufeff${JSON.stringify(person('bom'))}`))).status).toBe(200)
})

test('invalid UTF-8 in the path and the query is refused', async () => {
  for (const path of [
    '/v2/users/%ff',
    '/v2/users/%c3%28',
    '/v2/users/1/metadata/search?query=%ff',
    '/management/v1/users/%ed%a0%80',
    '/management/v1/global/users/_by_login_name?login_name=a%ff',
    '/management/v1/global/users/_by_login_name?login_name=100%',
  ]) {
    const reply = await send(path, undefined, {}, 'GET')
    expect([path, reply.status]).toEqual([path, path.includes('search') ? 405 : 400])
  }
  const plain = await send(
    '/management/v1/global/users/_by_login_name?login_name=%C3%A9',
    undefined,
    {},
    'GET',
  )
  expect(plain.status).toBe(404)
  const raw = await new Promise((resolve, reject) => {
    const sent = httpRequest(`${server.url}/x`, {
      path: Buffer.from('/v2/users/é').toString('latin1'),
      headers: { authorization: `Bearer ${server.adminToken}` },
    })
    sent.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
    sent.end()
  })
  expect(raw).toBe(400)
})

test('an unknown method is named, in the form of each protocol: Connect 501, gRPC UNIMPLEMENTED', async () => {
  const path = '/zitadel.user.v2.UserService/AddRobot'
  const name = 'zitadel.user.v2.UserService/AddRobot'
  for (const type of [json, 'application/proto', 'application/connect+json']) {
    const reply = await send(path, '{}', { 'content-type': type })
    expect([reply.status, JSON.parse(reply.text)]).toEqual([
      501,
      { code: 'unimplemented', message: expect.stringContaining(name) },
    ])
    expect(reply.headers.get('content-type')).toBe(json)
  }
  const web = await send('/no.such.Service/Call', '', { 'content-type': 'application/grpc-web+proto' })
  expect(web.headers.get('grpc-status')).toBe('12')
  expect(web.headers.get('grpc-message')).toContain('no.such.Service/Call')
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure())
  const error = await new Promise<ServiceError | null>((resolve) => {
    const same = (value: Buffer): Buffer => value
    client.makeUnaryRequest(path, same, same, Buffer.alloc(0), new Metadata(), (cause) => resolve(cause))
  })
  client.close()
  expect(error).toMatchObject({ code: 12, details: expect.stringContaining(name) })
})

test('calls of unknown methods are counted, under a bounded number of labels', async () => {
  const counted = async (service: string, protocol: string): Promise<number> => {
    const metrics = await (await fetch(`${server.url}/debug/metrics`)).text()
    const line = `sallyport_requests_total{protocol="${protocol}",service="${service}",method="unknown",code="Unimplemented"}`
    const found = metrics.split('\n').find((each) => each.startsWith(line))
    return Number(found?.slice(line.length) ?? 0)
  }
  const known = 'zitadel.user.v2.UserService'
  const before = [await counted('unknown', 'connect'), await counted(known, 'connect')]
  for (let at = 0; at < 5; at += 1) await send(`/made.up${at}.Service/Call`, '{}')
  await send(`/${known}/MadeUp`, '{}')
  expect([await counted('unknown', 'connect'), await counted(known, 'connect')]).toEqual([
    (before[0] ?? 0) + 5,
    (before[1] ?? 0) + 1,
  ])
  expect(await (await fetch(`${server.url}/debug/metrics`)).text()).not.toContain('made.up')
})

test.each([
  ['a missing token', {}, 'auth.header_missing', 'Bearer realm="sallyport"'],
  ['another scheme', { authorization: 'Basic YTpi' }, 'auth.scheme_unknown', 'Bearer realm="sallyport"'],
  [
    'a malformed token',
    { authorization: 'Bearer' },
    'auth.token_malformed',
    'Bearer realm="sallyport", error="invalid_token", error_description="the',
  ],
  [
    'an unknown token',
    { authorization: 'Bearer nobody' },
    'auth.token_invalid',
    'Bearer realm="sallyport", error="invalid_token", error_description="the',
  ],
])('401 for %s has an id and WWW-Authenticate (RFC 6750 §3)', async (_, headers, id, challenge) => {
  for (const [path, method] of [
    [human, 'POST'],
    [rpc, 'POST'],
    ['/v2/users/1', 'GET'],
    ['/assets/v1/instance/policy/label/logo', 'GET'],
  ] as const) {
    const response = await fetch(server.url + path, {
      method,
      headers: { ...(method === 'POST' && { 'content-type': json }), ...headers },
      ...(method === 'POST' && { body: '{}' }),
    })
    const text = await response.text()
    expect([path, response.status, text]).toEqual([path, 401, expect.stringContaining(id)])
    expect(response.headers.get('www-authenticate')?.startsWith(challenge)).toBe(true)
    if (path === human || path === '/v2/users/1') expect(JSON.parse(text).details).toMatchObject([{ id }])
    if (path === rpc) expect(JSON.parse(text).details).toHaveLength(1)
  }
})

test('malformed protobuf is INVALID_ARGUMENT in gRPC, gRPC-Web and Connect', async () => {
  const bytes = Uint8Array.from([0x0a, 9, 1])
  const connect = await send(rpc, bytes, { 'content-type': 'application/proto' })
  expect([connect.status, JSON.parse(connect.text).code]).toEqual([400, 'invalid_argument'])
  const frame = Uint8Array.from([0, 0, 0, 0, 3, ...bytes])
  const web = await send(rpc, frame, { 'content-type': 'application/grpc-web+proto' })
  expect(web.headers.get('grpc-status') ?? web.text).toMatch(/^3$|grpc-status: ?3/)
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${server.adminToken}`)
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure())
  const error = await new Promise<ServiceError | null>((resolve) => {
    const same = (value: Buffer): Buffer => value
    client.makeUnaryRequest(rpc, same, same, Buffer.from(bytes), metadata, (cause) => resolve(cause))
  })
  client.close()
  expect(error).toMatchObject({ code: 3, details: expect.stringContaining('request.malformed_message') })
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('%s bodies of REST are decoded, broken ones refused', async (encoding, compress) => {
  const body = compress(JSON.stringify(person(`packed-${encoding}`)))
  expect(await send(human, body, { 'content-encoding': encoding })).toMatchObject({ status: 200 })
  const broken = await send(human, body.subarray(0, body.length - 9), { 'content-encoding': encoding })
  expect([broken.status, broken.text]).toEqual([400, expect.stringContaining('request.encoding_broken')])
  const bomb = await send(human, compress(Buffer.alloc(20 * 2 ** 20, 0x20)), { 'content-encoding': encoding })
  expect([bomb.status, bomb.text]).toEqual([413, expect.stringContaining('request.body_too_large')])
})

test('an unknown content encoding of REST is 415 and lists the known ones', async () => {
  for (const encoding of ['zstd', 'gzip, gzip', '__proto__']) {
    const reply = await send(human, '{}', { 'content-encoding': encoding })
    expect([reply.status, reply.headers.get('accept-encoding')]).toEqual([415, 'gzip, deflate, br'])
  }
})

test('bad JSON is refused with its position, in REST and Connect', async () => {
  for (const path of [human, rpc]) {
    const reply = await send(path, '{"username": "a",\n "profile": }')
    expect([path, reply.status]).toEqual([path, 400])
    expect(JSON.parse(reply.text).message).toContain('position 30 (line 2, column 13)')
  }
})

test('405 and 415 of Connect have bodies and name what to send', async () => {
  const method = await send(rpc, undefined, {}, 'GET')
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST'])
  expect(JSON.parse(method.text)).toMatchObject({
    code: 'unimplemented',
    message: expect.stringContaining('POST'),
  })
  for (const type of ['text/plain', 'application/connect+json']) {
    const media = await send(rpc, '{}', { 'content-type': type })
    expect(media.status).toBe(415)
    expect(media.headers.get('accept-post')).toContain(json)
    expect(JSON.parse(media.text)).toMatchObject({ message: expect.stringContaining(json) })
  }
})

test('a request with a JSON media type, no body and no route is the JSON 404', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'GET']) {
    const reply = await send('/no/such/route', undefined, {}, method)
    expect([method, reply.status, JSON.parse(reply.text)]).toEqual([
      method,
      404,
      { code: 5, message: 'Not Found' },
    ])
  }
  for (const body of ['{', 'x'.repeat(70_000)]) {
    const reply = await send('/no/such/route', body)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, json])
  }
})
