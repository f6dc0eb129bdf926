import { Code, ConnectError } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addSelf } from './userFixtures.ts'

const server = await testServer()
const path = '/admin/v1/policies/login/second_factors'
const body = { type: 'SECOND_FACTOR_TYPE_OTP_EMAIL' }

const eventCount = async () => {
  const [row] = await server.testDatabase.database.query<{ n: string }>('select count(*) as n from events')
  return row?.n
}

test.each([
  [
    'x-sallyport-dry-run',
    ['True', 'TRUE', '1', 'yes', '', '0', 'no', 'true, true', 'true, false', 'false,false'],
  ],
  ['x-sallyport-lockout-release', ['-1', '', '1.5', 'true', '60, 60', '31536001', '0x10', '6e1']],
  ['x-sallyport-credential-rights', ['', 'Held', 'held, held', 'off']],
  ['x-sallyport-dryrun', ['true']],
])(
  'refuses every invalid value of the header %s on every protocol, and changes nothing',
  async (name, values) => {
    const before = await eventCount()
    for (const value of values) {
      const reply = await server.rest('POST', path, { body, headers: { [name]: value } })
      expect([value, reply.status, reply.json]).toMatchObject([
        value,
        400,
        { details: [{ id: 'request.header_invalid' }] },
      ])
      for (const protocol of ['grpc', 'grpc-web', 'connect'] as const) {
        const client = server.client(AdminService, { protocol, headers: { [name]: value } })
        const error = await client
          .addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
          .catch((cause) => ConnectError.from(cause))
        expect([value, error]).toMatchObject([value, { code: Code.InvalidArgument }])
      }
    }
    expect(await eventCount()).toBe(before)
  },
)

test('refuses a header that is sent twice on separate lines', async () => {
  const before = await eventCount()
  const reply = await fetch(server.url + path, {
    method: 'POST',
    headers: [
      ['authorization', `Bearer ${server.adminToken}`],
      ['content-type', 'application/json'],
      ['x-sallyport-dry-run', 'true'],
      ['x-sallyport-dry-run', 'true'],
    ],
    body: JSON.stringify(body),
  })
  expect(reply.status).toBe(400)
  expect(await eventCount()).toBe(before)
})

test('refuses headers of ours on reads and endpoints, too', async () => {
  const headers = { 'x-sallyport-dry-run': 'yes' }
  expect((await server.rest('GET', '/management/v1/orgs/me', { headers })).status).toBe(400)
  expect((await server.rest('GET', '/assets/v1/instance/policy/label/logo', { headers })).status).toBe(400)
})

test('takes true and false: a dry run commits nothing, the other one commits', async () => {
  const before = await eventCount()
  const send = (value: string) =>
    server.rest('POST', path, { body, headers: { 'x-sallyport-dry-run': value } })
  expect((await send('true')).json).toMatchObject({ dryRun: expect.anything() })
  expect(await eventCount()).toBe(before)
  expect((await send('false')).status).toBe(200)
  expect(await eventCount()).not.toBe(before)
})

test('an upload of an own picture does not run dry', async () => {
  const { token } = await addSelf(server)
  const before = await eventCount()
  const body = new FormData()
  body.set('file', new Blob([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')]), 'me.png')
  const headers = { authorization: `Bearer ${token}`, 'x-sallyport-dry-run': 'true' }
  const reply = await fetch(`${server.url}/assets/v1/users/me/avatar`, { method: 'POST', headers, body })
  expect([reply.status, await eventCount()]).toEqual([400, before])
})
