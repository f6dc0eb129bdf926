import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { exportJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, testClock } from './factors.ts'
import { postForm } from './oidcForms.ts'
import { addOidcApp, beginLogin, callbackUri, codeRequest, loginOf, openAuthorization } from './oidcLogin.ts'

const clock = testClock()
const server = await testServer({ clock })
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwks = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'own' }] }
const app = await addOidcApp(server, { metadata: { jwks } })
const other = await addOidcApp(server, { metadata: { jwks } })
const login = server.client(OIDCService, await loginOf(server))
const sender = (one = app) => ({ basic: [one.clientId, one.clientSecret] as const })
const { query } = codeRequest(app, { scope: 'openid profile', login_hint: 'ada' })

const push = (form: Record<string, string> = query, from: Parameters<typeof postForm>[3] = sender()) =>
  postForm(server, '/oauth/v2/par', form, from)
const pushed = async () => String((await push()).json['request_uri'])
const open = (more: Record<string, string>, clientId = app.clientId) =>
  openAuthorization(server, { client_id: clientId, ...more })

describe('a pushed request (RFC 9126)', () => {
  test('is opened by its request_uri; parameters beside it do not count', async () => {
    const { status, json, headers } = await push()
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store'])
    expect(json).toEqual({
      request_uri: expect.stringMatching(/^urn:ietf:params:oauth:request_uri:slp_par_/),
      expires_in: 90,
    })
    const authRequestId = await beginLogin(server, {
      client_id: app.clientId,
      request_uri: String(json['request_uri']),
      scope: 'openid email',
      redirect_uri: 'https://evil.example/',
    })
    expect((await login.getAuthRequest({ authRequestId })).authRequest).toMatchObject({
      scope: ['openid', 'profile'],
      redirectUri: callbackUri,
      loginHint: 'ada',
    })
    const events = await eventsOf(server, authRequestId)
    expect(events.map(({ type }) => type)).toEqual(['auth_request.pushed', 'auth_request.added'])
    expect(JSON.stringify(events)).not.toContain(app.clientSecret)
  })

  test('counts once, also at once', async () => {
    const request_uri = await pushed()
    const replies = await Promise.all([1, 2, 3, 4].map(() => open({ request_uri })))
    expect(replies.filter(({ status }) => status === 303)).toHaveLength(1)
    expect((await open({ request_uri })).json['error']).toBe('invalid_request_uri')
  })

  test('counts for 90 seconds, and only for its client', async () => {
    const request_uri = await pushed()
    expect((await open({ request_uri }, other.clientId)).json['error']).toBe('invalid_request_uri')
    clock.advance(90)
    expect((await open({ request_uri })).json['error']).toBe('invalid_request_uri')
  })

  test('needs the secret in its handle', async () => {
    const request_uri = await pushed()
    const forged = request_uri.slice(0, -43) + 'A'.repeat(43)
    expect((await open({ request_uri: forged })).json['error']).toBe('invalid_request_uri')
    expect((await open({ request_uri })).status).toBe(303)
  })

  test.each([
    ['an unknown redirect URI', { redirect_uri: 'https://evil.example/' }, 'invalid_request'],
    ['prompt none with another', { prompt: 'none login' }, 'invalid_request'],
    ['a request_uri', { request_uri: 'urn:x' }, 'invalid_request'],
    ['an unknown resource', { resource: 'https://api.example.test' }, 'invalid_target'],
    ['more than can be kept', { state: 'x'.repeat(20_000) }, 'invalid_request'],
  ])('is refused where it is pushed: %s', async (_, more, error) => {
    const { status, json } = await push({ ...query, ...more })
    expect([status, json['error']]).toEqual([400, error])
  })

  test('needs the client’s credentials', async () => {
    expect(await push(query, { basic: [app.clientId, 'wrong'] })).toMatchObject({ status: 401 })
    expect((await push(query, {})).json['error']).toBe('invalid_client')
    expect((await push(query, sender(other))).json['error']).toBe('invalid_request')
  })

  test('may be demanded by an app', async () => {
    const strict = await addOidcApp(server, { metadata: { require_pushed_authorization_requests: true } })
    const request = codeRequest(strict).query
    expect((await openAuthorization(server, request)).json['error']).toBe('invalid_request')
    const { json } = await push(request, sender(strict))
    expect((await open({ request_uri: String(json['request_uri']) }, strict.clientId)).status).toBe(303)
  })
})

const seconds = () => Math.floor(clock.now().getTime() / 1000)
const claims = (): JWTPayload => ({
  ...query,
  iss: app.clientId,
  aud: server.url,
  exp: seconds() + 60,
  jti: randomUUID(),
  max_age: 300,
  claims: { id_token: { acr: { essential: true, value: 'urn:sallyport:aal:2' } } },
})

function signed(payload: JWTPayload, header: object = {}, key = own.privateKey): Promise<string> {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', kid: 'own', typ: 'oauth-authz-req+jwt', ...header })
    .sign(key)
}

describe('a signed request object (RFC 9101)', () => {
  test('counts instead of the parameters beside it', async () => {
    const request = await signed(claims())
    const authRequestId = await beginLogin(server, {
      client_id: app.clientId,
      request,
      scope: 'openid email',
      state: 'injected',
    })
    expect((await login.getAuthRequest({ authRequestId })).authRequest).toMatchObject({
      scope: ['openid', 'profile'],
      maxAge: { seconds: 300n },
    })
    const [added] = await eventsOf(server, authRequestId)
    expect(added?.payload).toMatchObject({ state: 'the state', demandedLevel: 2 })
  })

  test('may be pushed', async () => {
    const { status, json } = await push({ client_id: app.clientId, request: await signed(claims()) })
    expect(status).toBe(201)
    expect((await open({ request_uri: String(json['request_uri']) })).status).toBe(303)
  })

  const forgeries: Record<string, () => Promise<string> | string> = {
    'no signature (alg none)': () => new UnsecuredJWT(claims()).encode(),
    'a stranger’s key': () => signed(claims(), {}, stranger.privateKey),
    'an unknown key id': () => signed(claims(), { kid: 'other' }),
    'the public key as an HMAC secret': async () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'own', typ: 'oauth-authz-req+jwt' })
        .sign(Buffer.from(own.publicKey.export({ type: 'spki', format: 'pem' }))),
    'another audience': () => signed({ ...claims(), aud: 'https://other.example' }),
    'another issuer': () => signed({ ...claims(), iss: other.clientId }),
    'another client': () => signed({ ...claims(), client_id: other.clientId }),
    'an expired one': () => signed({ ...claims(), exp: seconds() - 60 }),
    'one without expiry': () => {
      const { exp: _, ...rest } = claims()
      return signed(rest)
    },
    'one that lasts long': () => signed({ ...claims(), exp: seconds() + 7200 }),
    'another type': () => signed(claims(), { typ: 'at+jwt' }),
    'a client assertion': () => signed({ ...claims(), sub: app.clientId }, { typ: 'JWT' }),
    'a nested request': () => signed({ ...claims(), request: 'x' }),
    'no JWT': () => 'x.y',
    'an oversized one': () => signed({ ...claims(), state: 'x'.repeat(8000) }),
  }
  test.each(Object.entries(forgeries))('is refused: %s', async (_, forge) => {
    const { status, json, location } = await open({ request: await forge() })
    expect([status, json['error'], location]).toEqual([400, 'invalid_request_object', null])
  })

  test('may be demanded by an app', async () => {
    const strict = await addOidcApp(server, { metadata: { jwks, require_signed_request_object: true } })
    const { json } = await openAuthorization(server, codeRequest(strict).query)
    expect(json['error']).toBe('invalid_request')
    const request = await signed({ ...claims(), client_id: strict.clientId, iss: strict.clientId })
    expect((await open({ request }, strict.clientId)).status).toBe(303)
  })
})
