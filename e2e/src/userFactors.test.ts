import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import type { ClientOptions, RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addPerson, passwordSession, raiseByOtp } from './people.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const org = await addOrg(server)
const list = (userId: string, options?: RestOptions) =>
  operate(server, 'GET', `users/${userId}/factors`, options)

test('only those who may read the person see the factors', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const callers: Readonly<Record<string, ClientOptions>> = {
    IAM_OWNER: {},
    ...(await addCallers(server, org.orgId, 'ORG_OWNER_VIEWER', 'ORG_SETTINGS_MANAGER')),
  }
  const statuses: Record<string, string> = {}
  for (const [caller, options] of Object.entries(callers)) {
    statuses[caller] = await statusOf(list(userId, options))
  }
  expect(statuses).toEqual({
    IAM_OWNER: 'ok',
    ORG_OWNER_VIEWER: 'ok',
    ORG_SETTINGS_MANAGER: 'PermissionDenied',
    'ORG_OWNER elsewhere': 'NotFound',
    'no membership': 'NotFound',
    'no token': 'Unauthenticated',
    'another instance': 'Unauthenticated',
  })
  expect((await refusalOf(list('unknown'))).id).toBe('user.not_found')
})

test('each factor has the time of its last use, and removed ones are left out', async () => {
  const users = server.client(UserService)
  const { userId } = await addPerson(server, { headers: org.headers })
  await users.addOTPEmail({ userId })
  expect(await list(userId)).toEqual({
    factors: [{ kind: 'otp_email', id: '', name: '', addedAt: expect.any(String), lastUsedAt: null }],
  })

  const { sessionId } = await passwordSession(server, userId)
  await raiseByOtp(server, sessionId, 'otpEmail')
  const { factors } = await list(userId)
  expect(factors).toMatchObject([{ kind: 'otp_email', lastUsedAt: expect.any(String) }])

  await users.removeOTPEmail({ userId })
  expect(await list(userId)).toEqual({ factors: [] })
})
