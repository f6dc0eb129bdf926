import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  OIDCAppType,
  OIDCAuthMethodType,
  OIDCResponseType,
} from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { ErrorReason } from '@zitadel/proto/zitadel/oidc/v2/authorization_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { openKeyBrowser } from './browser.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { addOidcApp, beginLogin, codeRequest, finishLogin, loginOf, openAuthorization } from './oidcLogin.ts'
import { addPerson, password, passwordSession } from './people.ts'

/** An app that receives answers at `/callback` and then sends the browser to another origin. */
async function startReceiver() {
  const received: { method: string; url: string; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const { method = '', url = '' } = request
      if (url.startsWith('/callback')) received.push({ method, url, body })
      const next = `http://127.0.0.1:${(server.address() as AddressInfo).port}/home`
      if (method === 'POST') response.writeHead(303, { location: next }).end()
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>home</title>')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return {
    received,
    callback: `http://localhost:${port}/callback`,
    home: `http://127.0.0.1:${port}/home`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

const clock = testClock()
const server = await testServer({ clock })
const receiver = await startReceiver()
const browser = await openKeyBrowser()
afterAll(async () => {
  await browser.close()
  await receiver.close()
})
const { userId } = await addPerson(server)
const redirect = { redirect_uri: receiver.callback }
const app = await addOidcApp(server, { oidc: { redirectUris: [receiver.callback] } })
const basic = [app.clientId, app.clientSecret] as const
const formPost = (more: Record<string, string> = {}) =>
  codeRequest(app, { ...redirect, response_mode: 'form_post', ...more })
const session = () => passwordSession(server, userId)

describe('form_post', () => {
  test('submits itself, and the code is in no URL', async () => {
    const { query, verifier } = formPost({ state: '"><script>alert(1)</script>' })
    const url = await finishLogin(server, query, await session())
    expect(url.href).toMatch(new RegExp(`^${server.url}/oauth/v2/authorize/callback\\?ticket=slp_resp_`))
    await browser.page.goto(url.href)
    await browser.page.waitForURL(receiver.home)
    const { method, body, url: path } = receiver.received.at(-1) ?? { method: '', body: '', url: '' }
    expect([method, path]).toEqual(['POST', '/callback'])
    const answer = Object.fromEntries(new URLSearchParams(body))
    expect(answer).toEqual({
      code: expect.stringMatching(/^slp_code_/),
      state: '"><script>alert(1)</script>',
      iss: server.url,
    })
    const exchange = { grant_type: 'authorization_code', code: answer['code'] ?? '', code_verifier: verifier }
    expect((await requestToken(server, { ...exchange, ...redirect }, { basic })).status).toBe(200)
  })

  test('has a button for browsers without scripts', async () => {
    const context = await browser.page.context().browser()?.newContext({ javaScriptEnabled: false })
    if (!context) throw new Error('there is no browser')
    const page = await context.newPage()
    await page.goto((await finishLogin(server, formPost().query, await session())).href)
    expect(await page.title()).toBe('Back to the application')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(receiver.home)
    expect(receiver.received.at(-1)?.body).toMatch(/^code=slp_code_/)
    await context.close()
  })

  test('shows an answer once and for a minute', async () => {
    const first = await finishLogin(server, formPost().query, await session())
    const pages = await Promise.all([1, 2, 3].map(() => openAuthorization(server, first)))
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(pages.filter(({ json }) => json['error'] === 'invalid_request')).toHaveLength(2)
    const late = await finishLogin(server, formPost().query, await session())
    clock.advance(60)
    expect((await openAuthorization(server, late)).status).toBe(400)
    const forged = new URL(late.href.slice(0, -43) + 'A'.repeat(43))
    expect((await openAuthorization(server, forged)).status).toBe(400)
  })

  test('carries errors too: of the request, and of the login', async () => {
    const refused = await openAuthorization(server, formPost({ prompt: 'none login' }).query)
    expect(refused.status).toBe(200)
    expect(refused.text).toMatch(/name="error" value="invalid_request"/)
    const authRequestId = await beginLogin(server, formPost().query)
    const { callbackUrl } = await server.client(OIDCService, await loginOf(server)).createCallback({
      authRequestId,
      callbackKind: { case: 'error', value: { error: ErrorReason.ACCESS_DENIED } },
    })
    const { text } = await openAuthorization(server, new URL(callbackUrl))
    expect(text).toMatch(/name="error" value="access_denied"/)
    expect(text).toMatch(/name="iss"/)
  })

  test('cannot be framed, and loads and runs nothing but its own script', async () => {
    const { headers } = await openAuthorization(server, formPost({ scope: '' }).query)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/default-src 'none'/)
    expect(policy).toMatch(/frame-ancestors 'none'/)
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

test('fragment carries a code if the client asks for it', async () => {
  const url = await finishLogin(server, formPost({ response_mode: 'fragment' }).query, await session())
  expect(url.search).toBe('')
  expect(new URLSearchParams(url.hash.slice(1)).get('code')).toMatch(/^slp_code_/)
})

test('a query of the redirect URI is kept', async () => {
  const withQuery = `${receiver.callback}?tenant=a`
  const one = await addOidcApp(server, { oidc: { redirectUris: [withQuery] } })
  const { query } = codeRequest(one, { redirect_uri: withQuery })
  const url = await finishLogin(server, query, await session())
  expect([...url.searchParams.keys()]).toEqual(['tenant', 'code', 'state', 'iss'])
})

describe('implicit', () => {
  const implicit = async (responseTypes: OIDCResponseType[]) =>
    addOidcApp(server, {
      oidc: {
        appType: OIDCAppType.OIDC_APP_TYPE_USER_AGENT,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
        grantTypes: [1],
        responseTypes,
      },
    })

  test.each(['query', 'fragment', 'form_post'])(
    'answers with tokens, never in a query (%s asked)',
    async (mode) => {
      const one = await implicit([OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN])
      const { query } = codeRequest(one, {
        response_type: 'token id_token',
        response_mode: mode,
        nonce: 'n',
        scope: 'openid offline_access',
      })
      const authRequestId = await beginLogin(server, query)
      const { sessionId, sessionToken } = await session()
      const { callbackUrl } = await server.client(OIDCService, await loginOf(server)).createCallback({
        authRequestId,
        callbackKind: { case: 'session', value: { sessionId, sessionToken } },
      })
      const url = new URL(callbackUrl)
      const answer = mode === 'form_post' ? await inputsOf(url) : new URLSearchParams(url.hash.slice(1))
      expect([...answer.keys()]).toEqual([
        'access_token',
        'token_type',
        'expires_in',
        'id_token',
        'state',
        'iss',
      ])
      const { payload } = await jwtVerify(
        answer.get('id_token') ?? '',
        createRemoteJWKSet(new URL(`${server.url}/oauth/v2/keys`)),
        { issuer: server.url, audience: one.clientId, currentDate: clock.now() },
      )
      expect(payload).toMatchObject({ sub: userId, nonce: 'n', sid: sessionId, at_hash: expect.any(String) })
      const userinfo = await fetch(`${server.url}/oidc/v1/userinfo`, {
        headers: { authorization: `Bearer ${answer.get('access_token')}` },
      })
      expect(userinfo.status).toBe(200)
      expect(await eventTypesOf(server, authRequestId)).toEqual([
        'auth_request.added',
        'auth_request.session.linked',
        'auth_request.succeeded',
      ])
    },
  )

  test('gives no tokens by form if the password or the session of the login goes before the form is fetched', async () => {
    const one = await implicit([OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN])
    const { query } = codeRequest(one, {
      response_type: 'id_token token',
      response_mode: 'form_post',
      nonce: 'n',
    })
    const person = await addPerson(server)
    const changed = await finishLogin(server, query, await passwordSession(server, person.userId))
    const newPassword = { password, changeRequired: false }
    await server.client(UserService).setPassword({ userId: person.userId, newPassword })
    const { sessionId, sessionToken } = await passwordSession(server, person.userId)
    const ended = await finishLogin(server, query, { sessionId, sessionToken })
    await server.client(SessionService).deleteSession({ sessionId })
    for (const url of [changed, ended]) {
      const answer = await inputsOf(url)
      expect(answer.get('error')).toBe('login_required')
      expect([...answer.keys()]).toEqual(['error', 'error_description', 'state', 'iss'])
    }
  })

  test('id_token alone gives no access token', async () => {
    const one = await implicit([OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN])
    const { query } = codeRequest(one, { response_type: 'id_token', nonce: 'n' })
    const url = await finishLogin(server, query, await session())
    const answer = new URLSearchParams(url.hash.slice(1))
    expect([...answer.keys()]).toEqual(['id_token', 'state', 'iss'])
    const code = await postForm(server, '/oauth/v2/token', { grant_type: 'authorization_code', code: 'x' })
    expect(code.json['error']).toBe('invalid_client')
  })

  test.each(['dpop_bound_access_tokens', 'tls_client_certificate_bound_access_tokens'])(
    'gives no tokens without a key to a client with %s',
    async (member) => {
      const one = await addOidcApp(server, {
        oidc: { grantTypes: [1], responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN] },
        metadata: { [member]: true },
      })
      const { query } = codeRequest(one, { response_type: 'id_token token', nonce: 'n' })
      const { location } = await openAuthorization(server, query)
      const answer = new URLSearchParams(new URL(location ?? '').hash.slice(1))
      expect(answer.get('error')).toBe('unauthorized_client')
    },
  )
})

async function inputsOf(url: URL): Promise<URLSearchParams> {
  const { text } = await openAuthorization(server, url)
  const inputs = text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)
  const plain = (value: string) =>
    value.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
  return new URLSearchParams([...inputs].map(([, name = '', value = '']) => [plain(name), plain(value)]))
}
