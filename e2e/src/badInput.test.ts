import { create, toBinary } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { AdminService, ListEventsRequestSchema } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { badInputServer, human, person, rpc } from './badInputServer.ts'

const bad = badInputServer()
const { post } = bad

describe('JSON bodies', () => {
  const nested = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
  const cases: readonly (readonly [string, string | Uint8Array])[] = [
    ['is cut off', '{"username":"x"'],
    ['is no object', '[]'],
    ['has text behind it', `${JSON.stringify(person)} x`],
    ['gives a number where text belongs', JSON.stringify({ ...person, username: 7 })],
    ['gives text where a message belongs', JSON.stringify({ ...person, profile: 'x' })],
    ['gives an object where a list belongs', JSON.stringify({ ...person, metadata: {} })],
    ['has broken base64', JSON.stringify({ ...person, metadata: [{ key: 'k', value: '*' }] })],
    [
      'gives both sides of a oneof',
      JSON.stringify({ ...person, password: { password: 'Correct-Horse-1' }, hashedPassword: { hash: 'x' } }),
    ],
    [
      'is invalid UTF-8',
      Buffer.concat([Buffer.from('{"username":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    ],
    ['is nested ten thousand deep', nested],
    ['is nested ten thousand deep in an unknown field', `{"unknown":${nested}}`],
    ['is nested ten thousand deep in lists', '['.repeat(10_000)],
    [
      'holds a lone surrogate',
      '{"username":"\\ud800","profile":{"givenName":"a","familyName":"b"},"email":{"email":"a@example.test"}}',
    ],
    ['is empty', ''],
  ]
  test.each(cases)('REST: a body that %s is INVALID_ARGUMENT', async (_, body) => {
    const response = await post(human, 'application/json', body)
    expect([response.status, await response.json()]).toMatchObject([400, { code: 3 }])
  })

  test.each(cases.filter(([name]) => name !== 'is empty'))(
    'Connect: a body that %s is INVALID_ARGUMENT',
    async (_, body) => {
      const response = await post(rpc, 'application/json', body)
      expect([response.status, await response.json()]).toMatchObject([400, { code: 'invalid_argument' }])
    },
  )
})

describe('texts and numbers', () => {
  test.each([
    ['a NUL in a name', { ...person, username: 'a\u0000b' }],
    ['a NUL in a nested name', { ...person, profile: { givenName: 'a\u0000', familyName: 'b' } }],
    ['a NUL in an id', { ...person, userId: 'a\u0000b' }],
    ['an id of 201 characters', { ...person, userId: 'x'.repeat(201) }],
    ['a name of 201 characters', { ...person, username: 'x'.repeat(201) }],
    ['an address that is none', { ...person, email: { email: 'nobody' } }],
  ])('%s is INVALID_ARGUMENT', async (_, body) => {
    expect(await bad.server.rest('POST', human, { body })).toMatchObject({ status: 400, json: { code: 3 } })
  })

  test('a NUL, and paths into nowhere, in the path of REST', async () => {
    expect((await bad.server.rest('GET', '/v2/users/a%00b')).status).toBeOneOf([400, 404])
    expect((await bad.server.rest('GET', `/v2/users/${'x'.repeat(201)}`)).status).toBe(400)
    expect((await bad.server.rest('GET', '/v2/users/..%2f..%2fetc%2fpasswd')).status).toBe(404)
    expect((await bad.server.rest('GET', '/v2/users/%E0%A4%A')).status).toBe(400)
    expect((await bad.server.rest('GET', '/v2/users/%ff%fe')).status).toBeOneOf([400, 404])
  })

  test('NUL in every text that searches take', async () => {
    const management = bad.server.client(ManagementService)
    const users = bad.server.client(UserService)
    const nul = 'a\u0000b'
    const searches = [
      users.listUsers({ queries: [{ query: { case: 'userNameQuery', value: { userName: nul } } }] }),
      users.getUserByID({ userId: nul }),
      management.getUserByLoginNameGlobal({ loginName: nul }),
      bad.server.client(AdminService).listEvents({ aggregateId: nul }),
      bad.server.client(ManagementService, { headers: { 'x-zitadel-orgid': 'a b"\';--' } }).getMyOrg({}),
    ]
    for (const outcome of await Promise.allSettled(searches)) {
      const code = outcome.status === 'rejected' ? ConnectError.from(outcome.reason).code : undefined
      expect(code).toBeOneOf([undefined, Code.InvalidArgument, Code.NotFound, Code.PermissionDenied])
    }
  })

  test.each([
    ['a negative limit', { query: { limit: -1 } }],
    ['a limit beyond 32 bits', { query: { limit: 2 ** 33 } }],
    ['a negative offset', { query: { offset: '-1' } }],
    ['an offset that is no number', { query: { offset: 'x' } }],
    ['a limit with a fraction', { query: { limit: 1.5 } }],
  ])('%s is INVALID_ARGUMENT', async (_, body) => {
    expect(await bad.server.rest('POST', '/v2/users', { body })).toMatchObject({
      status: 400,
      json: { code: 3 },
    })
  })

  test('the largest offset is past the end, the largest limit is everything', async () => {
    const past = await bad.server.rest('POST', '/v2/users', {
      body: { query: { offset: '18446744073709551615' } },
    })
    expect(past).toMatchObject({ status: 200, json: { details: { totalResult: expect.any(String) } } })
    expect(past.json).not.toHaveProperty('result')
    const all = await bad.server.rest('POST', '/v2/users', { body: { query: { limit: 4_294_967_295 } } })
    expect(all).toMatchObject({ status: 200, json: { result: expect.any(Array) } })
  })

  test('a time beyond the year 9999 is INVALID_ARGUMENT, over every protocol', async () => {
    const request = { creationDateFilter: { case: 'from' as const, value: { seconds: 2n ** 60n, nanos: 0 } } }
    for (const protocol of ['grpc', 'grpc-web'] as const) {
      await expect(bad.server.client(AdminService, { protocol }).listEvents(request)).rejects.toMatchObject({
        code: 3,
      })
    }
    const bytes = toBinary(ListEventsRequestSchema, create(ListEventsRequestSchema, request))
    const response = await post('/zitadel.admin.v1.AdminService/ListEvents', 'application/proto', bytes)
    expect(response.status).toBe(400)
  })
})
