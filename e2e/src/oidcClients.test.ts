import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addOidcApp, callbackUri, finishLogin } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'

const server = await testServer()
const app = await addOidcApp(server)
const dpopApp = await addOidcApp(server, {
  metadata: { dpop_bound_access_tokens: true, require_pushed_authorization_requests: true },
})
const { userId } = await addPerson(server)
const session = () => passwordSession(server, userId)

/** A configuration that `openid-client` has discovered; plain http is for this test only. */
function discovered(one: { readonly clientId: string; readonly clientSecret: string }) {
  return openid.discovery(new URL(server.url), one.clientId, one.clientSecret, undefined, {
    execute: [openid.allowInsecureRequests],
  })
}

describe('openid-client', () => {
  test('logs in by code with PKCE, reads userinfo, refreshes and revokes', async () => {
    const config = await discovered(app)
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()]
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: callbackUri,
      scope: 'openid email offline_access',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
      max_age: '300',
    })
    const checks = { pkceCodeVerifier, expectedState, expectedNonce, maxAge: 300, idTokenExpected: true }
    const answer = await finishLogin(server, url, await session())
    const tokens = await openid.authorizationCodeGrant(config, answer, checks)
    expect(tokens.claims()).toMatchObject({ iss: server.url, sub: userId, azp: app.clientId })
    const user = await openid.fetchUserInfo(config, tokens.access_token, userId)
    expect(user.email).toMatch(/@example\.test$/)
    const renewed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
    expect(renewed.access_token).not.toBe(tokens.access_token)
    await openid.tokenRevocation(config, renewed.access_token)
    await expect(openid.fetchUserInfo(config, renewed.access_token, userId)).rejects.toThrow()
  })

  test('refuses an answer of another issuer (mix-up)', async () => {
    const config = await discovered(app)
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: callbackUri,
      scope: 'openid',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const answer = await finishLogin(server, url, await session())
    answer.searchParams.set('iss', 'https://evil.example')
    await expect(openid.authorizationCodeGrant(config, answer, { pkceCodeVerifier })).rejects.toThrow()
    answer.searchParams.delete('iss')
    await expect(openid.authorizationCodeGrant(config, answer, { pkceCodeVerifier })).rejects.toThrow()
  })

  test('pushes its request and binds the tokens to a DPoP key', async () => {
    const config = await discovered(dpopApp)
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const url = await openid.buildAuthorizationUrlWithPAR(
      config,
      {
        redirect_uri: callbackUri,
        scope: 'openid offline_access',
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      },
      { DPoP },
    )
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri'])
    const answer = await finishLogin(server, url, await session())
    const tokens = await openid.authorizationCodeGrant(config, answer, { pkceCodeVerifier }, undefined, {
      DPoP,
    })
    expect(tokens.token_type).toBe('dpop')
    const user = await openid.fetchUserInfo(config, tokens.access_token, userId, { DPoP })
    expect(user.sub).toBe(userId)
    await expect(openid.fetchUserInfo(config, tokens.access_token, userId)).rejects.toThrow()
  })

  test('a code that was bound to a DPoP key is of no use without that key', async () => {
    const config = await discovered(dpopApp)
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
    const thief = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const url = await openid.buildAuthorizationUrlWithPAR(
      config,
      {
        redirect_uri: callbackUri,
        scope: 'openid',
        code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      },
      { DPoP },
    )
    const answer = await finishLogin(server, url, await session())
    const stolen = openid.authorizationCodeGrant(config, answer, { pkceCodeVerifier }, undefined, {
      DPoP: thief,
    })
    await expect(stolen).rejects.toMatchObject({ error: 'invalid_grant' })
    const own = await openid.authorizationCodeGrant(config, answer, { pkceCodeVerifier }, undefined, { DPoP })
    expect(own.token_type).toBe('dpop')
  })
})

test('oauth4webapi logs in by code with PKCE and validates every answer', async () => {
  const insecure = { [oauth.allowInsecureRequests]: true }
  const issuer = new URL(server.url)
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  const client: oauth.Client = { client_id: app.clientId }
  const authentication = oauth.ClientSecretBasic(app.clientSecret)
  const [verifier, state, nonce] = [
    oauth.generateRandomCodeVerifier(),
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
  ]
  const url = new URL(as.authorization_endpoint ?? '')
  url.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: callbackUri,
    response_type: 'code',
    scope: 'openid profile',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  }).toString()
  const answer = oauth.validateAuthResponse(
    as,
    client,
    await finishLogin(server, url, await session()),
    state,
  )
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    authentication,
    answer,
    callbackUri,
    verifier,
    insecure,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  })
  expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe(userId)
  const userinfo = await oauth.userInfoRequest(as, client, tokens.access_token, insecure)
  expect(await oauth.processUserInfoResponse(as, client, userId, userinfo)).toMatchObject({ sub: userId })
})
