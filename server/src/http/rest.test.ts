import { afterAll, beforeAll, expect, test } from 'vitest'
import { testListener } from './testListener.ts'

let server: Awaited<ReturnType<typeof testListener>>
let isReady = true
beforeAll(async () => {
  const ready = (): Promise<void> => (isReady ? Promise.resolve() : Promise.reject(new Error('no database')))
  const endpoints = (fastify: import('fastify').FastifyInstance): void => {
    fastify.get('/plain', () => 'plain')
    fastify.get('/broken', () => {
      throw new Error('the secret cause')
    })
  }
  server = await testListener({ ready, endpoints })
})
afterAll(() => server.close())

async function send(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  const response = await fetch(server.url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

test('a call by its route: camelCase JSON, zero values omitted, never cached', async () => {
  const { status, headers, text } = await send('GET', '/v2/users/4%2F2', undefined, { 'x-who': 'ada' })
  expect(status).toBe(200)
  expect(JSON.parse(text)).toEqual({
    user: { userId: '4/2', username: `ada at 127.0.0.1:${server.port} over rest`, human: {} },
  })
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-robots-tag': 'none',
    'x-sallyport-position': '7',
  })
})

test('the success status is the one of the contract', async () => {
  expect(await send('POST', '/v2/sessions', '{}')).toMatchObject({ status: 201, text: '{"sessionId":"1"}' })
})

test('refusals: code, message with the refusal code, one typed detail', async () => {
  const missing = await send('DELETE', '/v2/users/1/totp')
  expect(missing.status).toBe(404)
  expect(JSON.parse(missing.text)).toEqual({
    code: 5,
    message: 'no such user (test.not_found)',
    details: [
      {
        '@type': 'type.googleapis.com/zitadel.v1.ErrorDetail',
        id: 'test.not_found',
        message: 'no such user',
      },
    ],
  })
  const wrong = await send('POST', '/v2/users/1/password', '{}')
  expect(JSON.parse(wrong.text).details).toEqual([
    {
      '@type': 'type.googleapis.com/zitadel.v1.CredentialsCheckError',
      id: 'test.password',
      message: 'wrong password',
      failedAttempts: 3,
    },
  ])
  const invalid = await send('DELETE', '/v2/users/1/otp_sms')
  expect(invalid).toMatchObject({ status: 400, text: '{"code":3,"message":"invalid X.Y: z"}' })
})

test.each([
  ['POST', '/management/v1/users/human', 501, 12],
  ['GET', '/admin/v1/healthz', 501, 12],
  ['GET', '/no/such/path', 404, 5],
  ['PATCH', '/v2/users/1/totp', 405, 12],
  ['DELETE', '/v2/users/1/otp_email', 500, 13],
])('%s %s is refused with %i', async (method, path, status, code) => {
  const reply = await send(method, path)
  expect(reply.status).toBe(status)
  expect(JSON.parse(reply.text)).toMatchObject({ code })
  expect(reply.text).not.toContain('secret')
})

test('HEAD has no body, OPTIONS and 405 name the methods', async () => {
  expect(await send('HEAD', '/v2/users/1')).toMatchObject({ status: 200, text: '' })
  const options = await send('OPTIONS', '/v2/users/1')
  expect(options.status).toBe(204)
  expect(options.headers.get('allow')).toContain('GET')
  expect((await send('PATCH', '/v2/users/1/totp')).headers.get('allow')).toContain('DELETE')
})

test('CORS: any origin, preflights do not reach the product', async () => {
  const preflight = await send('OPTIONS', '/v2/users/1/totp', undefined, {
    origin: 'https://app.example',
    'access-control-request-method': 'DELETE',
    'access-control-request-headers': 'authorization,x-grpc-web',
  })
  expect(preflight.status).toBe(204)
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'authorization,x-grpc-web',
  })
  const call = await send('GET', '/v2/users/1', undefined, { origin: 'https://app.example' })
  expect(call.headers.get('access-control-expose-headers')).toContain('grpc-status-details-bin')
})

test('probes, metrics, robots.txt and added endpoints', async () => {
  expect(await send('GET', '/debug/healthz')).toMatchObject({ status: 200, text: 'ok' })
  expect(await send('GET', '/healthz')).toMatchObject({ status: 200 })
  expect(await send('GET', '/debug/ready')).toMatchObject({ status: 200, text: '"ok"' })
  expect(await send('GET', '/debug/validate')).toMatchObject({ status: 200, text: '"ok"' })
  expect((await send('GET', '/robots.txt')).text).toBe('User-agent: *\nDisallow: /\n')
  expect(await send('GET', '/plain')).toMatchObject({ status: 200, text: 'plain' })
  await send('GET', '/v2/users/1')
  const metrics = (await send('GET', '/debug/metrics')).text
  expect(metrics).toContain('process_cpu_user_seconds_total')
  expect(metrics).toMatch(
    /sallyport_requests_total\{protocol="rest",service="zitadel.user.v2.UserService",method="GetUserByID",code="OK"\} [1-9]/,
  )
})

test('not ready is 412; a bug in an endpoint hides its cause', async () => {
  isReady = false
  expect((await send('GET', '/debug/ready')).status).toBe(412)
  isReady = true
  const broken = await send('GET', '/broken')
  expect(broken.status).toBe(500)
  expect(broken.text).toMatch(/^an internal error occurred/)
})
