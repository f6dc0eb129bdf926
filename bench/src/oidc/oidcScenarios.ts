import { type Answer, HttpConnection } from '../httpConnection.ts'
import type { Actor, ScenarioOptions } from '../scenarios.ts'
import { type OidcSeed, pkce } from './oidcSeed.ts'

/** The scenarios of OpenID Connect; each runs against any server that has a seed. */
export const oidcScenarios = {
  'oidc client credentials': simple(({ paths, machine }) => ({
    path: paths.token,
    authorization: machine,
    form: { grant_type: 'client_credentials' },
  })),
  'oidc introspection': simple(({ paths, api, accessToken }) => ({
    path: paths.introspect,
    authorization: api,
    form: { token: accessToken },
  })),
  'oidc userinfo': simple(({ paths, accessToken }) => ({
    path: paths.userinfo,
    authorization: `Bearer ${accessToken}`,
  })),
  'oidc discovery': simple(({ paths }) => ({ path: paths.discovery })),
  'oidc keys': simple(({ paths }) => ({ path: paths.keys })),
  'oidc refresh': refresh,
  'oidc code flow': codeFlow,
} as const

interface Sent {
  readonly path: string
  readonly authorization?: string
  readonly cookie?: string
  readonly form?: Readonly<Record<string, string>>
  readonly json?: unknown
}

function requestOf({ port }: ScenarioOptions, { path, authorization, cookie, form, json }: Sent): Buffer {
  const body = form ? new URLSearchParams(form).toString() : json === undefined ? '' : JSON.stringify(json)
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  const headers = [
    `${body === '' ? 'GET' : 'POST'} ${path} HTTP/1.1`,
    `host: localhost:${port}`,
    ...(authorization ? [`authorization: ${authorization}`] : []),
    ...(cookie ? [`cookie: ${cookie}`] : []),
    ...(body === '' ? [] : [`content-type: ${type}`, `content-length: ${Buffer.byteLength(body)}`]),
  ]
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`)
}

async function ok(connection: HttpConnection, request: Buffer): Promise<Answer> {
  const answer = await connection.send(request)
  if (answer.status >= 200 && answer.status <= 303) return answer
  throw new Error(`${request.toString('latin1', 0, request.indexOf('\r'))}: ${answer.status} ${answer.body}`)
}

function seedOf({ seed }: ScenarioOptions): OidcSeed {
  return JSON.parse(seed ?? '') as OidcSeed
}

function simple(sent: (seed: OidcSeed) => Sent) {
  return async (options: ScenarioOptions): Promise<Actor> => {
    const connection = await HttpConnection.open(options.port)
    const request = requestOf(options, sent(seedOf(options)))
    return { steps: [() => ok(connection, request)], close: () => connection.close() }
  }
}

/** Redeems the refresh token of the reply before; it takes its first one from a code flow, so that every run has its own. */
async function refresh(options: ScenarioOptions): Promise<Actor> {
  const seed = seedOf(options)
  const connection = await HttpConnection.open(options.port)
  let token = (await flow(connection, options, seed)).refresh_token
  const step = async () => {
    const form = { grant_type: 'refresh_token', refresh_token: token }
    const { body } = await ok(
      connection,
      requestOf(options, { path: seed.paths.token, authorization: seed.app, form }),
    )
    token = (JSON.parse(body) as Tokens).refresh_token
  }
  return { steps: [step], close: () => connection.close() }
}

async function codeFlow(options: ScenarioOptions): Promise<Actor> {
  const seed = seedOf(options)
  const connection = await HttpConnection.open(options.port)
  return { steps: [() => flow(connection, options, seed)], close: () => connection.close() }
}

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly id_token: string
}

/** Authorization request, answer with an existing session, exchange of the code. */
async function flow(connection: HttpConnection, options: ScenarioOptions, seed: OidcSeed): Promise<Tokens> {
  const query = new URLSearchParams({
    client_id: seed.clientId,
    redirect_uri: seed.redirectUri,
    response_type: 'code',
    scope: 'openid offline_access',
    state: 's',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
  })
  const begun = await ok(
    connection,
    requestOf(options, { path: `${seed.paths.authorize}?${query}`, cookie: seed.cookie }),
  )
  const answered = seed.session ? await answer(connection, options, seed, begun) : begun.location
  const code = new URL(answered ?? '').searchParams.get('code') ?? ''
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: seed.redirectUri,
    code_verifier: pkce.verifier,
  }
  const request = requestOf(options, { path: seed.paths.token, authorization: seed.app, form })
  return JSON.parse((await ok(connection, request)).body) as Tokens
}

/** What a login of one's own does with the authorization request in its URL. */
async function answer(
  connection: HttpConnection,
  options: ScenarioOptions,
  { session, loginToken }: OidcSeed,
  { location }: Answer,
): Promise<string> {
  const id = new URL(location ?? '', 'http://localhost').searchParams.get('authRequest')
  const request = requestOf(options, {
    path: `/v2/oidc/auth_requests/${id}`,
    authorization: `Bearer ${loginToken}`,
    json: { session },
  })
  const { body } = await ok(connection, request)
  return (JSON.parse(body) as { readonly callbackUrl: string }).callbackUrl
}
