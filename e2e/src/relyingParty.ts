import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OIDCAppType, OIDCAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import * as client from 'openid-client'
import { afterAll } from 'vitest'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addOidcApp, type TestApp } from './oidcLogin.ts'

/** An application that a browser can open: it sends people to the login and takes the answer. */
export interface RelyingParty {
  readonly origin: string
  readonly clientId: string
  /** Where a login begins; the parameters are added to the authorization request. */
  start(parameters?: Readonly<Record<string, string>>): string
  /** Where people sign out of the application and of the login; the application does not say who they are. */
  readonly signOut: string
  /** The claims of the ID tokens that it has received, the last one first. */
  readonly received: readonly client.IDToken[]
}

/** Starts an application without a secret, with PKCE, for the test file that calls this at its top level. */
export async function relyingParty(
  server: TestServer,
  { oidc, ...more }: TestApp = {},
): Promise<RelyingParty> {
  const logins = new Map<string, { readonly verifier: string; readonly nonce: string }>()
  const received: client.IDToken[] = []
  const pages = createServer((request, response) => {
    answer(new URL(request.url ?? '/', origin)).then(
      (to) => (to.startsWith('http') ? response.writeHead(303, { location: to }).end() : response.end(to)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
    response.setHeader('content-type', 'text/html; charset=utf-8')
  })
  await new Promise<void>((listening) => pages.listen(0, 'localhost', listening))
  const origin = `http://localhost:${(pages.address() as AddressInfo).port}`
  afterAll(() => {
    pages.closeAllConnections()
    pages.close()
  })
  const { clientId } = await addOidcApp(server, {
    ...more,
    oidc: {
      appType: OIDCAppType.OIDC_APP_TYPE_USER_AGENT,
      authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
      devMode: true,
      redirectUris: [`${origin}/callback`],
      postLogoutRedirectUris: [`${origin}/out`],
      loginVersion: {},
      ...oidc,
    },
  })
  const execute = [client.allowInsecureRequests]
  const config = await client.discovery(new URL(server.url), clientId, {}, client.None(), { execute })

  /** Returns the page of an address, or the URL to which it redirects. */
  async function answer(url: URL): Promise<string> {
    switch (url.pathname) {
      case '/start':
        return (await begin(Object.fromEntries(url.searchParams))).href
      case '/callback':
        return page('Welcome', await finish(url))
      case '/sign-out':
        return client.buildEndSessionUrl(config, {
          post_logout_redirect_uri: `${origin}/out`,
        }).href
      case '/out':
        return page('Signed out', '')
      default:
        return page('App', '')
    }
  }

  async function begin(parameters: Record<string, string>): Promise<URL> {
    const verifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    logins.set(state, { verifier, nonce })
    return client.buildAuthorizationUrl(config, {
      redirect_uri: `${origin}/callback`,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...parameters,
    })
  }

  async function finish(url: URL): Promise<string> {
    const error = url.searchParams.get('error')
    if (error !== null) return error
    const expectedState = url.searchParams.get('state') ?? ''
    const login = logins.get(expectedState)
    if (login === undefined) throw new Error('the answer belongs to no request of this application')
    const checks = { expectedState, expectedNonce: login.nonce, pkceCodeVerifier: login.verifier }
    const tokens = await client.authorizationCodeGrant(config, url, { ...checks, idTokenExpected: true })
    const claims = tokens.claims()
    if (claims) received.unshift(claims)
    return claims?.sub ?? ''
  }

  return {
    origin,
    clientId,
    start: (parameters = {}) => `${origin}/start?${new URLSearchParams(parameters)}`,
    signOut: `${origin}/sign-out`,
    received,
  }
}

function page(title: string, text: string): string {
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>${title}</title><h1>${title}</h1><p>${text.replaceAll('<', '&lt;')}</p></html>`
}
