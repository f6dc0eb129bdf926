import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { requestToken } from './oidcForms.ts'
import { addOrg } from './tenants.ts'
import { addHuman, readUser } from './userFixtures.ts'

const server = await testServer()

/** An organization inside which usernames are unique. */
async function addScopedOrg(name: string) {
  const org = await addOrg(server, name)
  await server.client(AdminService).addCustomDomainPolicy({ orgId: org.orgId, userLoginMustBeDomain: true })
  return org
}

/** Creates a machine of an organization. */
const addRobot = (organizationId: string, username: string) =>
  server.client(UserService).createUser({
    organizationId,
    username,
    userType: { case: 'machine', value: { name: 'robot' } },
  })

/** Returns the users that the look-ups find by a login name. */
async function found(loginName: string) {
  const sessions = server.client(SessionService)
  const search = { case: 'loginName', value: loginName } as const
  const { sessionId } = await sessions.createSession({ checks: { user: { search } } })
  const { session } = await sessions.getSession({ sessionId })
  const { user } = await server.client(ManagementService).getUserByLoginNameGlobal({ loginName })
  return [session?.factors?.user?.id, user?.id]
}

test('a machine of another organization does not take the login name of a person, nor they its client id', async () => {
  const { headers } = await addScopedOrg('Scoped')
  const { userId } = await addHuman(server, { username: 'carol' }, headers)
  const [loginName = ''] = (await readUser(server, userId)).loginNames
  expect(await found(loginName)).toEqual([userId, userId])
  const other = await addOrg(server, 'Other')
  const machine = await addRobot(other.orgId, loginName)
  expect(await found(loginName)).toEqual([userId, userId])
  const { clientSecret } = await server.client(UserService).addSecret({ userId: machine.id })
  const form = {
    grant_type: 'client_credentials',
    scope: 'openid',
    client_id: loginName,
    client_secret: clientSecret,
  }
  expect((await requestToken(server, form)).json).toHaveProperty('access_token')
})

test('a domain without proof does not take the login name of a person of another organization', async () => {
  const { headers } = await addOrg(server, 'Early')
  const { userId } = await addHuman(server, { username: 'dora@early.test' }, headers)
  const late = await addScopedOrg('Late')
  await server.client(ManagementService, { headers: late.headers }).addOrgDomain({ domain: 'early.test' })
  const taker = await addHuman(server, { username: 'dora' }, late.headers)
  expect((await readUser(server, taker.userId)).loginNames).toContain('dora@early.test')
  expect(await found('dora@early.test')).toEqual([userId, userId])
})
