import { call, HttpConnection, httpRequest, type Target } from '../httpConnection.ts'
import { seededPassword } from '../seedUsers.ts'
import { basic, type OidcSeed, pkce } from './oidcSeed.ts'

const redirectUri = 'https://app.example/callback'
const paths = {
  authorize: '/oauth/v2/authorize',
  token: '/oauth/v2/token',
  introspect: '/oauth/v2/introspect',
  userinfo: '/oidc/v1/userinfo',
  discovery: '/.well-known/openid-configuration',
  keys: '/oauth/v2/keys',
} as const

/** Creates a project with an app and an API, and for each person a machine and a login; returns a seed for each. */
export async function seedOurs(
  target: Target,
  loginToken: string,
  userIds: readonly string[],
): Promise<readonly string[]> {
  const connection = await HttpConnection.open(target.port)
  const post = <Reply>(path: string, body: unknown) =>
    call<Reply>(connection, httpRequest(target, 'POST', path, body))
  const { id: projectId } = await post<{ id: string }>('/management/v1/projects', {
    name: `Bench ${Date.now()}`,
  })
  interface Client {
    readonly clientId: string
    readonly clientSecret: string
  }
  const app = await post<Client>(`/management/v1/projects/${projectId}/apps/oidc`, {
    name: 'App',
    redirectUris: [redirectUri],
    responseTypes: ['OIDC_RESPONSE_TYPE_CODE'],
    grantTypes: ['OIDC_GRANT_TYPE_AUTHORIZATION_CODE', 'OIDC_GRANT_TYPE_REFRESH_TOKEN'],
    appType: 'OIDC_APP_TYPE_WEB',
    authMethodType: 'OIDC_AUTH_METHOD_TYPE_BASIC',
  })
  const api = await post<Client>(`/management/v1/projects/${projectId}/apps/api`, {
    name: 'API',
    authMethodType: 'API_AUTH_METHOD_TYPE_BASIC',
  })
  const seeds: string[] = []
  for (const userId of userIds) {
    const name = `bench-${userId}`
    const machine = await post<{ userId: string }>('/management/v1/users/machine', { userName: name, name })
    const { clientSecret } = await post<{ clientSecret: string }>(`/v2/users/${machine.userId}/secret`, {})
    const session = await post<{ sessionId: string; sessionToken: string }>('/v2/sessions', {
      checks: { user: { userId }, password: { password: seededPassword } },
    })
    const seed: OidcSeed = {
      paths,
      machine: basic(name, clientSecret),
      api: basic(api.clientId, api.clientSecret),
      app: basic(app.clientId, app.clientSecret),
      clientId: app.clientId,
      redirectUri,
      accessToken: '',
      refreshToken: '',
      cookie: '',
      session: { sessionId: session.sessionId, sessionToken: session.sessionToken },
      loginToken,
    }
    seeds.push(JSON.stringify({ ...seed, ...(await firstTokens(target, seed)) }))
  }
  connection.close()
  return seeds
}

/** Logs a person in at the app once, by the login of one's own. */
async function firstTokens({ port }: Target, seed: OidcSeed) {
  const origin = `http://localhost:${port}`
  const query = new URLSearchParams({
    client_id: seed.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  })
  const begun = await fetch(`${origin}${paths.authorize}?${query}`, { redirect: 'manual' })
  const location = begun.headers.get('location') ?? ''
  const id = new URL(location, origin).searchParams.get('authRequest')
  const answered = await fetch(`${origin}/v2/oidc/auth_requests/${id}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${seed.loginToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session: seed.session }),
  })
  const { callbackUrl } = (await answered.json()) as { readonly callbackUrl: string }
  const exchanged = await fetch(origin + paths.token, {
    method: 'POST',
    headers: { authorization: seed.app },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: new URL(callbackUrl).searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: pkce.verifier,
    }),
  })
  const tokens = (await exchanged.json()) as { access_token: string; refresh_token: string }
  return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token }
}
