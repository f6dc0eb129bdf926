import { Code, ConnectError } from '@connectrpc/connect'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession } from './people.ts'

const server = await testServer()

const next = { password: 'Another-Horse-2', changeRequired: false }

test('strangers cannot use up codes, count guesses or fill the history of a person', async () => {
  const { userId } = await addPerson(server)
  const admin = server.client(UserService)
  await admin.setEmail({ userId, email: 'new@example.test', verification: { case: 'returnCode', value: {} } })
  await admin.setPhone({ userId, phone: '+41791112233', verification: { case: 'returnCode', value: {} } })
  await admin.passwordReset({ userId, medium: { case: 'returnCode', value: {} } })
  const stranger = await addPerson(server)
  const { sessionToken: token } = await passwordSession(server, stranger.userId)
  const users = server.client(UserService, { token })
  const eventsOf = async () => {
    const ref = { instanceId: server.first.instanceId, type: 'user', id: userId }
    return (await server.product.deps.log.load(ref)).sequence
  }
  const before = await eventsOf()
  const guesses: readonly (() => Promise<unknown>)[] = [
    () => users.verifyEmail({ userId, verificationCode: 'AAAAAA' }),
    () => users.verifyPhone({ userId, verificationCode: 'AAAAAA' }),
    () => users.verifyInviteCode({ userId, verificationCode: 'AAAAAA' }),
    () =>
      users.setPassword({
        userId,
        newPassword: next,
        verification: { case: 'currentPassword', value: 'guess' },
      }),
    () =>
      users.setPassword({
        userId,
        newPassword: next,
        verification: { case: 'verificationCode', value: 'AAAAAA' },
      }),
  ]
  for (const guess of guesses) {
    const error = await guess().then(
      () => undefined,
      (reason: unknown) => ConnectError.from(reason),
    )
    expect(error?.code).toBe(Code.NotFound)
  }
  expect(await eventsOf()).toBe(before)
})

test('a person proves their own address and password with their own token', async () => {
  const { userId } = await addPerson(server)
  const { sessionToken: token } = await passwordSession(server, userId)
  const users = server.client(UserService, { token })
  const set = await server
    .client(UserService)
    .setEmail({ userId, email: 'own@example.test', verification: { case: 'returnCode', value: {} } })
  await users.verifyEmail({ userId, verificationCode: set.verificationCode ?? '' })
  const proof = { case: 'currentPassword', value: 'Correct-Horse-1' } as const
  await users.setPassword({ userId, newPassword: next, verification: proof })
  const checks = {
    user: { search: { case: 'userId', value: userId } },
    password: { password: next.password },
  } as const
  expect((await server.client(SessionService).createSession({ checks })).sessionToken).not.toBe('')
})
