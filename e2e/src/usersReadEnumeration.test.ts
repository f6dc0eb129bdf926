import { ConnectError } from '@connectrpc/connect'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession } from './people.ts'
import { statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'

const server = await testServer()

type Attempt = (token: string, userId: string) => Promise<unknown>
const v2 = (token: string) => server.client(UserService, { token })
const beta = (token: string) => server.client(UserServiceBeta, { token })
const newPassword = { password: 'Another-Horse-2' }
const guess = (token: string, userId: string) =>
  v2(token).setPassword({ userId, newPassword, verification: { case: 'currentPassword', value: 'x' } })

/** Calls that a stranger may try with a person's id. */
const attempts: Readonly<Record<string, Attempt>> = {
  'v2 GetUserByID': (token, userId) => v2(token).getUserByID({ userId }),
  'v2beta GetUserByID': (token, userId) => beta(token).getUserByID({ userId }),
  'v2 SetEmail': (token, userId) => v2(token).setEmail({ userId, email: 'x@mail.example' }),
  'v2 DeleteUser': (token, userId) => v2(token).deleteUser({ userId }),
  'v2 SetPassword': (token, userId) => v2(token).setPassword({ userId, newPassword }),
  'v2 SetPassword with the present one': guess,
  'v2 PasswordReset': (token, userId) => v2(token).passwordReset({ userId }),
  'v2beta PasswordReset': (token, userId) => beta(token).passwordReset({ userId }),
}

const { orgId: home, headers } = await addOrg(server)
const { userId } = await addPerson(server, { headers })
/** Callers whose roles do not reach the people. */
const strangers = [
  (await addMachine(server, { orgId: home })).token,
  (await addMachine(server, { orgId: home, roles: ['ORG_OWNER'] })).token,
  (await passwordSession(server, userId)).sessionToken,
]
const context = await addOrg(server)
const [plain, locked, inactive, strong, asked] = await Promise.all(
  Array.from({ length: 5 }, async () => (await addPerson(server, context)).userId),
)
const users = server.client(UserService)
const { userId: bare } = await users.addHumanUser({
  organization: { org: { case: 'orgId', value: context.orgId } },
  profile: { givenName: 'No', familyName: 'Password' },
  email: { email: 'bare@mail.example', verification: { case: 'returnCode', value: {} } },
})
await users.lockUser({ userId: locked ?? '' })
await users.deactivateUser({ userId: inactive ?? '' })
await users.addOTPEmail({ userId: strong ?? '' })
await users.passwordReset({ userId: asked ?? '', medium: { case: 'returnCode', value: {} } })
/** Creates people of one organization in every state. */
const people = [plain, locked, inactive, strong, asked, bare].map((id) => id ?? '')

describe('strangers learn nothing about a person in any state', () => {
  test.each(Object.entries(attempts))('from the refusal of %s', async (_name, attempt) => {
    for (const token of strangers) {
      const messages = await Promise.all(
        people.map((userId) =>
          attempt(token, userId).then(
            () => 'ok',
            (reason: unknown) => ConnectError.from(reason).message,
          ),
        ),
      )
      expect([...new Set(messages)]).toEqual([expect.stringMatching(/^\[not_found\]/)])
    }
  })

  test('from lists', async () => {
    for (const token of strangers) {
      const queries = [{ query: { case: 'inUserIdsQuery' as const, value: { userIds: [...people] } } }]
      const { result, details } = await v2(token).listUsers({ queries })
      expect([result, details?.totalResult]).toEqual([[], 0n])
    }
  })
})

test('an unknown id gets the same status as a person out of reach', async () => {
  const silent = ['v2 GetUserByID', 'v2beta GetUserByID', 'v2 SetEmail', 'v2 DeleteUser', 'v2 PasswordReset']
  for (const token of strangers) {
    for (const name of silent) {
      expect([name, await statusOf(attempts[name]?.(token, 'nobody') ?? Promise.resolve())]).toEqual([
        name,
        'NotFound',
      ])
    }
  }
  const management = server.client(ManagementService, { token: strangers[1] ?? '' })
  const outcomes = [people[0] ?? '', 'nobody'].map((id) =>
    management.getUserByID({ id }).catch((reason: unknown) => ConnectError.from(reason).message),
  )
  const [foreign, unknown] = await Promise.all(outcomes)
  expect(foreign).toBe(unknown)
})

const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await act().catch(() => undefined)
  return performance.now() - start
}

test("a stranger's guess takes as long for a person with a password as for an unknown id", async () => {
  const [token = ''] = strangers
  const [plain = ''] = people
  const { sessionId } = await server.client(SessionService).createSession({
    checks: { user: { search: { case: 'userId', value: plain } } },
  })
  const evaluated = () =>
    server.client(SessionService).setSession({ sessionId, checks: { password: { password: 'wrong' } } })
  const cost: number[] = []
  for (let round = 0; round < 3; round++) cost.push(await timeOf(evaluated))
  const present: number[] = []
  const absent: number[] = []
  for (let round = 0; round < 31; round++) {
    present.push(await timeOf(() => guess(token, plain)))
    absent.push(await timeOf(() => guess(token, 'nobody')))
  }
  // A difference would be as large as the cost of one evaluated guess.
  expect(Math.abs(median(present) - median(absent))).toBeLessThan(median(cost) / 2)
})
