import { createPrivateKey } from 'node:crypto'
import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { OIDCAuthMethodType, OIDCTokenType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import * as oauth from 'oauth4webapi'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addOidcProject } from './oidcFixtures.ts'
import { type AddedApp, addOidcApp, callbackUri, finishLogin } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'

const server = await testServer()
const { userId } = await addPerson(server)
const { projectId, api } = await addOidcProject(server, { settings: { dynamicRegistration: true } })
const http = { [oauth.allowInsecureRequests]: true }
const issuer = new URL(server.url)
const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http))
const apiClient: oauth.Client = { client_id: api[0] }
const apiSecret = oauth.ClientSecretBasic(api[1])

/** An app that authenticates by a key that the server made for it, and receives JWT access tokens. */
async function appWithKey() {
  const added = await addOidcApp(server, {
    projectId,
    oidc: {
      authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT,
      accessTokenType: OIDCTokenType.OIDC_TOKEN_TYPE_JWT,
    },
  })
  const { keyDetails } = await server.client(AppService).createApplicationKey({
    projectId,
    appId: added.appId,
    expirationDate: timestampFromDate(new Date(Date.now() + 86_400_000)),
  })
  const file = JSON.parse(Buffer.from(keyDetails).toString()) as { key: string; keyId: string }
  const pkcs8 = createPrivateKey(file.key).export({ type: 'pkcs8', format: 'der' })
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
  return { client: { client_id: added.clientId }, signer: { key, kid: file.keyId } }
}

/** Sends a request again with the nonce that the server wants in DPoP proofs. */
async function withNonce<Result>(
  send: () => Promise<Response>,
  read: (response: Response) => Promise<Result>,
) {
  try {
    return await read(await send())
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error
    return read(await send())
  }
}

async function begun(client: oauth.Client, more: Readonly<Record<string, string>> = {}) {
  const verifier = oauth.generateRandomCodeVerifier()
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
  const parameters = {
    client_id: client.client_id,
    redirect_uri: callbackUri,
    response_type: 'code',
    scope: 'openid offline_access',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  }
  return { parameters, verifier, state, nonce }
}

async function answered(query: URLSearchParams): Promise<URL> {
  return finishLogin(
    server,
    new URL(`${as.authorization_endpoint}?${query}`),
    await passwordSession(server, userId),
  )
}

describe('oauth4webapi 3', () => {
  test('pushes a signed request, redeems and renews with DPoP, and an API introspects by a signed reply', async () => {
    const { client, signer } = await appWithKey()
    const auth = oauth.PrivateKeyJwt(signer)
    const DPoP = oauth.DPoP({}, await oauth.generateKeyPair('EdDSA'))
    const { parameters, verifier, state, nonce } = await begun(client)
    const request = await oauth.issueRequestObject(as, client, parameters, signer)
    const pushed = await withNonce(
      () =>
        oauth.pushedAuthorizationRequest(
          as,
          client,
          auth,
          { client_id: client.client_id, request },
          { DPoP, ...http },
        ),
      (response) => oauth.processPushedAuthorizationResponse(as, client, response),
    )
    const answer = await answered(
      new URLSearchParams({ client_id: client.client_id, request_uri: pushed.request_uri }),
    )
    const code = oauth.validateAuthResponse(as, client, answer, state)
    const tokens = await withNonce(
      () =>
        oauth.authorizationCodeGrantRequest(as, client, auth, code, callbackUri, verifier, { DPoP, ...http }),
      async (response) => {
        const reply = await oauth.processAuthorizationCodeResponse(as, client, response, {
          expectedNonce: nonce,
          requireIdToken: true,
        })
        await oauth.validateApplicationLevelSignature(as, response, http)
        return reply
      },
    )
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe(userId)
    const user = await withNonce(
      () => oauth.userInfoRequest(as, client, tokens.access_token, { DPoP, ...http }),
      (response) => oauth.processUserInfoResponse(as, client, userId, response),
    )
    expect(user.sub).toBe(userId)

    const signed = { requestJwtResponse: true, ...http }
    const response = await oauth.introspectionRequest(as, apiClient, apiSecret, tokens.access_token, signed)
    const inspected = await oauth.processIntrospectionResponse(as, apiClient, response)
    await oauth.validateApplicationLevelSignature(as, response, http)
    expect(inspected).toMatchObject({
      active: true,
      token_type: 'DPoP',
      cnf: { jkt: await DPoP.calculateThumbprint() },
    })

    const renewed = await withNonce(
      () => oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token ?? '', { DPoP, ...http }),
      (reply) => oauth.processRefreshTokenResponse(as, client, reply),
    )
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, auth, renewed.refresh_token ?? '', http),
    )
    const after = await oauth.introspectionRequest(as, apiClient, apiSecret, renewed.access_token, http)
    expect((await oauth.processIntrospectionResponse(as, apiClient, after)).active).toBe(false)
  })

  test('a public client gets the acr that it asks for, or an error with its state and the issuer', async () => {
    const app: AddedApp = await addOidcApp(server, {
      oidc: { authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE },
    })
    const client = { client_id: app.clientId }
    const asked = await begun(client, {
      claims: JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:sallyport:aal:1' } } }),
    })
    const answer = await answered(new URLSearchParams(asked.parameters))
    const code = oauth.validateAuthResponse(as, client, answer, asked.state)
    const reply = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      code,
      callbackUri,
      asked.verifier,
      http,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, reply, {
      expectedNonce: asked.nonce,
    })
    expect(oauth.getValidatedIdTokenClaims(tokens)?.acr).toBe('urn:sallyport:aal:1')

    const wrong = await begun(client, { scope: 'openid urn:zitadel:iam:org:id:1' })
    const url = `${as.authorization_endpoint}?${new URLSearchParams(wrong.parameters)}`
    const refused = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '')
    expect(() => oauth.validateAuthResponse(as, client, refused, wrong.state)).toThrow(
      oauth.AuthorizationResponseError,
    )
    refused.searchParams.set('iss', 'https://other.example')
    expect(() => oauth.validateAuthResponse(as, client, refused, wrong.state)).toThrow(/"iss"/)
  })

  test('registers itself, logs in, and exchanges its token for one with less reach', async () => {
    const endpoint = `${as.registration_endpoint}?project_id=${projectId}`
    const registration = await oauth.dynamicClientRegistrationRequest(
      { ...as, registration_endpoint: endpoint },
      {
        client_name: 'Registered',
        redirect_uris: [callbackUri],
        grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:token-exchange'],
        token_endpoint_auth_method: 'client_secret_post',
      },
      { initialAccessToken: server.adminToken, ...http },
    )
    const client = await oauth.processDynamicClientRegistrationResponse(registration)
    const auth = oauth.ClientSecretPost(String(client.client_secret))
    const asked = await begun(client, { scope: 'openid profile' })
    const code = oauth.validateAuthResponse(
      as,
      client,
      await answered(new URLSearchParams(asked.parameters)),
      asked.state,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(
      as,
      client,
      await oauth.authorizationCodeGrantRequest(as, client, auth, code, callbackUri, asked.verifier, http),
      { expectedNonce: asked.nonce },
    )
    const exchange = {
      subject_token: tokens.access_token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: api[0],
      scope: 'profile',
    }
    const exchanged = await oauth.processGenericTokenEndpointResponse(
      as,
      client,
      await oauth.genericTokenEndpointRequest(
        as,
        client,
        auth,
        'urn:ietf:params:oauth:grant-type:token-exchange',
        exchange,
        http,
      ),
    )
    const response = await oauth.introspectionRequest(as, apiClient, apiSecret, exchanged.access_token, http)
    expect(await oauth.processIntrospectionResponse(as, apiClient, response)).toMatchObject({
      active: true,
      aud: [api[0]],
      scope: 'profile',
    })
  })

  test.each(['revocation', 'introspection'] as const)(
    'reads the challenge of a refused client (%s)',
    async (kind) => {
      const wrong = oauth.ClientSecretBasic('wrong')
      const error = await (kind === 'revocation'
        ? oauth.revocationRequest(as, apiClient, wrong, 'x', http).then(oauth.processRevocationResponse)
        : oauth
            .introspectionRequest(as, apiClient, wrong, 'x', http)
            .then((response) => oauth.processIntrospectionResponse(as, apiClient, response))
      ).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(oauth.WWWAuthenticateChallengeError)
      expect(error).toMatchObject({ cause: [{ scheme: 'basic' }], status: 401 })
    },
  )

  test('reads the challenges of a refused token', async () => {
    const plain = await oauth.userInfoRequest(as, apiClient, 'unknown', http)
    const error = await oauth
      .processUserInfoResponse(as, apiClient, userId, plain)
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }] })
  })
})
