import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { OIDCAppType, OIDCAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addOidcApp, answerLogin } from './oidcLogin.ts'
import { closeContexts, openChromium } from './openChromium.ts'
import { addPerson, passwordSession } from './people.ts'

const require = createRequire(import.meta.url)
const library = readFileSync(
  path.join(path.dirname(require.resolve('oidc-client-ts')), '../browser/oidc-client-ts.min.js'),
)
const server = await testServer()
const { userId, username } = await addPerson(server)

/** Serves a page of an app that has the library, and a login of one's own that answers each request with a new session. */
const pages = createServer(async (request, response) => {
  const url = new URL(request.url ?? '', origin)
  if (url.pathname === '/oidc-client-ts.js') return response.end(library)
  if (url.pathname === '/login') {
    const id = url.searchParams.get('authRequest') ?? ''
    const answer = await answerLogin(server, id, await passwordSession(server, userId))
    return response.writeHead(303, { location: answer.href }).end()
  }
  response.setHeader('content-type', 'text/html')
  return response.end('<!doctype html><title>app</title><script src="/oidc-client-ts.js"></script>')
})
await new Promise<void>((listening) => pages.listen(0, 'localhost', listening))
const origin = `http://localhost:${(pages.address() as AddressInfo).port}`
const browser = await openChromium()
afterAll(async () => {
  await closeContexts(browser)
  pages.closeAllConnections()
  pages.close()
})

const app = (metadata?: object) =>
  addOidcApp(server, {
    oidc: {
      appType: OIDCAppType.OIDC_APP_TYPE_USER_AGENT,
      authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
      devMode: true,
      redirectUris: [`${origin}/callback`],
      postLogoutRedirectUris: [`${origin}/out`],
      loginVersion: { version: { case: 'loginV2', value: { baseUri: origin } } },
    },
    ...(metadata && { metadata }),
  })

/** Runs a script on the page of the app, in which `manager` is the library's. */
function run<Result>(page: Page, clientId: string, dpop: boolean, body: string): Promise<Result> {
  const settings = {
    authority: server.url,
    client_id: clientId,
    redirect_uri: `${origin}/callback`,
    post_logout_redirect_uri: `${origin}/out`,
    scope: 'openid profile email offline_access',
    // With DPoP the library would send the bound token as Bearer (findings/oidc-client-ts-userinfo-without-proof.sh).
    loadUserInfo: !dpop,
    automaticSilentRenew: false,
  }
  return page.evaluate<Result>(`(async () => {
    const { UserManager, WebStorageStateStore, IndexedDbDPoPStore } = window.oidc
    const manager = new UserManager({
      ...${JSON.stringify(settings)},
      ${dpop ? 'dpop: { bind_authorization_code: true, store: new IndexedDbDPoPStore() },' : ''}
    })
    ${body}
  })()`)
}

describe.each([
  ['bearer tokens', false],
  ['tokens bound to a key of the browser', true],
] as const)('oidc-client-ts 3 on a page of another origin, with %s', (_, dpop) => {
  test('logs in, reads userinfo and keys, renews silently, revokes and logs out', async () => {
    const { clientId } = await app(dpop ? { dpop_bound_access_tokens: true } : undefined)
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${origin}/`)
    await run(page, clientId, dpop, 'void manager.signinRedirect({ state: "where I was" })')
    await page.waitForURL(`${origin}/callback?**`)
    const user = await run<{
      profile: Record<string, unknown>
      tokenType: string
      state: unknown
      token: string
    }>(
      page,
      clientId,
      dpop,
      `const user = await manager.signinCallback()
      return { profile: user.profile, tokenType: user.token_type, state: user.state, token: user.access_token }`,
    )
    expect(user).toMatchObject({ tokenType: dpop ? 'DPoP' : 'Bearer', state: 'where I was' })
    expect(user.profile).toMatchObject({ sub: userId, ...(!dpop && { email: username }) })
    if (dpop) {
      const userinfo = await run(
        page,
        clientId,
        dpop,
        `const url = '${server.url}/oidc/v1/userinfo'
        const user = await manager.getUser()
        const send = async (nonce) => fetch(url, { headers: {
          authorization: 'DPoP ' + user.access_token, dpop: await manager.dpopProof(url, user, 'GET', nonce) } })
        const first = await send()
        const reply = first.status === 401 ? await send(first.headers.get('dpop-nonce')) : first
        return reply.json()`,
      )
      expect(userinfo).toMatchObject({ sub: userId, email: username })
    }

    const keys = await run<{ kid: string }[]>(
      page,
      clientId,
      dpop,
      'return manager.metadataService.getSigningKeys()',
    )
    expect(keys.every(({ kid }) => kid)).toBe(true)

    const renewed = await run<string>(
      page,
      clientId,
      dpop,
      'return (await manager.signinSilent()).access_token',
    )
    expect(renewed).not.toBe(user.token)

    const denied = await run<string>(
      page,
      clientId,
      dpop,
      `const reply = await fetch('${server.url}/oidc/v1/userinfo', { headers: { authorization: 'Bearer x' } })
      return reply.status + ' ' + reply.headers.get('www-authenticate')`,
    )
    expect(denied).toMatch(/^401 Bearer error="invalid_token"/)

    const revoked = await run<Record<string, unknown>>(
      page,
      clientId,
      dpop,
      `const { refresh_token } = await manager.getUser()
      await manager.revokeTokens(['access_token', 'refresh_token'])
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token, client_id: '${clientId}' })
      return (await fetch('${server.url}/oauth/v2/token', { method: 'POST', body })).json()`,
    )
    expect(revoked).toMatchObject({ error: 'invalid_grant' })
    await run(page, clientId, dpop, 'void manager.signoutRedirect()')
    await page.waitForURL(`${origin}/out**`)
    expect(
      await run(page, clientId, dpop, 'await manager.signoutCallback(); return await manager.getUser()'),
    ).toBe(null)
    await page.context().close()
  })
})
