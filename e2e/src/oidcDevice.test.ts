import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { OIDCGrantType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { loginCall } from '../../server/src/access/pagePrincipals.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { refusalOf as refusalInside } from '../../server/src/testing/refusalOf.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addOidcProject } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { loginOf } from './oidcLogin.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
const config = { grantTypes: [grant_type, 'refresh_token'] as const }
const fixture = await addOidcProject(server, { config: { grantTypes: [...config.grantTypes] } })
const person = await addPerson(server)
const login = server.client(OIDCService, await loginOf(server))

async function begin(scope = 'openid profile offline_access', of = fixture) {
  const { status, json } = await postForm(
    server,
    '/oauth/v2/device_authorization',
    { scope },
    { basic: of.app },
  )
  expect(status).toBe(200)
  return json as { device_code: string; user_code: string; verification_uri: string; interval: number }
}
/** Polls as a device does, five seconds after the poll before. */
async function poll(device_code: string, of = fixture) {
  clock.advance(5)
  const { status, json } = await requestToken(server, { grant_type, device_code }, { basic: of.app })
  return { status, json, error: json['error'] }
}
async function approve(userCode: string) {
  const { deviceAuthorizationRequest } = await login.getDeviceAuthorizationRequest({ userCode })
  const { sessionId, sessionToken } = await passwordSession(server, person.userId)
  const value = { sessionId, sessionToken }
  const deviceAuthorizationId = deviceAuthorizationRequest?.id ?? ''
  const decision = { case: 'session' as const, value }
  await login.authorizeOrDenyDeviceAuthorization({ deviceAuthorizationId, decision })
  return { deviceAuthorizationId, ...value }
}

describe('a device', () => {
  test('gets its tokens once a person has approved it', async () => {
    const codes = await begin()
    expect(codes).toMatchObject({
      user_code: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      verification_uri: `${server.url}/device`,
      verification_uri_complete: `${server.url}/device?user_code=${codes.user_code}`,
      expires_in: 300,
      interval: 5,
    })
    expect(await poll(codes.device_code)).toMatchObject({ status: 400, error: 'authorization_pending' })
    await approve(codes.user_code.toLowerCase().replace('-', ' '))
    const { status, json } = await poll(codes.device_code)
    expect([status, json]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^slp_at_/),
        refresh_token: expect.stringMatching(/^slp_rt_/),
        id_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 43_200,
      },
    ])
    const token = String(json['access_token'])
    const inspected = await postForm(server, '/oauth/v2/introspect', { token }, { basic: fixture.api })
    expect(inspected.json).toMatchObject({ active: true, sub: person.userId, amr: ['pwd'] })
    expect(await poll(codes.device_code)).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  test('is redeemed once by two polls at the same time', async () => {
    const { device_code, user_code } = await begin()
    await approve(user_code)
    clock.advance(5)
    const form = { grant_type, device_code }
    const replies = await Promise.all([1, 2, 3].map(() => requestToken(server, form, { basic: fixture.app })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('is told to slow down', async () => {
    const { device_code } = await begin()
    expect((await poll(device_code)).error).toBe('authorization_pending')
    clock.advance(-4)
    expect((await poll(device_code)).error).toBe('slow_down')
    expect((await poll(device_code)).error).toBe('authorization_pending')
  })

  test('learns that the person has denied it, or that its code has expired', async () => {
    const denied = await begin()
    const { deviceAuthorizationRequest } = await login.getDeviceAuthorizationRequest({
      userCode: denied.user_code,
    })
    const deviceAuthorizationId = deviceAuthorizationRequest?.id ?? ''
    await login.authorizeOrDenyDeviceAuthorization({
      deviceAuthorizationId,
      decision: { case: 'deny', value: {} },
    })
    expect((await poll(denied.device_code)).error).toBe('access_denied')
    const late = await begin()
    clock.advance(300)
    expect((await poll(late.device_code)).error).toBe('expired_token')
    expect(await refusalOf(login.getDeviceAuthorizationRequest({ userCode: late.user_code }))).toEqual({
      code: 'NotFound',
      id: 'device_authorization.not_found',
    })
  })

  test('gets nothing with the code of another client, a wrong code, or without the grant', async () => {
    const other = await addOidcProject(server, { config: { grantTypes: [...config.grantTypes] } })
    const { device_code, user_code } = await begin()
    await approve(user_code)
    expect((await poll(device_code, other)).error).toBe('invalid_grant')
    expect((await poll(device_code.replace(/.{43}$/, 'A'.repeat(43)))).error).toBe('invalid_grant')
    expect((await poll('x')).error).toBe('invalid_grant')
    const plain = await addOidcProject(server)
    const refused = await postForm(server, '/oauth/v2/device_authorization', {}, { basic: plain.app })
    expect(refused.json['error']).toBe('unauthorized_client')
    expect((await poll(device_code)).status).toBe(200)
  })

  test('gets nothing if the session that approved it has ended', async () => {
    const { device_code, user_code } = await begin()
    const { sessionId } = await approve(user_code)
    await server.client(SessionService).deleteSession({ sessionId })
    expect((await poll(device_code)).error).toBe('invalid_grant')
  })

  test('gets nothing if the password by which its person approved it was changed', async () => {
    const { device_code, user_code } = await begin('openid')
    await approve(user_code)
    const newPassword = { password, changeRequired: false }
    await server.client(UserService).setPassword({ userId: person.userId, newPassword })
    const { error, json } = await poll(device_code)
    expect([error, json['id_token']]).toEqual(['invalid_grant', undefined])
  })
})

type Fixture = typeof fixture
const apps = server.client(AppService)
const setGrants = ({ projectId, appId: id }: Fixture, grantTypes: OIDCGrantType[]) =>
  apps.updateApplication({
    projectId,
    id,
    updateRequestType: { case: 'oidcConfigurationRequest', value: { grantTypes } },
  })
const inactive = { refusal: 'oidc.client_inactive', error: 'invalid_client' }

describe.each([
  {
    name: 'is deactivated',
    change: ({ projectId, appId: id }: Fixture) => apps.deactivateApplication({ projectId, id }),
    undo: ({ projectId, appId: id }: Fixture) => apps.reactivateApplication({ projectId, id }),
    ...inactive,
  },
  {
    name: 'is removed',
    change: ({ projectId, appId: id }: Fixture) => apps.deleteApplication({ projectId, id }),
    ...inactive,
  },
  {
    name: 'loses the grant',
    change: (of: Fixture) => setGrants(of, [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE]),
    undo: (of: Fixture) => setGrants(of, [OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE]),
    refusal: 'device_authorization.grant_removed',
    error: 'unauthorized_client',
  },
])('a device whose application $name', ({ change, undo, refusal, error }) => {
  const add = () => addOidcProject(server, { config: { grantTypes: [...config.grantTypes] } })

  test('is not approved any more, but can be denied', async () => {
    const of = await add()
    const { user_code, device_code } = await begin('openid', of)
    const { deviceAuthorizationRequest } = await login.getDeviceAuthorizationRequest({ userCode: user_code })
    const deviceAuthorizationId = deviceAuthorizationRequest?.id ?? ''
    await change(of)
    expect(await refusalOf(approve(user_code))).toEqual({ code: 'FailedPrecondition', id: refusal })
    const decision = { case: 'deny' as const, value: {} }
    await login.authorizeOrDenyDeviceAuthorization({ deviceAuthorizationId, decision })
    await undo?.(of)
    if (undo) expect((await poll(device_code, of)).error).toBe('access_denied')
  })

  test('gets no tokens for an approval from before', async () => {
    const of = await add()
    const { user_code, device_code } = await begin('openid', of)
    await approve(user_code)
    await change(of)
    expect((await poll(device_code, of)).error).toBe(error)
    await undo?.(of)
    if (undo) expect((await poll(device_code, of)).status).toBe(200)
  })
})

describe('a device whose project demands something of people', () => {
  const grantTypes = [...config.grantTypes]
  const settings = { authorizationRequired: true }

  test('is approved only for who is authorized, and its tokens end with that authorization', async () => {
    const of = await addOidcProject(server, { config: { grantTypes }, settings })
    const authorizations = server.client(AuthorizationService)
    await server
      .client(ProjectService)
      .addProjectRole({ projectId: of.projectId, roleKey: 'reader', displayName: 'Reader' })
    const authorize = () =>
      authorizations.createAuthorization({
        userId: person.userId,
        projectId: of.projectId,
        organizationId: server.first.orgId,
        roleKeys: ['reader'],
      })
    const { user_code, device_code } = await begin(undefined, of)
    expect((await refusalOf(approve(user_code))).id).toBe('authorizations.authorization_required')
    const { id } = await authorize()
    clock.advance(1)
    await approve(user_code)
    const waiting = await begin(undefined, of)
    await approve(waiting.user_code)
    const { json } = await poll(device_code, of)
    const uses = async () => {
      const headers = { authorization: `Bearer ${json['access_token']}` }
      const info = await fetch(`${server.url}/oidc/v1/userinfo`, { headers })
      const form = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) }
      return [info.status, (await requestToken(server, form, { basic: of.app })).json['error']]
    }
    await authorizations.deleteAuthorization({ id })
    expect(await uses()).toEqual([401, 'invalid_grant'])
    clock.advance(1)
    await authorize()
    expect(await uses(), 'given back').toEqual([401, 'invalid_grant'])
    expect((await poll(waiting.device_code, of)).error).toBe('invalid_grant')
  })

  test('is approved at the level that the project demands by now', async () => {
    const of = await addOidcProject(server, { config: { grantTypes } })
    const { user_code } = await begin('openid', of)
    const headers = { 'x-sallyport-required-acr': 'urn:sallyport:aal:2' }
    await server.client(ProjectService, { headers }).updateProject({ id: of.projectId })
    expect((await refusalOf(approve(user_code))).id).toBe('device_authorization.acr_unmet')
  })
})

describe('the page that a device shows', () => {
  test('leads to the login with the code', async () => {
    const { status, headers } = await fetch(`${server.url}/device?user_code=BCDF-GHJK`, {
      redirect: 'manual',
    })
    expect([status, headers.get('location')]).toEqual([303, '/ui/v2/login/device?user_code=BCDF-GHJK'])
  })
})

describe('a device is approved', () => {
  test('with a session that has proved something, by callers with session.link', async () => {
    const { user_code } = await begin()
    const { deviceAuthorizationRequest } = await login.getDeviceAuthorizationRequest({ userCode: user_code })
    const deviceAuthorizationId = deviceAuthorizationRequest?.id ?? ''
    const unproved = await server.client(SessionService).createSession({ checks: byId(person.userId) })
    const answer = (value: { sessionId: string; sessionToken: string }, by = login) =>
      refusalOf(
        by.authorizeOrDenyDeviceAuthorization({
          deviceAuthorizationId,
          decision: { case: 'session', value },
        }),
      )
    expect(await answer(unproved)).toEqual({
      code: 'PermissionDenied',
      id: 'device_authorization.not_proved',
    })
    const { sessionId, sessionToken } = await passwordSession(server, person.userId)
    const proved = { sessionId, sessionToken }
    const { token = '' } = await addMachine(server)
    const stranger = server.client(OIDCService, { token })
    expect(await answer(proved, stranger)).toEqual({
      code: 'NotFound',
      id: 'permission.membership_not_found',
    })
    const wrong = { ...proved, sessionToken: unproved.sessionToken }
    expect((await answer(wrong)).code).toBe('PermissionDenied')
    const decision = { case: 'session' as const, value: proved }
    await login.authorizeOrDenyDeviceAuthorization({ deviceAuthorizationId, decision })
    expect(await answer(proved)).toEqual({ code: 'FailedPrecondition', id: 'device_authorization.handled' })
  })

  test('or denied, if the caller says which', async () => {
    const missing = login.authorizeOrDenyDeviceAuthorization({ deviceAuthorizationId: 'x' })
    expect((await refusalOf(missing)).code).toBe('InvalidArgument')
    const decision = { case: 'deny' as const, value: {} }
    const unknown = login.authorizeOrDenyDeviceAuthorization({ deviceAuthorizationId: 'x', decision })
    expect(await refusalOf(unknown)).toEqual({ code: 'NotFound', id: 'device_authorization.not_found' })
  })

  test('but not found by guessing', async () => {
    const { token = '' } = await addMachine(server, { roles: ['IAM_LOGIN_CLIENT'] })
    const guesser = server.client(OIDCService, { token })
    const guess = () => refusalOf(guesser.getDeviceAuthorizationRequest({ userCode: 'BBBB-BBBB' }))
    for (let wrong = 0; wrong < 30; wrong++) expect((await guess()).code).toBe('NotFound')
    expect(await guess()).toEqual({ code: 'ResourceExhausted', id: 'device_authorization.guessed' })
  })

  test('and one who guesses on the pages of the login locks nobody else out', async () => {
    const page = loginCall(pageCall(server))
    const guessFrom = async (clientAddress: string) => {
      const pages = server.product.inProcess.client(OIDCService, { ...page, clientAddress })
      return refusalInside(pages.getDeviceAuthorizationRequest({ userCode: 'BBBB-BBBB' }))
    }
    for (let wrong = 0; wrong < 30; wrong++) {
      expect((await guessFrom(`2001:db8::${wrong}`)).kind).toBe('not_found')
    }
    expect((await guessFrom('2001:db8::ffff')).kind).toBe('resource_exhausted')
    expect((await guessFrom('2001:db8:1::')).kind).toBe('not_found')
  })
})
