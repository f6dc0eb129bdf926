import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  OIDCAppType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
} from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addClientMachine, addOidcProject } from './oidcFixtures.ts'
import { addOidcApp, callbackUri, finishLogin } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'

/** Where the clients of both providers come back to after a logout. */
export const signedOutUri = 'https://app.example.test/signed-out'

/** The clients that both providers know, by what is special about them. */
export type ClientName =
  | 'web'
  | 'other'
  | 'spa'
  | 'key'
  | 'api'
  | 'implicit'
  | 'device'
  | 'pushed'
  | 'signed'
  | 'bound'
  | 'machine'

/** A provider with the same clients and one person as the other one. */
export interface Side {
  readonly url: string
  readonly clients: Readonly<Record<ClientName, { readonly id: string; readonly secret: string }>>
  /** The private key of `key` and `signed`. */
  readonly key: CryptoKey
  /** Logs the person in by an authorization URL, in a session of its own if need be; returns the URL at which the client receives the answer. */
  login(url: URL, session?: 'own'): Promise<URL>
}

/** The key of the clients `key` and `signed`. */
export interface ClientKey {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

/** Makes the key that the clients of both providers have. */
export async function makeClientKey(): Promise<ClientKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: 'mine', alg: 'RS256', use: 'sig' } }
}

const { OIDC_GRANT_TYPE_IMPLICIT, OIDC_GRANT_TYPE_DEVICE_CODE, OIDC_GRANT_TYPE_REFRESH_TOKEN } = OIDCGrantType
const { OIDC_AUTH_METHOD_TYPE_NONE, OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT } = OIDCAuthMethodType
const { OIDC_RESPONSE_TYPE_ID_TOKEN, OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN } = OIDCResponseType

/** Adds the clients and the person to a server of ours. */
export async function ourSide(server: TestServer, { privateKey, jwk }: ClientKey): Promise<Side> {
  const { projectId, api } = await addOidcProject(server)
  const add = async (oidc: NonNullable<Parameters<typeof addOidcApp>[1]>['oidc'] = {}, metadata?: object) => {
    const app = await addOidcApp(server, {
      projectId,
      oidc: { postLogoutRedirectUris: [signedOutUri], ...oidc },
      ...(metadata && { metadata }),
    })
    return { id: app.clientId, secret: app.clientSecret }
  }
  const jwks = { keys: [jwk] }
  const machine = (await addClientMachine(server)).basic
  const other = await addOidcApp(server)
  const { userId } = await addPerson(server)
  const session = await passwordSession(server, userId)
  return {
    url: server.url,
    key: privateKey,
    clients: {
      web: await add(),
      other: { id: other.clientId, secret: other.clientSecret },
      spa: await add({
        appType: OIDCAppType.OIDC_APP_TYPE_USER_AGENT,
        authMethodType: OIDC_AUTH_METHOD_TYPE_NONE,
      }),
      key: await add({ authMethodType: OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT }, { jwks }),
      api: { id: api[0], secret: api[1] },
      implicit: await add({
        responseTypes: [OIDC_RESPONSE_TYPE_ID_TOKEN, OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN],
        grantTypes: [OIDC_GRANT_TYPE_IMPLICIT],
      }),
      device: await add({
        appType: OIDCAppType.OIDC_APP_TYPE_NATIVE,
        authMethodType: OIDC_AUTH_METHOD_TYPE_NONE,
        responseTypes: [],
        grantTypes: [OIDC_GRANT_TYPE_DEVICE_CODE, OIDC_GRANT_TYPE_REFRESH_TOKEN],
      }),
      pushed: await add({}, { require_pushed_authorization_requests: true }),
      signed: await add({}, { require_signed_request_object: true, jwks }),
      bound: await add({}, { dpop_bound_access_tokens: true }),
      machine: { id: machine[0], secret: machine[1] },
    },
    login: async (url, own) =>
      finishLogin(server, url, own ? await passwordSession(server, userId) : session),
  }
}

/** The peer has our paths, so that one table of requests fits both. */
const routes = {
  authorization: '/oauth/v2/authorize',
  device_authorization: '/oauth/v2/device_authorization',
  end_session: '/oidc/v1/end_session',
  introspection: '/oauth/v2/introspect',
  jwks: '/oauth/v2/keys',
  pushed_authorization_request: '/oauth/v2/par',
  revocation: '/oauth/v2/revoke',
  token: '/oauth/v2/token',
  userinfo: '/oidc/v1/userinfo',
}

/** Starts `oidc-provider` with its adapter in memory, configured for what ours does; the caller closes it. */
export async function startPeer(key: ClientKey): Promise<Side & { close(): Promise<void> }> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const provider = new Provider(url, await configuration(key.jwk))
  const handle = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/')) void interact(provider, request, response)
    else handle(request, response)
  })
  return {
    url,
    key: key.privateKey,
    clients: Object.fromEntries(
      peerClients(key.jwk).map(({ client_id: id, client_secret: secret = '' }) => [id, { id, secret }]),
    ) as Side['clients'],
    login: (start) => follow(start, url),
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

/** The peer's stored things, whose lifetimes it wants to be set. */
const artifacts = [
  'AccessToken',
  'ClientCredentials',
  'DeviceCode',
  'Grant',
  'IdToken',
  'Interaction',
  'RefreshToken',
  'Session',
]

async function configuration(jwk: JWK): Promise<Configuration> {
  const signing = await generateKeyPair('RS256', { extractable: true })
  return {
    clients: peerClients(jwk),
    jwks: { keys: [{ ...(await exportJWK(signing.privateKey)), kid: 'one', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomUUID()], long: { sameSite: 'none' } },
    enableHttpPostMethods: true,
    renderError: (context, error) => {
      context.body = { ...error }
    },
    routes,
    scopes: ['openid', 'offline_access', 'profile', 'email', 'phone'],
    claims: { profile: ['name', 'given_name'], email: ['email', 'email_verified'], phone: ['phone_number'] },
    responseTypes: ['code', 'id_token', 'id_token token'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      claimsParameter: { enabled: true },
      introspection: { enabled: true },
      jwtIntrospection: { enabled: true },
      jwtUserinfo: { enabled: true },
      revocation: { enabled: true },
      deviceFlow: { enabled: true },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 1), requireNonce: () => true },
      requestObjects: { enabled: true },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    acrValues: [0, 1, 2, 3].map((level) => `urn:sallyport:aal:${level}`),
    pkce: { required: (_, client) => client.clientAuthMethod === 'none' },
    findAccount: async (_, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: 'Pat Person', email: 'pat@example.test', email_verified: true }),
    }),
    issueRefreshToken: async (_, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    rotateRefreshToken: true,
    ttl: Object.fromEntries(artifacts.map((name) => [name, 43_200])),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  }
}

function peerClients(jwk: JWK): ClientMetadata[] {
  const client = (id: ClientName, more: Partial<ClientMetadata> = {}): ClientMetadata => ({
    client_id: id,
    client_secret: `${id}-secret-of-sixty-four-characters-and-more`,
    redirect_uris: [callbackUri],
    post_logout_redirect_uris: [signedOutUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    ...more,
  })
  const without = { redirect_uris: [], response_types: [] }
  const { client_secret: _, ...spa } = client('spa', { token_endpoint_auth_method: 'none' })
  const { client_secret: __, ...key } = client('key', { token_endpoint_auth_method: 'private_key_jwt' })
  const { client_secret: ___, ...device } = client('device', {
    ...without,
    grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  })
  const jwks = { keys: [jwk] } as NonNullable<ClientMetadata['jwks']>
  return [
    client('web'),
    client('other'),
    spa,
    { ...key, jwks },
    client('api', { ...without, grant_types: [] }),
    client('implicit', { grant_types: ['implicit'], response_types: ['id_token', 'id_token token'] }),
    device,
    client('pushed', { require_pushed_authorization_requests: true }),
    client('signed', { require_signed_request_object: true, jwks }),
    client('bound', { dpop_bound_access_tokens: true }),
    client('machine', { ...without, grant_types: ['client_credentials'] }),
  ]
}

/** The peer's login: answers every request at once, with all scopes. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  const accountId = 'pat'
  const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) })
  grant.addOIDCScope('openid profile email phone offline_access')
  const consent = { grantId: await grant.save() }
  await provider.interactionFinished(request, response, { login: { accountId, amr: ['pwd'] }, consent })
}

/** Follows redirects with the cookies of one visit until they leave the provider. */
async function follow(start: URL, origin: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = start
  while (url.origin === origin) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(url, { redirect: 'manual', headers: { cookie, accept: 'application/json' } })
    for (const set of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    const location = reply.headers.get('location')
    if (location === null) throw new Error(`the peer refused: ${reply.status} ${await reply.text()}`)
    url = new URL(location, origin)
  }
  return url
}
