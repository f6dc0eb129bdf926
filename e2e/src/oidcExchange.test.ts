import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { decodeJwt, exportJWK, type JWTPayload } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { codeForm } from './oidcLogin.ts'
import { dpopHolder, requestBoundToken, signAssertion } from './oidcProofs.ts'
import { addPerson, passwordSession } from './people.ts'
import { addMachine, addOrg } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange'
const type = (name: string) => `urn:ietf:params:oauth:token-type:${name}`
const userIdType = 'urn:zitadel:params:oauth:token-type:user_id'
const fixture = await addOidcProject(server, {
  config: { grantTypes: ['authorization_code', 'refresh_token', grant_type] },
})
const other = await addOidcProject(server, { config: { grantTypes: ['authorization_code', grant_type] } })
const person = await addPerson(server)

const login = async (of = fixture, grant: Parameters<typeof loginTokens>[3] = {}, userId = person.userId) => {
  const { sessionId } = await passwordSession(server, userId)
  return { sessionId, ...(await loginTokens(server, of, sessionId, grant)) }
}
const exchange = (form: Readonly<Record<string, string>>, of = fixture) =>
  requestToken(server, { grant_type, ...form }, { basic: of.app })
const ofAccessToken = (subject_token: string, more: Readonly<Record<string, string>> = {}) =>
  exchange({ subject_token, subject_token_type: type('access_token'), ...more })
const inspect = async (token: string) =>
  (await postForm(server, '/oauth/v2/introspect', { token }, { basic: fixture.api })).json
const errorOf = async (reply: ReturnType<typeof exchange>) => {
  const { status, json } = await reply
  return [status, json['error']]
}

describe('a token is exchanged', () => {
  test('for one with less reach', async () => {
    const { accessToken } = await login()
    const { status, json } = await ofAccessToken(accessToken, { scope: 'profile', audience: fixture.api[0] })
    expect([status, json]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^slp_at_/),
        token_type: 'Bearer',
        expires_in: 43_200,
        scope: 'profile',
        issued_token_type: type('access_token'),
      },
    ])
    expect(await inspect(String(json['access_token']))).toMatchObject({
      active: true,
      sub: person.userId,
      scope: 'profile',
      aud: [fixture.api[0]],
    })
  })

  test('for a JWT access token, or for an ID token', async () => {
    const { accessToken } = await login()
    const jwt = await ofAccessToken(accessToken, { requested_token_type: type('jwt'), scope: 'profile' })
    expect(decodeJwt(String(jwt.json['access_token']))).toMatchObject({
      sub: person.userId,
      client_id: fixture.app[0],
    })
    const id = await ofAccessToken(accessToken, { requested_token_type: type('id_token') })
    expect(id.json).toMatchObject({ token_type: 'N_A', issued_token_type: type('id_token') })
    expect(decodeJwt(String(id.json['access_token']))).toMatchObject({
      sub: person.userId,
      azp: fixture.app[0],
    })
  })

  test('for one that dies with it: no later, and by the same losses', async () => {
    const { accessToken, sessionId } = await login()
    clock.advance(43_000)
    const { json } = await ofAccessToken(accessToken, { scope: 'profile' })
    expect(json['expires_in']).toBe(200)
    const exchanged = String(json['access_token'])
    expect(await inspect(exchanged)).toMatchObject({ active: true })
    await server.client(SessionService).deleteSession({ sessionId })
    expect(await inspect(exchanged)).toEqual({ active: false })
  })

  test('for one that dies when its grant is revoked, however often it was exchanged', async () => {
    const { accessToken, refreshToken } = await login()
    const first = await ofAccessToken(accessToken)
    const second = await ofAccessToken(String(first.json['access_token']), { scope: 'profile' })
    const exchanged = String(second.json['access_token'])
    expect(await inspect(exchanged)).toMatchObject({ active: true })
    await postForm(server, '/oauth/v2/revoke', { token: refreshToken }, { basic: fixture.app })
    expect(await inspect(exchanged)).toEqual({ active: false })
    const refreshed = { grant_type: 'refresh_token', refresh_token: String(first.json['refresh_token']) }
    expect(await errorOf(requestToken(server, refreshed, { basic: fixture.app }))).toEqual([
      400,
      'invalid_grant',
    ])
    await server.runJobs()
    const revoked = await server.testDatabase.database.query(
      `select 1 from events where type = 'oidc_session.revoked' and payload->>'cause' = 'source_revoked'`,
    )
    expect(revoked).toHaveLength(2)
  })

  test('with an ID token, as long as its grant stands', async () => {
    const { userId } = await addPerson(server)
    const session = await passwordSession(server, userId)
    const app = { clientId: fixture.app[0] }
    const more = { redirect_uri: 'https://app.example/callback', scope: 'openid offline_access' }
    const form = await codeForm(server, app, session, more)
    const { json } = await requestToken(server, form, { basic: fixture.app })
    const ofIdToken = () =>
      exchange({ subject_token: String(json['id_token']), subject_token_type: type('id_token') })
    const exchanged = String((await ofIdToken()).json['access_token'])
    expect(await inspect(exchanged)).toMatchObject({ active: true, sub: userId, amr: ['pwd'] })
    await server
      .client(UserService)
      .setPassword({ userId, newPassword: { password: 'Another-Horse-2', changeRequired: false } })
    expect(await inspect(exchanged)).toEqual({ active: false })
    expect(await errorOf(ofIdToken())).toEqual([400, 'invalid_request'])
  })

  test('with a personal access token of a machine', async () => {
    const { userId, token = '' } = await addMachine(server)
    const { status, json } = await ofAccessToken(token)
    expect(status).toBe(200)
    const exchanged = String(json['access_token'])
    expect(await inspect(exchanged)).toMatchObject({ active: true, sub: userId })
    await server.client(UserService).deactivateUser({ userId })
    expect(await inspect(exchanged)).toEqual({ active: false })
  })
})

describe('an exchange is refused', () => {
  test('beyond scope and audience of the token', async () => {
    const { accessToken } = await login()
    expect(await errorOf(ofAccessToken(accessToken, { scope: 'profile email' }))).toEqual([
      400,
      'invalid_scope',
    ])
    expect(await errorOf(ofAccessToken(accessToken, { audience: other.projectId }))).toEqual([
      400,
      'invalid_target',
    ])
    expect(await errorOf(ofAccessToken(accessToken, { resource: 'https://api.example' }))).toEqual([
      400,
      'invalid_target',
    ])
  })

  test('of a token for another client, a dead one, or a refresh token', async () => {
    const foreign = await login(other, { audience: [other.app[0], other.projectId] })
    expect(await errorOf(ofAccessToken(foreign.accessToken))).toEqual([400, 'invalid_request'])
    const { accessToken, refreshToken, sessionId } = await login()
    for (const dead of [refreshToken ?? '', 'x', accessToken.replace(/.{43}$/, 'A'.repeat(43))]) {
      expect(await errorOf(ofAccessToken(dead))).toEqual([400, 'invalid_request'])
    }
    await server.client(SessionService).deleteSession({ sessionId })
    expect(await errorOf(ofAccessToken(accessToken))).toEqual([400, 'invalid_request'])
  })

  test('of a type that is not presented or not issued', async () => {
    const { accessToken: subject_token } = await login()
    for (const wrong of [type('refresh_token'), type('saml2'), 'x']) {
      expect(await errorOf(exchange({ subject_token, subject_token_type: wrong }))).toEqual([
        400,
        'invalid_request',
      ])
    }
    const refresh = { requested_token_type: type('refresh_token') }
    expect(await errorOf(ofAccessToken(subject_token, refresh))).toEqual([400, 'invalid_request'])
    expect(await errorOf(exchange({ subject_token, subject_token_type: type('id_token') }))).toEqual([
      400,
      'invalid_request',
    ])
  })

  test('for a client without the grant', async () => {
    const plain = await addOidcProject(server)
    const { accessToken: subject_token } = await login(plain)
    const reply = exchange({ subject_token, subject_token_type: type('access_token') }, plain)
    expect(await errorOf(reply)).toEqual([400, 'unauthorized_client'])
  })

  test('of a bound token without its key', async () => {
    const holder = await dpopHolder(server)
    const form = {
      grant_type,
      subject_token: (await login()).accessToken,
      subject_token_type: type('access_token'),
    }
    const bound = await requestBoundToken(server, holder, form, { basic: fixture.app })
    expect(bound.json['token_type']).toBe('DPoP')
    const subject_token = String(bound.json['access_token'])
    expect(await errorOf(ofAccessToken(subject_token))).toEqual([400, 'invalid_dpop_proof'])
    const thief = await dpopHolder(server)
    const stolen = await requestBoundToken(server, thief, { ...form, subject_token }, { basic: fixture.app })
    expect(stolen.json['error']).toBe('invalid_grant')
    const own = await requestBoundToken(server, holder, { ...form, subject_token }, { basic: fixture.app })
    expect(own.status).toBe(200)
  })
})

describe('an actor', () => {
  let actor_token = ''
  let actorId = ''
  const settings = server.client(SettingsService)
  const byActor = (form: Readonly<Record<string, string>>, token = actor_token) =>
    exchange({ actor_token: token, actor_token_type: type('access_token'), ...form })
  const named = (userId: string) => ({ subject_token: userId, subject_token_type: userIdType })

  beforeAll(async () => {
    const { userId, token = '' } = await addMachine(server, { roles: ['ORG_END_USER_IMPERSONATOR'] })
    actorId = userId
    actor_token = token
  })

  test('acts for a user if the instance allows it', async () => {
    expect(await errorOf(byActor(named(person.userId)))).toEqual([403, 'access_denied'])
    await settings.setSecuritySettings({ enableImpersonation: true })
    const { status, json } = await byActor({ ...named(person.userId), scope: 'openid profile' })
    expect([status, json['scope']]).toEqual([200, 'openid profile'])
    expect(decodeJwt(String(json['id_token']))).toMatchObject({
      sub: person.userId,
      act: { iss: server.url, sub: actorId },
    })
    expect(await inspect(String(json['access_token']))).toMatchObject({
      active: true,
      sub: person.userId,
      act: { iss: server.url, sub: actorId },
    })
    expect(await eventTypesOf(server, person.userId)).toContain('user.impersonated')
  })

  test('may give a reason, which the log of the user keeps', async () => {
    const basic = { basic: fixture.app, headers: { 'x-sallyport-reason': 'support%20call' } }
    const form = { grant_type, actor_token, actor_token_type: type('access_token'), ...named(person.userId) }
    expect((await requestToken(server, form, basic)).status).toBe(200)
    expect((await eventsOf(server, person.userId)).slice(-2)).toEqual([
      { type: 'reason.given', payload: { reason: 'support call' } },
      { type: 'user.impersonated', payload: expect.anything() },
    ])
    const demand = { headers: { 'x-sallyport-reason-demand': 'people' } }
    await server.client(SettingsService, demand).setSecuritySettings({ enableImpersonation: true })
    const without = await requestToken(server, form, { basic: fixture.app })
    expect([without.status, without.json]).toMatchObject([
      400,
      { error: 'invalid_request', error_description: expect.stringContaining('x-sallyport-reason') },
    ])
    expect((await requestToken(server, form, basic)).status).toBe(200)
    demand.headers['x-sallyport-reason-demand'] = 'none'
    await server.client(SettingsService, demand).setSecuritySettings({ enableImpersonation: true })
    expect((await requestToken(server, form, { basic: fixture.app })).status).toBe(200)
    const events = await eventsOf(server, person.userId)
    const unclear = { ...basic, headers: { 'x-sallyport-reason': '%' } }
    expect((await requestToken(server, form, unclear)).status).toBe(400)
    expect(await eventsOf(server, person.userId)).toEqual(events)
  })

  test('stays visible when its token is exchanged again', async () => {
    const { json } = await byActor(named(person.userId))
    const again = await ofAccessToken(String(json['access_token']))
    expect(again.status).toBe(200)
    expect(await inspect(String(again.json['access_token']))).toMatchObject({ act: { sub: actorId } })
  })

  test('loses its tokens with its own', async () => {
    const brief = await addMachine(server, { roles: ['ORG_END_USER_IMPERSONATOR'] })
    const { json } = await byActor(named(person.userId), brief.token)
    const token = String(json['access_token'])
    expect(await inspect(token)).toMatchObject({ active: true })
    await server.client(UserService).deactivateUser({ userId: brief.userId })
    expect(await inspect(token)).toEqual({ active: false })
  })

  test('needs the permission on the user: in the same organization, and more for administrators', async () => {
    const plain = await addMachine(server)
    expect(await errorOf(byActor(named(person.userId), plain.token))).toEqual([403, 'access_denied'])
    const org = await addOrg(server)
    const elsewhere = await addMachine(server, { orgId: org.orgId })
    expect(await errorOf(byActor(named(elsewhere.userId)))).toEqual([403, 'access_denied'])
    const manager = await addMachine(server, { roles: ['ORG_OWNER'] })
    expect(await errorOf(byActor(named(manager.userId)))).toEqual([403, 'access_denied'])
    const chief = await addMachine(server, { roles: ['IAM_OWNER'] })
    const senior = await addMachine(server, { roles: ['ORG_ADMIN_IMPERSONATOR'] })
    expect((await byActor(named(manager.userId), senior.token)).status).toBe(200)
    expect(await errorOf(byActor(named(chief.userId), senior.token))).toEqual([403, 'access_denied'])
  })

  test('is needed to name a user, and grants nothing that neither token has', async () => {
    expect(await errorOf(exchange(named(person.userId)))).toEqual([400, 'invalid_request'])
    for (const scope of ['openid offline_access', 'urn:zitadel:iam:org:project:id:zitadel:aud']) {
      expect(await errorOf(byActor({ ...named(person.userId), scope }))).toEqual([400, 'invalid_scope'])
    }
    expect(await errorOf(byActor(named('unknown')))).toEqual([400, 'invalid_request'])
  })

  test('is needed for a JWT with which a client names a user, too', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const jwk = { ...(await exportJWK(publicKey)), kid: 'own' } as unknown as Record<string, string>
    const ciphering = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { n = '', e = '' } = await exportJWK(ciphering.publicKey)
    const keyed = await addOidcProject(server, {
      config: {
        authMethod: 'private_key_jwt',
        grantTypes: [grant_type],
        metadata: { jwks: { keys: [jwk, { kty: 'RSA', n, e, use: 'enc', kid: 'enc' }] } },
      },
    })
    const signed = (claims: JWTPayload = {}, key = privateKey) => {
      const keyId = key === ciphering.privateKey ? 'enc' : 'own'
      return signAssertion(server, { subject: keyed.app[0], keyId, key }, claims)
    }
    const send = async (subject: JWTPayload, more: Readonly<Record<string, string>> = {}, key = privateKey) =>
      requestToken(server, {
        grant_type,
        client_assertion: await signed({ jti: randomUUID() }),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        subject_token: await signed(subject, key),
        subject_token_type: type('jwt'),
        ...more,
      })
    const acting = { actor_token, actor_token_type: type('access_token') }
    const { status, json } = await send({ sub: person.userId }, { ...acting, scope: 'openid' })
    expect(status).toBe(200)
    expect(decodeJwt(String(json['id_token']))).toMatchObject({ sub: person.userId, act: { sub: actorId } })
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const refused = [
      send({ sub: person.userId }),
      send({ sub: 'unknown' }, acting),
      send({ sub: person.userId }, acting, stranger),
      send({ sub: person.userId }, acting, ciphering.privateKey),
      send({ sub: person.userId, aud: 'https://other.example' }, acting),
      send({ sub: person.userId, iss: fixture.app[0] }, acting),
      send({ sub: person.userId, exp: 1 }, acting),
    ]
    for (const reply of refused) expect(await errorOf(reply)).toEqual([400, 'invalid_request'])
  })

  test('acts through at most five others, each of whom stays visible', async () => {
    const actors = await Promise.all(
      Array.from({ length: 6 }, () => addMachine(server, { roles: ['ORG_END_USER_IMPERSONATOR'] })),
    )
    const chain: string[] = []
    let { json } = await byActor(named(person.userId))
    chain.push(actorId)
    for (const { userId, token = '' } of actors.slice(0, 4)) {
      const acting = { actor_token: token, actor_token_type: type('access_token') }
      const reply = await ofAccessToken(String(json['access_token']), acting)
      expect(reply.status).toBe(200)
      json = reply.json
      chain.unshift(userId)
    }
    const { act } = await inspect(String(json['access_token']))
    const seen: string[] = []
    for (let one = act as { sub: string; act?: never } | undefined; one !== undefined; one = one.act) {
      seen.push(one.sub)
    }
    expect(seen).toEqual(chain)
    const sixth = { actor_token: actors[4]?.token ?? '', actor_token_type: type('access_token') }
    expect(await errorOf(ofAccessToken(String(json['access_token']), sixth))).toEqual([
      400,
      'invalid_request',
    ])
  })
})

describe('a refresh token of an exchange', () => {
  const refresh = (refresh_token: unknown, of = fixture) =>
    requestToken(
      server,
      { grant_type: 'refresh_token', refresh_token: String(refresh_token) },
      { basic: of.app },
    )

  test('is given for offline_access only, and never widens', async () => {
    const { accessToken } = await login()
    expect((await ofAccessToken(accessToken, { scope: 'profile' })).json).not.toHaveProperty('refresh_token')
    const narrow = { scope: 'profile offline_access', audience: fixture.api[0] }
    const { json } = await ofAccessToken(accessToken, narrow)
    const renewed = await refresh(json['refresh_token'])
    expect(renewed.status).toBe(200)
    expect(await inspect(String(renewed.json['access_token']))).toMatchObject({
      scope: 'profile offline_access',
      aud: [fixture.api[0]],
    })
    expect(await errorOf(refresh(renewed.json['refresh_token'], other))).toEqual([400, 'invalid_grant'])
  })

  test('dies with the session of the token that it was exchanged for', async () => {
    const { accessToken, sessionId } = await login()
    const { json } = await ofAccessToken(accessToken, { scope: 'profile offline_access' })
    await server.client(SessionService).deleteSession({ sessionId })
    expect(await errorOf(refresh(json['refresh_token']))).toEqual([400, 'invalid_grant'])
  })
})
