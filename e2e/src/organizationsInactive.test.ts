import { Code, ConnectError } from '@connectrpc/connect'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'

const server = await testServer()
const stopped = { code: 'Unauthenticated', id: 'auth.organization_inactive' }
const stoppedLogin = { code: 'FailedPrecondition', id: 'session.organization_inactive' }
const sessions = server.client(SessionService)
const me = (token: string, protocol: 'connect' | 'grpc' | 'grpc-web' = 'connect') =>
  server.client(AuthService, { token, protocol }).getMyUser({})

/** An organization with a person, their session, and a machine; and calls that change its state. */
async function tenant() {
  const org = await addOrg(server)
  const machine = await addMachine(server, { orgId: org.orgId, roles: ['ORG_OWNER'] })
  const person = await addPerson(server, { headers: org.headers })
  const session = await passwordSession(server, person.userId)
  const management = server.client(ManagementService, { headers: org.headers })
  return { ...org, machine, person, session, management }
}

describe('a deactivated organization', () => {
  test('refuses its people and machines at the next request over every protocol, and restores them', async () => {
    const { machine, session, management } = await tenant()
    for (const token of [machine.token, session.sessionToken]) await me(token)
    await management.deactivateOrg({})
    for (const token of [machine.token, session.sessionToken]) {
      for (const protocol of ['connect', 'grpc', 'grpc-web'] as const) {
        expect(await refusalOf(me(token, protocol))).toEqual(stopped)
      }
      expect((await server.rest('GET', '/auth/v1/users/me', { token })).status).toBe(401)
    }
    await management.reactivateOrg({})
    for (const token of [machine.token, session.sessionToken]) await me(token)
  })

  test('refuses a write whose caller was cached before', async () => {
    const { machine, person, management } = await tenant()
    const users = server.client(UserService, { token: machine.token })
    const { userId } = person
    for (let round = 0; round < 2; round++) {
      await users.addOTPEmail({ userId })
      await users.removeOTPEmail({ userId })
    }
    await management.deactivateOrg({})
    expect(await refusalOf(users.addOTPEmail({ userId }))).toEqual(stopped)
  })

  test('does not give back what was ended meanwhile', async () => {
    const { machine, session, management } = await tenant()
    await management.deactivateOrg({})
    await sessions.deleteSession({ sessionId: session.sessionId })
    await server.client(UserService).lockUser({ userId: machine.userId })
    await management.reactivateOrg({})
    expect(await outcome(me(session.sessionToken))).toMatch(/^NotFound/)
    expect(await outcome(me(machine.token))).toMatch(/^Unauthenticated/)
  })

  test('refuses new logins by id and by name, and further checks and challenges of its sessions', async () => {
    const { person, session, management } = await tenant()
    const { userId, username } = person
    const byName = { user: { search: { case: 'loginName' as const, value: username } } }
    const { sessionId } = session
    const otpEmail = { deliveryType: { case: 'returnCode' as const, value: {} } }
    const logins = [
      () => sessions.createSession({ checks: byId(userId) }),
      () => sessions.createSession({ checks: { ...byName, password: { password } } }),
      () => sessions.setSession({ sessionId, checks: { password: { password } } }),
      () => sessions.setSession({ sessionId, challenges: { otpEmail } }),
    ]
    await server.client(UserService).addOTPEmail({ userId })
    await management.deactivateOrg({})
    for (const login of logins) expect(await refusalOf(login())).toEqual(stoppedLogin)
    await management.reactivateOrg({})
    for (const login of logins) await login()
  })

  test('lets no login through that runs at the same time', async () => {
    const { person, management } = await tenant()
    const logins = Array.from({ length: 4 }, () =>
      passwordSession(server, person.userId).then(
        ({ sessionToken }) => sessionToken,
        (error) => expect(ConnectError.from(error).code).toBe(Code.FailedPrecondition),
      ),
    )
    const [, ...tokens] = await Promise.all([management.deactivateOrg({}), ...logins])
    for (const token of tokens) {
      if (typeof token === 'string') expect(await refusalOf(me(token))).toEqual(stopped)
    }
    expect(await refusalOf(passwordSession(server, person.userId))).toEqual(stoppedLogin)
  })

  test('can still be administered by callers of active organizations', async () => {
    const { orgId, headers, person, management } = await tenant()
    const outsider = await addMachine(server, { roles: ['ORG_OWNER'], on: orgId })
    await management.deactivateOrg({})
    const byOutsider = server.client(ManagementService, { token: outsider.token, headers })
    const { userId } = person
    const name = { firstName: 'Pia', lastName: 'Person', displayName: 'Pia' }
    await byOutsider.updateHumanProfile({ userId, ...name })
    await byOutsider.reactivateOrg({})
    await passwordSession(server, userId)
  })

  test('cannot be the last active one with an IAM_OWNER, also if two are deactivated at once', async () => {
    const home = server.first.orgId
    const { orgId: other } = await addOrg(server)
    const by = (token: string, id: string) => server.client(ManagementService, { token, headers: inOrg(id) })
    const last = 'FailedPrecondition organizations.holds_owners'
    expect(await outcome(by(server.adminToken, home).deactivateOrg({}))).toBe(last)

    const owner = await addMachine(server, { orgId: other, roles: ['IAM_OWNER'] })
    await by(owner.token, home).deactivateOrg({})
    expect(await refusalOf(me(server.adminToken))).toEqual(stopped)
    expect(await outcome(by(owner.token, other).deactivateOrg({}))).toBe(last)
    await by(owner.token, home).reactivateOrg({})

    const manager = await addMachine(server, {
      orgId: (await addOrg(server)).orgId,
      roles: ['IAM_ORG_MANAGER'],
    })
    const both = [home, other].map((id) => outcome(by(manager.token, id).deactivateOrg({})))
    expect((await Promise.all(both)).sort()).toEqual([last, 'ok'])
  })
})
