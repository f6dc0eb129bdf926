import {
  OIDCAppType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
} from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { exportJWK, generateKeyPair } from 'jose'
import * as client from 'openid-client'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addClientMachine } from './oidcFixtures.ts'
import { type AddedApp, addOidcApp, callbackUri, finishLogin, loginOf } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'

const server = await testServer()
const { userId, username } = await addPerson(server)
const login = () => passwordSession(server, userId)
const signedOut = 'https://app.example.test/signed-out'

/** The client of an app, which verifies every signature. */
async function configure(
  app: Pick<AddedApp, 'clientId'>,
  metadata: Partial<client.ClientMetadata>,
  auth?: client.ClientAuth,
) {
  const execute = [client.allowInsecureRequests, client.enableNonRepudiationChecks]
  return client.discovery(new URL(server.url), app.clientId, metadata, auth, { execute })
}

/** Parameters of a request with PKCE, and the checks of its answer. */
async function request(more: Readonly<Record<string, string>> = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()]
  const parameters = {
    redirect_uri: callbackUri,
    scope: 'openid profile email offline_access',
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  }
  return { parameters, checks: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } }
}

describe('openid-client 6', () => {
  test.each(['RS256', undefined])(
    'a web app logs in, reads its user, refreshes, introspects, revokes, logs out (userinfo %s)',
    async (signed) => {
      const app = await addOidcApp(server, { oidc: { postLogoutRedirectUris: [signedOut] } })
      const config = await configure(app, {
        client_secret: app.clientSecret,
        ...(signed && { userinfo_signed_response_alg: signed, introspection_signed_response_alg: signed }),
      })
      const { parameters, checks } = await request({ max_age: '600' })
      const answer = await finishLogin(
        server,
        client.buildAuthorizationUrl(config, parameters),
        await login(),
      )
      const tokens = await client.authorizationCodeGrant(config, answer, { ...checks, maxAge: 600 })
      expect(tokens.claims()).toMatchObject({ sub: userId, acr: 'urn:sallyport:aal:1', amr: ['pwd'] })
      expect(await client.fetchUserInfo(config, tokens.access_token, userId)).toMatchObject({
        sub: userId,
        email: username,
        email_verified: true,
      })
      const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
      expect(renewed.claims()?.sub).toBe(userId)
      expect(await client.tokenIntrospection(config, renewed.access_token)).toMatchObject({
        active: true,
        username,
      })
      await client.tokenRevocation(config, renewed.refresh_token ?? '')
      expect(await client.tokenIntrospection(config, renewed.access_token)).toMatchObject({ active: false })
      const leave = client.buildEndSessionUrl(config, {
        id_token_hint: renewed.id_token ?? '',
        post_logout_redirect_uri: signedOut,
        state: 'left',
      })
      const left = await fetch(leave, { redirect: 'manual' })
      expect(left.headers.get('location')).toBe(`${signedOut}?state=left`)
    },
  )

  test('an app pushes signed requests, authenticates by its key and binds its tokens to another (PAR, JAR, DPoP)', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const key = { ...(await exportJWK(publicKey)), kid: 'mine', alg: 'ES256' }
    const app = await addOidcApp(server, {
      oidc: { authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT },
      metadata: {
        jwks: { keys: [key] },
        require_pushed_authorization_requests: true,
        require_signed_request_object: true,
        dpop_bound_access_tokens: true,
      },
    })
    const signer = { key: privateKey, kid: 'mine' }
    const config = await configure(app, {}, client.PrivateKeyJwt(signer))
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
    const { parameters, checks } = await request()
    const signed = await client.buildAuthorizationUrlWithJAR(config, parameters, signer)
    const url = await client.buildAuthorizationUrlWithPAR(config, signed.searchParams, { DPoP })
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri'])
    const answer = await finishLogin(server, url, await login())
    const tokens = await client.authorizationCodeGrant(config, answer, checks, undefined, { DPoP })
    expect(tokens.token_type).toBe('dpop')
    expect((await client.fetchUserInfo(config, tokens.access_token, userId, { DPoP })).sub).toBe(userId)
    await expect(client.fetchUserInfo(config, tokens.access_token, userId)).rejects.toThrow()
    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', {}, { DPoP })
    expect((await client.fetchUserInfo(config, renewed.access_token, userId, { DPoP })).sub).toBe(userId)
    const thief = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
    await expect(
      client.refreshTokenGrant(config, renewed.refresh_token ?? '', {}, { DPoP: thief }),
    ).rejects.toMatchObject({ error: expect.stringMatching(/invalid_(grant|dpop_proof)/) })
  })

  test('a page receives its answer by a form, an older one its ID token in the fragment', async () => {
    const app = await addOidcApp(server, {
      oidc: {
        responseTypes: [
          OIDCResponseType.OIDC_RESPONSE_TYPE_CODE,
          OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN,
        ],
        grantTypes: [
          OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE,
          OIDCGrantType.OIDC_GRANT_TYPE_IMPLICIT,
        ],
      },
    })
    const config = await configure(app, { client_secret: app.clientSecret })
    const { parameters, checks } = await request({ response_mode: 'form_post', scope: 'openid' })
    const page = await finishLogin(server, client.buildAuthorizationUrl(config, parameters), await login())
    const tokens = await client.authorizationCodeGrant(config, await submitted(page), checks)
    expect(tokens.claims()?.sub).toBe(userId)

    const implicit = await configure(app, { client_secret: app.clientSecret })
    client.useIdTokenResponseType(implicit)
    const asked = client.buildAuthorizationUrl(implicit, {
      redirect_uri: callbackUri,
      scope: 'openid',
      nonce: 'the nonce',
      state: 'the state',
    })
    const answer = await finishLogin(server, asked, await login())
    const claims = await client.implicitAuthentication(implicit, answer, 'the nonce', {
      expectedState: 'the state',
    })
    expect(claims.sub).toBe(userId)
  })

  test('a device gets its tokens after a person has approved it elsewhere', async () => {
    const app = await addOidcApp(server, {
      oidc: {
        appType: OIDCAppType.OIDC_APP_TYPE_NATIVE,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
        responseTypes: [],
        grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE, OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN],
      },
    })
    const config = await configure(app, {}, client.None())
    const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid offline_access' })
    const calls = server.client(OIDCService, await loginOf(server))
    const { deviceAuthorizationRequest } = await calls.getDeviceAuthorizationRequest({
      userCode: begun.user_code,
    })
    const { sessionId, sessionToken } = await login()
    await calls.authorizeOrDenyDeviceAuthorization({
      deviceAuthorizationId: deviceAuthorizationRequest?.id ?? '',
      decision: { case: 'session', value: { sessionId, sessionToken } },
    })
    const tokens = await client.pollDeviceAuthorizationGrant(config, { ...begun, interval: 1 })
    expect(tokens.claims()?.sub).toBe(userId)
    expect((await client.fetchUserInfo(config, tokens.access_token, userId)).sub).toBe(userId)
    expect((await client.refreshTokenGrant(config, tokens.refresh_token ?? '')).token_type).toBe('bearer')
  })

  test('a machine fetches a token for an API by its secret', async () => {
    const machine = await addClientMachine(server)
    const [clientId, clientSecret] = machine.basic
    const config = await configure(
      { clientId },
      { client_secret: clientSecret },
      client.ClientSecretBasic(clientSecret),
    )
    const tokens = await client.clientCredentialsGrant(config, { scope: 'openid profile' })
    expect(tokens.token_type).toBe('bearer')
    const claims = await client.fetchUserInfo(config, tokens.access_token, machine.userId)
    expect(claims.sub).toBe(machine.userId)
  })
})

/** The request that a browser makes with the form on an answer's page. */
async function submitted(page: URL): Promise<Request> {
  const html = await (await fetch(page)).text()
  const inputs = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
  const body = new URLSearchParams(inputs.map(([, name = '', value = '']) => [name, value]))
  return new Request(callbackUri, { method: 'POST', body })
}
