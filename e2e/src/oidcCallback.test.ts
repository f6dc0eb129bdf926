import { ErrorReason } from '@zitadel/proto/zitadel/oidc/v2/authorization_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { OIDCService as BetaService } from '@zitadel/proto/zitadel/oidc/v2beta/oidc_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { addApp, codeAt, testClock } from './factors.ts'
import { requestToken } from './oidcForms.ts'
import {
  addOidcApp,
  addProject,
  answerLogin,
  beginLogin,
  codeForm,
  codeRequest,
  finishLogin,
  loginOf,
  openAuthorization,
} from './oidcLogin.ts'
import { addPerson, byId, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock })
const app = await addOidcApp(server)
const login = server.client(OIDCService, await loginOf(server))
const sessions = server.client(SessionService)
const { userId } = await addPerson(server)
const { query } = codeRequest(app)
const begin = (more: Record<string, string> = {}) => beginLogin(server, { ...query, ...more })

const answer = (
  authRequestId: string,
  session: { sessionId: string; sessionToken: string },
  client = login,
) => {
  const { sessionId, sessionToken } = session
  return client.createCallback({
    authRequestId,
    callbackKind: { case: 'session', value: { sessionId, sessionToken } },
  })
}
const fail = (authRequestId: string, error = ErrorReason.ACCESS_DENIED, client = login) =>
  client.createCallback({
    authRequestId,
    callbackKind: {
      case: 'error',
      value: { error, errorDescription: 'no & never', errorUri: 'https://e.test/' },
    },
  })

describe('a session answers a request', () => {
  test('once, with code, state and issuer', async () => {
    const session = await passwordSession(server, userId)
    const authRequestId = await begin()
    const { details, callbackUrl } = await answer(authRequestId, session)
    expect(details?.resourceOwner).toBe(server.first.instanceId)
    const url = new URL(callbackUrl)
    expect([...url.searchParams.keys()]).toEqual(['code', 'state', 'iss'])
    expect(url.searchParams.get('iss')).toBe(server.url)
    expect(await refusalOf(answer(authRequestId, session))).toEqual({
      code: 'FailedPrecondition',
      id: 'auth_request.handled',
    })
    expect((await login.getAuthRequest({ authRequestId })).authRequest?.id).toBe(authRequestId)
  })

  test('also through v2beta', async () => {
    const beta = server.client(BetaService, await loginOf(server))
    const authRequestId = await begin()
    expect((await beta.getAuthRequest({ authRequestId })).authRequest?.clientId).toBe(app.clientId)
    const { sessionId, sessionToken } = await passwordSession(server, userId)
    const { callbackUrl } = await beta.createCallback({
      authRequestId,
      callbackKind: { case: 'session', value: { sessionId, sessionToken } },
    })
    expect(new URL(callbackUrl).searchParams.get('code')).toMatch(/^slp_code_/)
  })

  test('only within an hour of the request', async () => {
    const authRequestId = await begin()
    clock.advance(3601)
    expect(await refusalOf(answer(authRequestId, await passwordSession(server, userId)))).toMatchObject({
      id: 'auth_request.handled',
    })
    expect(await refusalOf(login.getAuthRequest({ authRequestId }))).toMatchObject({ code: 'NotFound' })
  })
})

describe('a session is refused', () => {
  test('that never was, was ended, has expired, or has no user', async () => {
    const ended = await passwordSession(server, userId)
    await sessions.deleteSession({ sessionId: ended.sessionId })
    const expired = await sessions.createSession({ checks: byId(userId), lifetime: { seconds: 1n } })
    clock.advance(2)
    for (const session of [{ sessionId: '1', sessionToken: 'x' }, ended, expired]) {
      expect(await refusalOf(answer(await begin(), session))).toEqual({
        code: 'FailedPrecondition',
        id: 'session.link_gone',
      })
    }
    expect(await refusalOf(answer(await begin(), await sessions.createSession({})))).toMatchObject({
      id: 'session.link_without_user',
    })
  })

  test('with another token than its newest', async () => {
    const session = await passwordSession(server, userId)
    await sessions.setSession({ sessionId: session.sessionId, metadata: { a: Buffer.from('b') } })
    for (const sessionToken of [session.sessionToken, 'x']) {
      expect(await refusalOf(answer(await begin(), { ...session, sessionToken }))).toMatchObject({
        code: 'PermissionDenied',
      })
    }
  })

  test('from a caller without session.link, who sees no more than others', async () => {
    const session = await passwordSession(server, userId)
    const authRequestId = await begin()
    const owner = server.client(OIDCService)
    const nobody = server.client(OIDCService, { token: (await addMachine(server)).token })
    const elsewhere = server.client(OIDCService, { token: (await addInstance(server)).token })
    expect(await refusalOf(answer(authRequestId, session, owner))).toMatchObject({ code: 'PermissionDenied' })
    expect(await refusalOf(answer(authRequestId, session, nobody))).toMatchObject({ code: 'NotFound' })
    expect(await refusalOf(nobody.getAuthRequest({ authRequestId }))).toMatchObject({ code: 'NotFound' })
    expect((await refusalOf(answer(authRequestId, session, elsewhere))).code).toMatch(
      /NotFound|Unauthenticated/,
    )
    expect(
      await refusalOf(server.client(OIDCService, { token: null }).getAuthRequest({ authRequestId })),
    ).toMatchObject({ code: 'Unauthenticated' })
    expect(await refusalOf(answer('V2_1', session))).toEqual({
      code: 'NotFound',
      id: 'auth_request.not_found',
    })
    expect(await refusalOf(login.createCallback({ authRequestId }))).toMatchObject({
      code: 'InvalidArgument',
    })
  })

  test('that proved nothing, from a user who only names themselves as the login', async () => {
    const attacker = await addMachine(server)
    const victim = await sessions.createSession({ checks: byId(userId) })
    const authRequestId = await beginLogin(server, query, { 'x-zitadel-login-client': attacker.userId })
    const client = server.client(OIDCService, { token: attacker.token })
    expect((await client.getAuthRequest({ authRequestId })).authRequest?.id).toBe(authRequestId)
    expect(await refusalOf(answer(authRequestId, victim, client))).toEqual({
      code: 'PermissionDenied',
      id: 'auth_request.not_proved',
    })
    expect((await answer(authRequestId, await passwordSession(server, userId), client)).callbackUrl).toMatch(
      /code=/,
    )
  })

  test('of another organization than the scope names', async () => {
    const org = await addOrg(server)
    const id = await begin({ scope: `openid urn:zitadel:iam:org:id:${org.orgId}` })
    const session = await passwordSession(server, userId)
    expect(await refusalOf(answer(id, session))).toEqual({
      code: 'FailedPrecondition',
      id: 'auth_request.other_organization',
    })
    const own = await begin({ scope: `openid urn:zitadel:iam:org:id:${server.first.orgId}` })
    expect((await answer(own, session)).callbackUrl).toMatch(/code=/)
  })

  test('of another user than an essential sub names', async () => {
    const claims = JSON.stringify({ id_token: { sub: { value: userId } } })
    const stranger = await addPerson(server)
    expect(
      await refusalOf(answer(await begin({ claims }), await passwordSession(server, stranger.userId))),
    ).toEqual({
      code: 'FailedPrecondition',
      id: 'auth_request.other_user',
    })
  })

  test('of another user than the ID token of the request names (OpenID Connect Core §3.1.2.2)', async () => {
    const basic = [app.clientId, app.clientSecret] as const
    const form = await codeForm(server, app, await passwordSession(server, userId))
    const { json } = await requestToken(server, form, { basic })
    expect(decodeJwt(String(json['id_token'])).sub).toBe(userId)
    const stranger = await addPerson(server)
    const id = await begin({ id_token_hint: String(json['id_token']) })
    expect(await refusalOf(answer(id, await passwordSession(server, stranger.userId)))).toEqual({
      code: 'FailedPrecondition',
      id: 'auth_request.other_user',
    })
    expect((await answer(id, await passwordSession(server, userId))).callbackUrl).toMatch(/code=/)
    clock.advance(100_000)
    const late = await begin({ id_token_hint: String(json['id_token']) })
    expect(await refusalOf(answer(late, await passwordSession(server, stranger.userId)))).toMatchObject({
      id: 'auth_request.other_user',
    })
    expect((await fail(late, ErrorReason.LOGIN_REQUIRED)).callbackUrl).toMatch(/error=login_required/)
  })

  test('of a user who is none of those that sub names (OpenID Connect Core §5.5.1)', async () => {
    const [one, other, stranger] = [await addPerson(server), await addPerson(server), await addPerson(server)]
    const values = [one.userId, other.userId]
    const claims = JSON.stringify({ id_token: { sub: { values } } })
    const id = await begin({ claims })
    const { id: refusal } = await refusalOf(answer(id, await passwordSession(server, stranger.userId)))
    expect(refusal).toBe('auth_request.other_user')
    expect((await answer(id, await passwordSession(server, other.userId))).callbackUrl).toMatch(/code=/)
    const both = { id_token: { sub: { values } }, userinfo: { sub: { value: one.userId } } }
    const narrow = await begin({ claims: JSON.stringify(both) })
    expect(await refusalOf(answer(narrow, await passwordSession(server, other.userId)))).toMatchObject({
      id: 'auth_request.other_user',
    })
    const apart = { id_token: { sub: { values } }, userinfo: { sub: { value: stranger.userId } } }
    const { location } = await openAuthorization(server, { ...query, claims: JSON.stringify(apart) })
    expect(new URL(location ?? '').searchParams.get('error')).toBe('invalid_request')
  })

  test('that the project does not admit', async () => {
    const projectId = await addProject(server, { authorizationRequired: true })
    const strict = await addOidcApp(server, { projectId })
    const session = await passwordSession(server, userId)
    const id = await beginLogin(server, codeRequest(strict).query)
    expect(await refusalOf(answer(id, session))).toMatchObject({ code: 'PermissionDenied' })
    const org = await addOrg(server)
    const member = await addPerson(server, { headers: org.headers })
    const closed = await addOidcApp(server, {
      projectId: await addProject(server, { projectAccessRequired: true }),
    })
    const ofStranger = await beginLogin(server, codeRequest(closed).query)
    expect(await refusalOf(answer(ofStranger, await passwordSession(server, member.userId)))).toMatchObject({
      code: 'PermissionDenied',
    })
    expect((await answer(ofStranger, session)).callbackUrl).toMatch(/code=/)
  })
})

describe('an error answers a request', () => {
  test('with its reason, and only once', async () => {
    const authRequestId = await begin()
    const { callbackUrl } = await fail(authRequestId)
    expect(Object.fromEntries(new URL(callbackUrl).searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'no & never',
      error_uri: 'https://e.test/',
      state: 'the state',
      iss: server.url,
    })
    expect(await refusalOf(fail(authRequestId))).toMatchObject({ code: 'FailedPrecondition' })
    expect(await refusalOf(fail('V2_1'))).toMatchObject({ code: 'FailedPrecondition' })
    expect(await refusalOf(login.getAuthRequest({ authRequestId }))).toMatchObject({ code: 'NotFound' })
    const session = await passwordSession(server, userId)
    expect(await refusalOf(answer(authRequestId, session))).toMatchObject({ code: 'FailedPrecondition' })
  })

  test('by the names of OAuth', async () => {
    const names = new Map([
      [ErrorReason.UNSPECIFIED, 'server_error'],
      [ErrorReason.TEMPORARY_UNAVAILABLE, 'temporarily_unavailable'],
      [ErrorReason.LOGIN_REQUIRED, 'login_required'],
    ])
    for (const [reason, name] of names) {
      const { callbackUrl } = await fail(await begin(), reason)
      expect(new URL(callbackUrl).searchParams.get('error')).toBe(name)
    }
  })
})

describe('step-up', () => {
  const essential = (level: number) => ({
    claims: JSON.stringify({
      id_token: { acr: { essential: true, values: [`urn:sallyport:aal:${level}`] } },
    }),
  })

  test('a new request raises the same session (RFC 9470)', async () => {
    const person = await addPerson(server)
    const seed = await addApp(server, person.userId)
    clock.advance(30)
    const session = await passwordSession(server, person.userId)
    const basic = [app.clientId, app.clientSecret] as const
    const first = await requestToken(server, await codeForm(server, app, session), { basic })
    const low = decodeJwt(String(first.json['id_token']))
    expect([low['acr'], low['amr']]).toEqual(['urn:sallyport:aal:1', ['pwd']])

    const { query: stronger, verifier } = codeRequest(app, {
      acr_values: 'urn:sallyport:aal:2',
      ...essential(2),
    })
    const id = await beginLogin(server, stronger)
    expect(await refusalOf(answer(id, session))).toEqual({
      code: 'FailedPrecondition',
      id: 'auth_request.acr_unmet',
    })
    const raised = await sessions.setSession({
      sessionId: session.sessionId,
      checks: { totp: { code: codeAt(seed, clock.now()) } },
    })
    const url = await answerLogin(server, id, { ...session, sessionToken: raised.sessionToken })
    const second = await requestToken(
      server,
      {
        grant_type: 'authorization_code',
        code: url.searchParams.get('code') ?? '',
        redirect_uri: stronger['redirect_uri'] ?? '',
        code_verifier: verifier,
      },
      { basic },
    )
    const high = decodeJwt(String(second.json['id_token']))
    expect(high['sid']).toBe(low['sid'])
    expect([high['acr'], high['amr']]).toEqual(['urn:sallyport:aal:2', ['pwd', 'otp', 'mfa']])
  })

  test('acr_values alone are a wish', async () => {
    const session = await passwordSession(server, userId)
    const url = await finishLogin(server, { ...query, acr_values: 'urn:sallyport:aal:3' }, session)
    expect(url.searchParams.get('code')).toBeTruthy()
  })

  test('an app and a project may demand a level', async () => {
    const strictApp = await addOidcApp(server, { metadata: { required_acr_values: ['urn:sallyport:aal:2'] } })
    const headers = { 'x-sallyport-required-acr': 'urn:sallyport:aal:2' }
    const inStrictProject = await addOidcApp(server, { projectId: await addProject(server, {}, headers) })
    const session = await passwordSession(server, userId)
    for (const one of [strictApp, inStrictProject]) {
      expect(
        await refusalOf(answer(await beginLogin(server, codeRequest(one).query), session)),
      ).toMatchObject({
        id: 'auth_request.acr_unmet',
      })
    }
  })

  test('max_age and prompt=login demand a factor that was checked late enough', async () => {
    const session = await passwordSession(server, userId)
    clock.advance(100)
    const strict = await begin({ max_age: '60' })
    const again = await begin({ prompt: 'login' })
    for (const id of [strict, again]) {
      expect(await refusalOf(answer(id, session))).toEqual({
        code: 'FailedPrecondition',
        id: 'auth_request.auth_too_old',
      })
    }
    expect((await answer(await begin({ max_age: '100' }), session)).callbackUrl).toMatch(/code=/)
    const renewed = await sessions.setSession({
      sessionId: session.sessionId,
      checks: { password: { password: 'Correct-Horse-1' } },
    })
    const fresh = { ...session, sessionToken: renewed.sessionToken }
    expect((await answer(strict, fresh)).callbackUrl).toMatch(/code=/)
    expect((await answer(again, fresh)).callbackUrl).toMatch(/code=/)
  })

  test('a session that proved nothing is never fresh', async () => {
    const session = await sessions.createSession({ checks: byId(userId) })
    expect(await refusalOf(answer(await begin({ prompt: 'login' }), session))).toMatchObject({
      id: 'auth_request.auth_too_old',
    })
  })

  test('a removed factor does not count, not even right after the check', async () => {
    const person = await addPerson(server)
    const seed = await addApp(server, person.userId)
    clock.advance(30)
    const session = await sessions.createSession({
      checks: {
        ...byId(person.userId),
        password: { password: 'Correct-Horse-1' },
        totp: { code: codeAt(seed, clock.now()) },
      },
    })
    await server.client(UserService).removeTOTP({ userId: person.userId })
    const id = await begin(essential(2))
    const { session: read } = await sessions.getSession({ sessionId: session.sessionId })
    expect(read?.factors?.totp).toBeUndefined()
    expect(await refusalOf(answer(id, session))).toMatchObject({ code: 'FailedPrecondition' })
  })
})
