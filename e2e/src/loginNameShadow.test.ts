import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { claimDomain } from './claimDomain.ts'
import { postForm, requestToken } from './oidcForms.ts'
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

/** Creates a machine with a client secret. */
async function addClient(organizationId: string, username: string) {
  const { id } = await addRobot(organizationId, username)
  const { clientSecret } = await server.client(UserService).addSecret({ userId: id })
  return { id, secret: clientSecret }
}

/** Fetches a token; returns whose it is and the client that it names, or the error. */
async function fetchToken(clientId: string, secret: string) {
  const form = {
    grant_type: 'client_credentials',
    scope: 'openid',
    client_id: clientId,
    client_secret: secret,
  }
  const { status, json } = await requestToken(server, form)
  if (status !== 200) return [status, json['error']]
  const { sub, azp } = decodeJwt(String(json['id_token']))
  return { token: String(json['access_token']), subject: [sub, azp] }
}

const subjectOf = async (clientId: string, secret: string) => {
  const fetched = await fetchToken(clientId, secret)
  return 'subject' in fetched ? fetched.subject : fetched
}

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

describe('machines of two organizations with one client id', () => {
  /** Adds the machine `robot` of an organization with the domain and one whose username is the same client id. */
  async function twins(orgId: string, domain: string) {
    const clientId = `robot@${domain}`
    const { orgId: other } = await addOrg(server, 'Other')
    return { clientId, inside: await addClient(orgId, 'robot'), outside: await addClient(other, clientId) }
  }

  async function unproved(domain: string) {
    const { orgId, headers } = await addScopedOrg('Unproved')
    await server.client(ManagementService, { headers }).addOrgDomain({ domain })
    return twins(orgId, domain)
  }

  async function proved(domain: string) {
    const { orgId } = await claimDomain(server, domain)
    await server.client(AdminService).addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true })
    return twins(orgId, domain)
  }

  async function generated() {
    const { orgId } = await addScopedOrg('Generated')
    const { id } = await addRobot(orgId, 'first')
    const { preferredLoginName } = await readUser(server, id)
    return twins(orgId, preferredLoginName.replace('first@', ''))
  }

  test.each([
    ['not proved', () => unproved('robots.test'), 'outside'],
    ['proved', () => proved('proved-robots.test'), 'inside'],
    ['generated', generated, 'inside'],
  ] as const)('each get tokens by their own secret; the domain is %s', async (_, create, named) => {
    const { clientId, inside, outside } = await create()
    const clientIdOf = (which: 'inside' | 'outside', id: string) => (which === named ? clientId : id)
    for (let tries = 0; tries < 2; tries += 1) {
      expect(await subjectOf(clientId, inside.secret)).toEqual([inside.id, clientIdOf('inside', inside.id)])
      expect(await subjectOf(clientId, outside.secret)).toEqual([
        outside.id,
        clientIdOf('outside', outside.id),
      ])
      expect(await subjectOf(clientId, 'wrong')).toEqual([401, 'invalid_client'])
    }
  })

  test('one gets none by the secret of the other, nor when it is inactive or has a new secret', async () => {
    const users = server.client(UserService)
    const { clientId, inside, outside } = await unproved('lost-robots.test')
    await users.deactivateUser({ userId: outside.id })
    expect(await subjectOf(clientId, outside.secret)).toEqual([401, 'invalid_client'])
    expect(await subjectOf(clientId, inside.secret)).toEqual([inside.id, inside.id])
    await users.reactivateUser({ userId: outside.id })
    const { clientSecret } = await users.addSecret({ userId: inside.id })
    expect(await subjectOf(clientId, inside.secret)).toEqual([401, 'invalid_client'])
    expect(await subjectOf(clientId, clientSecret)).toEqual([inside.id, inside.id])
    await users.deleteUser({ userId: outside.id })
    expect(await subjectOf(clientId, clientSecret)).toEqual([inside.id, clientId])
    expect(await subjectOf(clientId, outside.secret)).toEqual([401, 'invalid_client'])
  })

  test('each revoke their own tokens alone', async () => {
    const { clientId, inside, outside } = await unproved('revoking-robots.test')
    for (const [one, other] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      const fetched = await fetchToken(clientId, one.secret)
      const token = 'token' in fetched ? fetched.token : ''
      const revoke = (secret: string) =>
        postForm(server, '/oauth/v2/revoke', { token, client_id: clientId, client_secret: secret })
      for (const secret of [other.secret, 'wrong']) {
        expect((await revoke(secret)).json).toMatchObject({ error: 'invalid_client' })
      }
      const headers = { authorization: `Bearer ${token}` }
      const info = () => fetch(`${server.url}/oidc/v1/userinfo`, { headers }).then(({ status }) => status)
      expect(await info()).toBe(200)
      expect((await revoke(one.secret)).status).toBe(200)
      expect(await info()).toBe(401)
    }
  })
})
