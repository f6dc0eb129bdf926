import { APIAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/api_pb.js'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { OIDCTokenType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { type AddedApp, addOidcApp, codeForm } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'
import { addProject, authorize } from './projectFixtures.ts'

const server = await testServer()
const { orgId } = server.first
const { userId, username } = await addPerson(server)
const session = await passwordSession(server, userId)
const shop = await addProject(server, { orgId, roles: ['reader', 'writer'] })
const crm = await addProject(server, { orgId, roles: ['seller'] })
const inShop = await authorize(server, {
  userId,
  projectId: shop.projectId,
  organizationId: orgId,
  roleKeys: ['reader', 'writer'],
})
await authorize(server, { userId, projectId: crm.projectId, organizationId: orgId, roleKeys: ['seller'] })
await server.client(UserService).setUserMetadata({
  userId,
  metadata: [{ key: 'color', value: Buffer.from('blue') }],
})
const app = await addOidcApp(server, { projectId: shop.projectId })
const telling = await addOidcApp(server, {
  projectId: shop.projectId,
  oidc: {
    accessTokenType: OIDCTokenType.OIDC_TOKEN_TYPE_JWT,
    accessTokenRoleAssertion: true,
    idTokenRoleAssertion: true,
    idTokenUserinfoAssertion: true,
  },
})
const api = await server.client(AppService).createApplication({
  projectId: crm.projectId,
  name: 'API',
  creationRequestType: {
    case: 'apiRequest',
    value: { authMethodType: APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC },
  },
})
const { clientId: apiId = '', clientSecret: apiSecret = '' } = (api.creationResponseType.value ??
  {}) as Partial<AddedApp>

const role = (key: string) => `urn:zitadel:iam:org:project:role:${key}`
const audience = `urn:zitadel:iam:org:project:id:${crm.projectId}:aud`
const allRoles = 'urn:zitadel:iam:org:projects:roles'
const own = 'urn:zitadel:iam:org:project:roles'
const rolesOf = (projectId: string) => `urn:zitadel:iam:org:project:${projectId}:roles`
const domain = expect.any(String)

async function login(to: AddedApp, scope: string, more: Readonly<Record<string, string>> = {}) {
  const form = await codeForm(server, to, session, { scope, ...more })
  const { json } = await requestToken(server, form, { basic: [to.clientId, to.clientSecret] })
  const accessToken = String(json['access_token'])
  return { accessToken, idToken: decodeJwt(String(json['id_token'])) as Record<string, unknown> }
}

async function userinfo(token: string) {
  const reply = await fetch(`${server.url}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return (await reply.json()) as Record<string, unknown>
}

async function userinfoOf(scope: string) {
  return userinfo((await login(app, `openid ${scope}`)).accessToken)
}

describe('userinfo by scope', () => {
  test('openid alone gives the subject', async () => {
    expect(await userinfoOf('')).toEqual({ sub: userId })
  })

  test('profile, email and phone give what they are named after', async () => {
    expect(await userinfoOf('profile email phone address')).toEqual({
      sub: userId,
      name: expect.stringMatching(/^Pat Person/),
      given_name: 'Pat',
      family_name: expect.stringMatching(/^Person/),
      preferred_username: username,
      updated_at: expect.any(Number),
      email: username,
      email_verified: true,
      phone_number: expect.stringMatching(/^\+41/),
      phone_number_verified: true,
    })
  })

  test('metadata, resource owner and organization', async () => {
    const owner = {
      'urn:zitadel:iam:user:resourceowner:id': orgId,
      'urn:zitadel:iam:user:resourceowner:name': expect.any(String),
      'urn:zitadel:iam:user:resourceowner:primary_domain': domain,
    }
    expect(await userinfoOf(`urn:zitadel:iam:user:metadata urn:zitadel:iam:org:id:${orgId}`)).toEqual({
      sub: userId,
      'urn:zitadel:iam:user:metadata': { color: 'Ymx1ZQ' },
      ...owner,
      'urn:zitadel:iam:org:id': orgId,
    })
  })

  test('roles by role scopes, and those of other projects by their audience', async () => {
    expect(await userinfoOf(role('reader'))).toEqual({
      sub: userId,
      [own]: { reader: { [orgId]: domain } },
      [rolesOf(shop.projectId)]: { reader: { [orgId]: domain } },
    })
    expect(await userinfoOf(`${audience} ${allRoles}`)).toMatchObject({
      [own]: { reader: { [orgId]: domain }, writer: { [orgId]: domain } },
      [rolesOf(crm.projectId)]: { seller: { [orgId]: domain } },
    })
    expect(await userinfoOf(`${role('reader')} urn:zitadel:iam:org:roles:id:unknown`)).toEqual({
      sub: userId,
    })
  })
})

test('an ID token and a JWT access token say what the client is set to, userinfo apart', async () => {
  const scope = `openid profile urn:zitadel:iam:user:resourceowner ${role('writer')}`
  const quiet = await login(app, scope)
  expect(quiet.idToken).not.toHaveProperty('given_name')
  expect(quiet.idToken).not.toHaveProperty([own])
  expect(quiet.idToken).toMatchObject({ 'urn:zitadel:iam:user:resourceowner:id': orgId })
  const loud = await login(telling, scope)
  const roles = { [own]: { writer: { [orgId]: domain } } }
  expect(loud.idToken).toMatchObject({ given_name: 'Pat', ...roles })
  const jwt = decodeJwt(loud.accessToken)
  expect(jwt).toMatchObject({ ...roles, 'urn:zitadel:iam:user:resourceowner:id': orgId })
  expect(jwt).not.toHaveProperty('given_name')
  expect(jwt).not.toHaveProperty('scope')
})

test("ListMyProjectPermissions returns the roles in the project of the token's app", async () => {
  const api = 'urn:zitadel:iam:org:project:id:zitadel:aud'
  const { accessToken } = await login(app, `openid ${api}`)
  const mine = server.client(AuthService, { token: accessToken })
  expect((await mine.listMyProjectPermissions({})).result.toSorted()).toEqual(['reader', 'writer'])
})

test('introspection tells an API the roles in its own project only', async () => {
  const { accessToken } = await login(app, `openid email ${audience}`)
  const { json } = await postForm(
    server,
    '/oauth/v2/introspect',
    { token: accessToken },
    { basic: [apiId, apiSecret] },
  )
  expect(json).toMatchObject({
    active: true,
    sub: userId,
    email: username,
    [own]: { seller: { [orgId]: domain } },
    [rolesOf(crm.projectId)]: { seller: { [orgId]: domain } },
  })
  expect(json).not.toHaveProperty([rolesOf(shop.projectId)])
})

test('a role that is taken away is gone from the next reply about a token', async () => {
  const { accessToken } = await login(app, `openid ${role('reader')} ${role('writer')}`)
  expect(await userinfo(accessToken)).toHaveProperty([own])
  await server.client(AuthorizationService).updateAuthorization({ id: inShop, roleKeys: ['writer'] })
  expect(await userinfo(accessToken)).toMatchObject({ [own]: { writer: { [orgId]: domain } } })
  expect((await userinfo(accessToken))[own]).not.toHaveProperty('reader')
  await server.client(AuthorizationService).deactivateAuthorization({ id: inShop })
  expect(await userinfo(accessToken)).not.toHaveProperty([own])
})

describe('the claims parameter (OpenID Connect Core 1.0 §5.5)', () => {
  const claims = {
    id_token: { email: null, birthdate: { essential: true }, ['__proto__']: null },
    userinfo: { given_name: { essential: true }, locale: null, ['urn:zitadel:iam:user:metadata']: null },
  }

  test('gives standard claims by name, each where it was asked for, and nothing else', async () => {
    const { accessToken, idToken } = await login(app, 'openid', { claims: JSON.stringify(claims) })
    expect(idToken).toMatchObject({ email: username })
    expect(Object.keys(idToken)).not.toContain('email_verified')
    expect(Object.keys(idToken)).not.toContain('given_name')
    expect(await userinfo(accessToken)).toEqual({ sub: userId, given_name: 'Pat' })
  })

  test('counts for refreshed tokens, too', async () => {
    const form = await codeForm(server, app, session, {
      scope: 'openid offline_access',
      claims: JSON.stringify(claims),
    })
    const basic: [string, string] = [app.clientId, app.clientSecret]
    const first = await requestToken(server, form, { basic })
    const again = await requestToken(
      server,
      { grant_type: 'refresh_token', refresh_token: String(first.json['refresh_token']) },
      { basic },
    )
    expect(decodeJwt(String(again.json['id_token']))).toMatchObject({ email: username })
    expect(await userinfo(String(again.json['access_token']))).toMatchObject({ given_name: 'Pat' })
  })
})

test('a refreshed ID token keeps the issuer of its login, whatever host of the instance was asked (§12.2)', async () => {
  await server
    .client(InstanceService)
    .addTrustedDomain({ instanceId: server.first.instanceId, domain: 'other.example.test' })
  const form = await codeForm(server, app, session, { scope: 'openid offline_access' })
  const basic: [string, string] = [app.clientId, app.clientSecret]
  const first = await requestToken(server, form, { basic })
  const renewal = { grant_type: 'refresh_token', refresh_token: String(first.json['refresh_token']) }
  const headers = { 'x-zitadel-public-host': 'other.example.test' }
  const again = await requestToken(server, renewal, { basic, headers })
  const [before, after] = [first, again].map(({ json }) => decodeJwt(String(json['id_token'])))
  expect(before?.iss).toBe(server.url)
  expect(after?.iss).toBe(server.url)
})
