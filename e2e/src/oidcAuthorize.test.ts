import {
  OIDCAppType,
  OIDCAuthMethodType,
  OIDCResponseType,
} from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { Prompt } from '@zitadel/proto/zitadel/oidc/v2/authorization_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import {
  addOidcApp,
  beginLogin,
  callbackUri,
  codeRequest,
  loginBaseUri,
  loginOf,
  openAuthorization,
} from './oidcLogin.ts'
import { addPerson } from './people.ts'

const lines: string[] = []
const server = await testServer({ onLogLine: (line) => lines.push(line) })
const app = await addOidcApp(server)
const spa = await addOidcApp(server, {
  oidc: {
    appType: OIDCAppType.OIDC_APP_TYPE_USER_AGENT,
    authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
  },
})
const login = server.client(OIDCService, await loginOf(server))
const { query } = codeRequest(app)
const without = (name: string) => Object.fromEntries(Object.entries(query).filter(([key]) => key !== name))

/** The error that the app receives in the query of its redirect URI. */
async function answered(more: Record<string, string>, base: Record<string, string> = query) {
  const { status, location } = await openAuthorization(server, { ...base, ...more })
  expect(status).toBe(303)
  const url = new URL(location ?? '')
  expect(url.origin + url.pathname).toBe(callbackUri)
  return Object.fromEntries(url.searchParams)
}

describe('a request', () => {
  test('sends the browser to the login of the app, which reads it', async () => {
    const { status, location, headers } = await openAuthorization(server, {
      ...query,
      scope: 'openid profile unknown_scope urn:zitadel:iam:org:project:role:nobody',
      prompt: 'consent select_account invented',
      max_age: '60',
      login_hint: 'ada',
      ui_locales: 'de-CH xx_invalid!',
    })
    expect([status, headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
      303,
      'no-store',
      'no-referrer',
    ])
    const url = new URL(location ?? '')
    expect(url.origin + url.pathname).toBe(`${loginBaseUri}/login`)
    const authRequestId = url.searchParams.get('authRequest') ?? ''
    expect(authRequestId).toMatch(/^V2_\d+$/)
    expect((await login.getAuthRequest({ authRequestId })).authRequest).toMatchObject({
      id: authRequestId,
      clientId: app.clientId,
      redirectUri: callbackUri,
      scope: ['openid', 'profile'],
      prompt: [Prompt.CONSENT, Prompt.SELECT_ACCOUNT],
      maxAge: { seconds: 60n },
      loginHint: 'ada',
      uiLocales: ['de-CH'],
    })
    expect(await eventTypesOf(server, authRequestId)).toEqual(['auth_request.added'])
  })

  test('answers at a redirect URI whose letters are not ASCII', async () => {
    const redirect_uri = 'https://app.example.test/rückweg/漢'
    const app = await addOidcApp(server, { oidc: { redirectUris: [redirect_uri] } })
    const { query } = codeRequest(app, { redirect_uri, prompt: 'none login' })
    const { status, location } = await openAuthorization(server, query)
    expect(status).toBe(303)
    expect(location).toMatch(/^https:\/\/app\.example\.test\/r%C3%BCckweg\/%E6%BC%A2\?error=invalid_request&/)
  })

  test('may be posted as a form', async () => {
    const response = await fetch(`${server.url}/oauth/v2/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(query),
    })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/authRequest=V2_/)
  })

  test('goes to the hosted login if the app has none of its own', async () => {
    const hosted = await addOidcApp(server, { oidc: { loginVersion: { version: { case: undefined } } } })
    const { location } = await openAuthorization(server, codeRequest(hosted).query)
    expect(location).toMatch(new RegExp(`^${server.url}/ui/v2/login/login\\?authRequest=V2_\\d+$`))
  })

  test('with prompt=login demands a fresh login, as max_age=0 does', async () => {
    const authRequestId = await beginLogin(server, { ...query, prompt: 'login', max_age: '600' })
    const { authRequest } = await login.getAuthRequest({ authRequestId })
    expect(authRequest?.maxAge?.seconds).toBe(0n)
  })

  test('ignores a hint that is no ID token of this instance', async () => {
    const authRequestId = await beginLogin(server, { ...query, id_token_hint: 'e30.e30.e30' })
    expect((await login.getAuthRequest({ authRequestId })).authRequest?.hintUserId).toBeUndefined()
  })

  test('shows a login the levels of assurance that the app demands and prefers', async () => {
    const authRequestId = await beginLogin(server, {
      ...query,
      acr_values: 'urn:sallyport:aal:3 phr urn:sallyport:aal:2',
      claims:
        '{"id_token":{"acr":{"essential":true,"values":["urn:sallyport:aal:2","urn:sallyport:aal:3"]}}}',
    })
    const { headers } = await server.rest(
      'GET',
      `/v2/oidc/auth_requests/${authRequestId}`,
      await loginOf(server),
    )
    expect(headers.get('x-sallyport-required-acr')).toBe('urn:sallyport:aal:2')
    expect(headers.get('x-sallyport-acr-values')).toBe('urn:sallyport:aal:3 urn:sallyport:aal:2')
  })
})

describe('until the redirect URI is known to be the app’s, nothing is redirected', () => {
  test.each([
    ['an unknown client', { client_id: '1' }, 'invalid_request'],
    ['another site', { redirect_uri: 'https://evil.example/callback' }, 'invalid_request'],
    ['a path below', { redirect_uri: `${callbackUri}/more` }, 'invalid_request'],
    ['a query beside', { redirect_uri: `${callbackUri}?next=https://evil.example` }, 'invalid_request'],
    [
      'user information',
      { redirect_uri: 'https://app.example.test@evil.example/callback' },
      'invalid_request',
    ],
    ['a fragment', { redirect_uri: `${callbackUri}#x` }, 'invalid_request'],
    ['a script', { redirect_uri: 'javascript:alert(1)' }, 'invalid_request'],
    [
      'a request by reference',
      { request_uri: 'https://app.example.test/request.jwt' },
      'request_uri_not_supported',
    ],
    ['a forged request_uri', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'invalid_request_uri'],
  ])('%s', async (_, more, error) => {
    const { status, json, location, headers } = await openAuthorization(server, { ...query, ...more })
    expect([status, json['error'], location, headers.get('cache-control')]).toEqual([
      400,
      error,
      null,
      'no-store',
    ])
  })

  test.each(['client_id', 'redirect_uri'])('without %s', async (name) => {
    const { status, json } = await openAuthorization(server, without(name))
    expect([status, json['error']]).toEqual([400, 'invalid_request'])
  })

  test('a parameter given twice', async () => {
    const url = new URL(`${server.url}/oauth/v2/authorize?${new URLSearchParams(query)}&state=second`)
    expect((await openAuthorization(server, url)).json['error']).toBe('invalid_request')
  })

  test('and a browser gets a page that says what to do, without the registered URIs', async () => {
    const reply = await openAuthorization(
      server,
      { ...query, redirect_uri: 'https://evil.example/<script>' },
      { accept: 'text/html' },
    )
    expect(reply.status).toBe(400)
    expect(reply.headers.get('content-type')).toMatch(/^text\/html/)
    expect(reply.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    expect(reply.text).toContain('redirect_uri is not registered')
    expect(reply.text).not.toContain('evil.example')
    expect(reply.text).not.toContain(callbackUri)
    const line = lines.find((one) => one.includes('https://evil.example/<script>'))
    expect(line).toContain(callbackUri)
  })
})

describe('from then on the app receives the refusal, with its state and the issuer (RFC 9207)', () => {
  test.each([
    ['an unknown response type', { response_type: 'none' }, 'unsupported_response_type'],
    ['no scope', { scope: '' }, 'invalid_request'],
    ['prompt none with another', { prompt: 'none login' }, 'invalid_request'],
    ['max_age that is no number', { max_age: '-1' }, 'invalid_request'],
    ['claims that are no JSON', { claims: '{' }, 'invalid_request'],
    [
      'an essential acr that nobody knows',
      { claims: '{"id_token":{"acr":{"essential":true,"value":"phr"}}}' },
      'unmet_authentication_requirements',
    ],
    ['a challenge method that nobody knows', { code_challenge_method: 'S512' }, 'invalid_request'],
    ['a malformed challenge', { code_challenge: 'short' }, 'invalid_request'],
    ['a resource that is no URI', { resource: 'api' }, 'invalid_target'],
    ['an unknown organization', { scope: 'openid urn:zitadel:iam:org:id:1' }, 'invalid_scope'],
    ['registration', { registration: '{}' }, 'registration_not_supported'],
  ])('%s', async (_, more, error) => {
    const answer = await answered(more)
    expect(answer).toMatchObject({ error, state: 'the state', iss: server.url })
    expect(answer['error_description']).toBeTruthy()
    expect(answer['code']).toBeUndefined()
  })

  test('two organizations', async () => {
    const first = `urn:zitadel:iam:org:id:${server.first.orgId}`
    expect(await answered({ scope: `openid ${first} urn:zitadel:iam:org:id:1` })).toMatchObject({
      error: 'invalid_scope',
    })
  })

  test('a response type that the app does not have goes to the fragment', async () => {
    const { location } = await openAuthorization(server, { ...query, response_type: 'id_token', nonce: 'n' })
    const { hash, search } = new URL(location ?? '')
    expect(search).toBe('')
    expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toMatchObject({
      error: 'unauthorized_client',
      state: 'the state',
      iss: server.url,
    })
  })

  test('an app without a secret that does not use PKCE', async () => {
    const { code_challenge: _, code_challenge_method: __, ...plain } = codeRequest(spa).query
    expect(await answered({}, plain)).toMatchObject({ error: 'invalid_request' })
    expect(await openAuthorization(server, codeRequest(spa).query)).toMatchObject({ status: 303 })
  })

  test('tokens without a nonce', async () => {
    const implicit = await addOidcApp(server, {
      oidc: {
        appType: OIDCAppType.OIDC_APP_TYPE_USER_AGENT,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
        responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN],
        grantTypes: [1],
      },
    })
    const { location } = await openAuthorization(server, {
      ...codeRequest(implicit).query,
      response_type: 'id_token',
    })
    expect(new URL(location ?? '').hash).toMatch(/error=invalid_request/)
  })
})

test('a login that named itself reads its request, others need session.read', async () => {
  const { userId } = await addPerson(server)
  const authRequestId = await beginLogin(server, query, { 'x-zitadel-login-client': userId })
  const named = await server.rest('GET', `/v2/oidc/auth_requests/${authRequestId}`, { token: null })
  expect(named.status).toBe(401)
  expect((await login.getAuthRequest({ authRequestId })).authRequest?.id).toBe(authRequestId)
})
