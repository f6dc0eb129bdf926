import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession } from './people.ts'
import { statusOf } from './refusal.ts'

const server = await testServer()

test('nobody is linked to a provider, since none can be set up yet', async () => {
  const { userId } = await addPerson(server)
  const users = server.client(UserService)
  const idpLink = { idpId: '1', userId: 'x', userName: 'x' }
  expect(await statusOf(users.addIDPLink({ userId, idpLink }))).toBe('FailedPrecondition')
  expect(await statusOf(users.addIDPLink({ userId: 'nobody', idpLink }))).toBe('FailedPrecondition')
  expect((await users.listIDPLinks({ userId })).result).toEqual([])
  expect(await statusOf(users.removeIDPLink({ userId, idpId: '1', linkedUserId: 'x' }))).toBe('NotFound')

  const management = server.client(ManagementService)
  expect((await management.listHumanLinkedIDPs({ userId })).result).toEqual([])
  const link = { userId, idpId: '1', linkedUserId: 'x' }
  expect(await statusOf(management.removeHumanLinkedIDP(link))).toBe('NotFound')
  const { sessionToken } = await passwordSession(server, userId)
  const own = server.client(AuthService, { token: sessionToken })
  expect((await own.listMyLinkedIDPs({})).result).toEqual([])
  expect(await statusOf(own.removeMyLinkedIDP({ idpId: '1', linkedUserId: 'x' }))).toBe('NotFound')
})

test('login policies have no providers', async () => {
  const admin = server.client(AdminService)
  expect((await admin.listLoginPolicyIDPs({})).result).toEqual([])
  expect(await statusOf(admin.addIDPToLoginPolicy({ idpId: '1' }))).toBe('FailedPrecondition')
  expect(await statusOf(admin.removeIDPFromLoginPolicy({ idpId: '1' }))).toBe('NotFound')
  const management = server.client(ManagementService)
  expect((await management.listLoginPolicyIDPs({})).result).toEqual([])
  expect(await statusOf(management.addIDPToLoginPolicy({ idpId: '1', ownerType: 1 }))).toBe(
    'FailedPrecondition',
  )
  expect(await statusOf(management.removeIDPFromLoginPolicy({ idpId: '1' }))).toBe('NotFound')
})

test('a person lists the sessions of their own user agent, and has no refresh tokens yet', async () => {
  const { userId, username } = await addPerson(server)
  const other = await addPerson(server)
  const sessions = server.client(SessionService)
  const onAgent = (id: string, fingerprintId: string) =>
    sessions.createSession({
      checks: { user: { search: { case: 'userId', value: id } }, password: { password: 'Correct-Horse-1' } },
      userAgent: { fingerprintId },
    })
  const first = await onAgent(userId, 'kiosk')
  const second = await onAgent(other.userId, 'kiosk')
  await onAgent(userId, 'elsewhere')
  const own = server.client(AuthService, { token: first.sessionToken })
  const { result } = await own.listMyUserSessions({})
  expect(result.map(({ sessionId, loginName }) => [sessionId, loginName])).toEqual([
    [second.sessionId, other.username],
    [first.sessionId, username],
  ])
  const anonymous = await passwordSession(server, userId)
  const agentless = server.client(AuthService, { token: anonymous.sessionToken })
  expect((await agentless.listMyUserSessions({})).result).toEqual([])

  expect((await own.listMyRefreshTokens({})).result).toEqual([])
  expect(await statusOf(own.revokeMyRefreshToken({ id: '1' }))).toBe('NotFound')
  await own.revokeAllMyRefreshTokens({})
})
