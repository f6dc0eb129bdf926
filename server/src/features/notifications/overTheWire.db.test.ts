import { Code } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestServer, type TestServer } from '../../testing/testServer.ts'
import { notifications, startWorker, type Worker } from './index.ts'
import { type MailServer, startMailServer } from './testing/mailServer.ts'

let server: TestServer
let worker: Worker
let mail: MailServer

beforeAll(async () => {
  server = await startTestServer()
  mail = await startMailServer()
  worker = await startWorker(server.product.deps, [notifications])
})
afterAll(async () => {
  await worker.stop()
  await mail.close()
  await server.close()
})

test('a person is created, the mail comes, its link carries the code, the code works once', async () => {
  const smtp = { senderAddress: 'noreply@id.example', senderName: 'S', host: mail.host, description: '' }
  const added = await server.rest('POST', '/admin/v1/email/smtp', { body: smtp })
  expect(added.status).toBe(200)
  const { id } = added.json as { id: string }
  const activated = await server.rest('POST', `/admin/v1/email/${id}/_activate`, { body: {} })
  expect(activated.status).toBe(200)

  const users = server.client(UserService)
  const { userId } = await users.addHumanUser({
    profile: { givenName: 'Ada', familyName: 'Lovelace', preferredLanguage: 'de' },
    email: { email: 'ada@mail.example', verification: { case: 'sendCode', value: {} } },
  })
  await vi.waitFor(() => expect(mail.mails).toHaveLength(1), { timeout: 5000 })
  const link = new URL(/https?:\S+/.exec(mail.mails[0]?.text ?? '')?.[0] ?? '')
  expect(link.pathname).toBe('/ui/v2/login/verify')
  expect(link.searchParams.get('userId')).toBe(userId)
  const verificationCode = link.searchParams.get('code') ?? ''
  await users.verifyEmail({ userId, verificationCode })
  await expect(users.verifyEmail({ userId, verificationCode })).rejects.toMatchObject({
    code: Code.InvalidArgument,
  })
})

test('nobody without a role reads or changes providers and texts', async () => {
  for (const protocol of ['connect', 'grpc'] as const) {
    const admin = server.client(AdminService, { token: null, protocol })
    await expect(admin.listEmailProviders({})).rejects.toMatchObject({ code: Code.Unauthenticated })
  }
  const management = server.client(ManagementService, { token: null })
  const request = management.setCustomInitMessageText({ language: 'en', title: 'x' })
  await expect(request).rejects.toMatchObject({ code: Code.Unauthenticated })
})

test('texts are written and read over REST', async () => {
  const body = { title: 'Mine' }
  expect((await server.rest('PUT', '/management/v1/text/message/init/en', { body })).status).toBe(200)
  const { json } = await server.rest('GET', '/management/v1/text/message/init/en')
  expect(json).toMatchObject({ customText: { title: 'Mine' } })
})
