import { connect as connectHttp2 } from 'node:http2'
import type { DescMethodUnary } from '@bufbuild/protobuf'
import { createClient, type Interceptor } from '@connectrpc/connect'
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node'
import { credentials, Client as GrpcClient, status } from '@grpc/grpc-js'
import { createServerTransport } from '@zitadel/client/node'
import { createAdminServiceClient } from '@zitadel/client/v1'
import { createSessionServiceClient, createUserServiceClient } from '@zitadel/client/v2'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { AuthFactorState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { type Listener, startListener } from '../../server/src/http/listener.ts'
import { testCertificate } from '../../server/src/http/testCertificate.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { codeAt, testClock } from './factors.ts'
import { password } from './people.ts'
import {
  overGrpcJs,
  overGrpcWebText,
  overRest,
  overTransport,
  type RestTable,
  type WireClient,
} from './wireClients.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = UserService.method
const sessions = SessionService.method
const routes: RestTable = new Map<DescMethodUnary, string>([
  [users.addHumanUser, 'POST /v2/users/human'],
  [users.registerTOTP, 'POST /v2/users/{userId}/totp'],
  [users.verifyTOTPRegistration, 'POST /v2/users/{userId}/totp/verify'],
  [users.listAuthenticationFactors, 'POST /v2/users/{userId}/authentication_factors/_search'],
  [users.removeTOTP, 'DELETE /v2/users/{userId}/totp'],
  [sessions.createSession, 'POST /v2/sessions'],
  [sessions.getSession, 'GET /v2/sessions/{sessionId}'],
  [AdminService.method.listEvents, 'POST /admin/v1/events/_search'],
])

const bearer = (): { readonly interceptors: Interceptor[] } => ({
  interceptors: [
    (next) => (request) => {
      request.header.set('authorization', `Bearer ${server.adminToken}`)
      return next(request)
    },
  ],
})
const clients: Readonly<Record<string, () => WireClient>> = {
  'gRPC with grpc-js': () =>
    overGrpcJs(`localhost:${server.port}`, credentials.createInsecure(), server.adminToken),
  'gRPC with grpc-js over TLS': () =>
    overGrpcJs(
      `localhost:${tls.port}`,
      credentials.createSsl(Buffer.from(testCertificate.cert)),
      server.adminToken,
    ),
  'gRPC with Connect': () => overTransport(createGrpcTransport({ baseUrl: server.url, ...bearer() })),
  'gRPC-Web over HTTP/1.1': () =>
    overTransport(createGrpcWebTransport({ baseUrl: server.url, httpVersion: '1.1', ...bearer() })),
  'gRPC-Web text': () => overGrpcWebText(server.url, server.adminToken),
  'Connect JSON': () =>
    overTransport(createConnectTransport({ baseUrl: server.url, httpVersion: '1.1', ...bearer() })),
  'Connect binary over h2c': () =>
    overTransport(
      createConnectTransport({ baseUrl: server.url, httpVersion: '2', useBinaryFormat: true, ...bearer() }),
    ),
  'the published client': () =>
    overTransport(createServerTransport(server.adminToken, { baseUrl: server.url })),
  REST: () => overRest(server.url, server.adminToken, routes),
}

let count = 0
function newPerson() {
  count += 1
  const email = `protocol-${count}@example.test`
  return {
    username: email,
    profile: { givenName: 'Zoë', familyName: '日本 "\\' },
    email: { email, verification: { case: 'isVerified' as const, value: true } },
    passwordType: { case: 'password' as const, value: { password, changeRequired: false } },
  }
}

const tls: Listener = await startListener({
  host: '127.0.0.1',
  port: 0,
  tls: testCertificate,
  dispatch: server.product.dispatch,
  logger: pino({ level: 'silent' }),
  clock,
  ready: () => Promise.resolve(),
})
afterAll(tls.close)

describe.each(Object.keys(clients))('%s', (name) => {
  test("a factor's whole life", async () => {
    const client = (clients[name] ?? expect.fail())()
    const { userId } = await client.call(users.addHumanUser, newPerson())
    const { secret, uri } = await client.call(users.registerTOTP, { userId })
    expect(uri).toContain(`secret=${secret}`)
    await client.call(users.verifyTOTPRegistration, { userId, code: codeAt(secret, clock.now()) })
    clock.advance(30)
    const checks = {
      user: { search: { case: 'userId' as const, value: userId } },
      password: { password },
      totp: { code: codeAt(secret, clock.now()) },
    }
    const { sessionId, sessionToken } = await client.call(sessions.createSession, { checks })
    const { session } = await client.call(sessions.getSession, { sessionId, sessionToken })
    expect(session?.factors?.user?.displayName).toBe('Zoë 日本 "\\')
    expect(session?.factors?.totp?.verifiedAt).toBeDefined()
    const listed = await client.call(users.listAuthenticationFactors, { userId })
    expect(listed.result).toMatchObject([{ state: AuthFactorState.READY, type: { case: 'otp' } }])

    const { details } = await client.call(users.removeTOTP, { userId })
    expect(details?.resourceOwner).toBe(server.first.orgId)
    expect((await client.call(users.listAuthenticationFactors, { userId })).result).toEqual([])
    const lowered = await client.call(sessions.getSession, { sessionId })
    expect(lowered.session?.factors?.totp).toBeUndefined()
    await expect(client.call(users.removeTOTP, { userId })).rejects.toMatchObject({
      code: status.NOT_FOUND,
      id: 'second_factor.not_found',
      message: expect.stringContaining('second_factor.not_found'),
    })
    const { events } = await client.call(AdminService.method.listEvents, {
      aggregateId: userId,
      aggregateTypes: ['user'],
      asc: true,
    })
    expect(events.at(-1)?.type?.type).toBe('user.human.mfa.otp.removed')
    expect(events.at(-1)?.sequence).toBe(details?.sequence)
    client.close()
  })

  test('refusals of authentication and validation', async () => {
    const client = (clients[name] ?? expect.fail())()
    await expect(client.call(users.registerTOTP, { userId: 'x'.repeat(201) })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      id: '',
      message: expect.stringContaining('RegisterTOTPRequest.UserId'),
    })
    client.close()
  })
})

test('the published typed clients, as their users write it', async () => {
  const transport = createServerTransport(server.adminToken, { baseUrl: server.url })
  const typed = createUserServiceClient(transport)
  const { userId } = await typed.addHumanUser(newPerson())
  await typed.addOTPEmail({ userId })
  const own = createSessionServiceClient(transport)
  const { sessionId, challenges } = await own.createSession({
    checks: { user: { search: { case: 'userId', value: userId } } },
    challenges: { otpEmail: { deliveryType: { case: 'returnCode', value: {} } } },
  })
  await own.setSession({ sessionId, checks: { otpEmail: { code: challenges?.otpEmail ?? '' } } })
  expect((await own.getSession({ sessionId })).session?.factors?.otpEmail?.verifiedAt).toBeDefined()
  await typed.removeOTPEmail({ userId })
  expect((await own.getSession({ sessionId })).session?.factors?.otpEmail).toBeUndefined()
  const { events } = await createAdminServiceClient(transport).listEvents({ aggregateId: userId, limit: 1 })
  expect(events[0]?.type?.type).toBe('user.human.mfa.otp.email.removed')
})

test.each([
  ['gRPC', createGrpcTransport],
  ['gRPC-Web', createGrpcWebTransport],
  ['Connect', createConnectTransport],
] as const)(
  'a deadline that is not reached changes neither replies nor refusals over %s',
  async (_, create) => {
    const transport = create({ baseUrl: server.url, httpVersion: '2', defaultTimeoutMs: 20_000, ...bearer() })
    const patient = createClient(UserService, transport)
    const { userId } = await patient.addHumanUser(newPerson())
    await expect(patient.setPassword({ userId, newPassword: { password } })).resolves.toBeDefined()
    await expect(patient.getUserByID({ userId: 'nobody' })).rejects.toMatchObject({ code: status.NOT_FOUND })
  },
)

test("a browser's preflight and call from another origin", async () => {
  const preflight = await fetch(`${server.url}/zitadel.user.v2.UserService/GetUserByID`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example.test',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-grpc-web,x-zitadel-orgid',
    },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-zitadel-orgid')
  expect(preflight.headers.get('access-control-allow-methods')).toContain('DELETE')
  const headers = { origin: 'https://app.example.test' }
  const refused = await server.rest('DELETE', '/v2/users/1/totp', { headers, token: null })
  expect(refused.status).toBe(401)
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
  expect(refused.headers.get('access-control-expose-headers')).toContain('grpc-status')
})

test('reflection and health work with grpc-js', async () => {
  const client = new GrpcClient(`localhost:${server.port}`, credentials.createInsecure())
  const same = (bytes: Buffer): Buffer => bytes
  const healthy = await new Promise<Buffer>((resolve, reject) =>
    client.makeUnaryRequest('/grpc.health.v1.Health/Check', same, same, Buffer.alloc(0), (error, reply) =>
      error || !reply ? reject(error) : resolve(reply),
    ),
  )
  expect(healthy).toEqual(Buffer.from([8, 1]))
  const stream = client.makeBidiStreamRequest(
    '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    same,
    same,
  )
  // list_services: "*"
  stream.write(Buffer.from([0x3a, 1, 0x2a]))
  stream.end()
  const replies: string[] = []
  for await (const reply of stream) replies.push(Buffer.from(reply as Buffer).toString())
  expect(replies.join()).toContain('zitadel.user.v2.UserService')
  expect(replies.join()).toContain('grpc.health.v1.Health')
  client.close()
})

test('HTTP/1.1 and h2c share one port; TLS selects by ALPN', async () => {
  expect(await (await fetch(`${server.url}/debug/healthz`)).text()).toBe('ok')
  for (const [url, ca] of [
    [server.url, undefined],
    [`https://localhost:${tls.port}`, testCertificate.cert],
  ] as const) {
    const session = connectHttp2(url, ca === undefined ? {} : { ca })
    const stream = session.request({ ':path': '/debug/healthz' })
    const answered = await new Promise((resolve, reject) => {
      stream.once('response', (headers) => resolve(headers[':status']))
      stream.once('error', reject)
    })
    expect(answered).toBe(200)
    stream.resume()
    session.destroy()
  }
})

test.each(['forwarded', 'x-zitadel-forwarded', 'x-forwarded-host'])(
  'nobody is a trusted proxy by default: %s is ignored',
  async (name) => {
    const value = name === 'x-forwarded-host' ? 'nowhere.test' : 'for=1.2.3.4;host=nowhere.test'
    const { status } = await server.rest('GET', '/admin/v1/instances/me', { headers: { [name]: value } })
    expect(status).toBe(200)
  },
)
