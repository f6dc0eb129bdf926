import { createHash, randomBytes } from 'node:crypto'
import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  AppService,
  type CreateOIDCApplicationRequestSchema,
} from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import {
  OIDCAppType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
} from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import {
  type CreateProjectRequestSchema,
  ProjectService,
} from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import type { ClientOptions, TestServer } from '../../server/src/testing/testServer.ts'
import { addMachine } from './tenants.ts'

/** The login of one's own to which the apps of these tests send browsers; nothing listens there. */
export const loginBaseUri = 'https://login.example.test/sign-in'
/** Where the apps of these tests receive answers; nothing listens there. */
export const callbackUri = 'https://app.example.test/callback'

let count = 0

/** Adds a project to the first organization; returns its id. */
export async function addProject(
  server: TestServer,
  settings: Omit<MessageInitShape<typeof CreateProjectRequestSchema>, `$${string}`> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  count += 1
  const projects = server.client(ProjectService, { headers })
  const project = { organizationId: server.first.orgId, name: `Project ${count}`, ...settings }
  return (await projects.createProject(project)).id
}

/** The settings of an app in a test: those of the contract, its project (a new one unless given) and client metadata. */
export interface TestApp {
  readonly projectId?: string
  readonly oidc?: Omit<MessageInitShape<typeof CreateOIDCApplicationRequestSchema>, `$${string}`>
  readonly metadata?: object
}

/** An app in a test, as its developer knows it. */
export interface AddedApp {
  readonly projectId: string
  readonly appId: string
  readonly clientId: string
  /** '' without one. */
  readonly clientSecret: string
}

/** Adds a web app with a secret, which uses codes and refresh tokens and the login of one's own. */
export async function addOidcApp(
  server: TestServer,
  { projectId, oidc, metadata }: TestApp = {},
): Promise<AddedApp> {
  count += 1
  const project = projectId ?? (await addProject(server))
  const headers = metadata ? { 'x-sallyport-client-metadata': JSON.stringify(metadata) } : {}
  const reply = await server.client(AppService, { headers }).createApplication({
    projectId: project,
    name: `App ${count}`,
    creationRequestType: {
      case: 'oidcRequest',
      value: {
        redirectUris: [callbackUri],
        responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_CODE],
        grantTypes: [
          OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE,
          OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN,
        ],
        appType: OIDCAppType.OIDC_APP_TYPE_WEB,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC,
        loginVersion: { version: { case: 'loginV2', value: { baseUri: loginBaseUri } } },
        ...oidc,
      },
    },
  })
  const { value } = reply.creationResponseType
  const { clientId = '', clientSecret = '' } = (value ?? {}) as Partial<AddedApp>
  return { projectId: project, appId: reply.appId, clientId, clientSecret }
}

/** Opens an authorization URL as a browser that follows no redirect. */
export async function openAuthorization(
  server: Pick<TestServer, 'url'>,
  query: Readonly<Record<string, string>> | URL,
  headers: Readonly<Record<string, string>> = {},
) {
  const url =
    query instanceof URL ? query : new URL(`${server.url}/oauth/v2/authorize?${new URLSearchParams(query)}`)
  const response = await fetch(url, { redirect: 'manual', headers })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    location: response.headers.get('location'),
    text,
    json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
  }
}

/** Begins a login as a browser does; returns the id of the request that the login page finds in its URL. */
export async function beginLogin(
  server: Pick<TestServer, 'url'>,
  query: Readonly<Record<string, string>> | URL,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { status, location, text } = await openAuthorization(server, query, headers)
  const id = location && new URL(location).searchParams.get('authRequest')
  if (!id) throw new Error(`the authorization request did not reach the login: ${status} ${location} ${text}`)
  return id
}

const logins = new WeakMap<TestServer, Promise<ClientOptions>>()

/** Returns the login of one's own of a server: a machine that may link sessions (IAM_LOGIN_CLIENT). */
export function loginOf(server: TestServer): Promise<ClientOptions> {
  const known = logins.get(server) ?? addMachine(server, { roles: ['IAM_LOGIN_CLIENT'] })
  logins.set(server, known)
  return known.then(({ token }) => ({ token: token ?? null }))
}

/** Answers a request with a session, as a login of one's own does; returns the URL to which it sends the browser. */
export async function answerLogin(
  server: TestServer,
  authRequestId: string,
  session: { readonly sessionId: string; readonly sessionToken: string },
  options?: ClientOptions,
): Promise<URL> {
  const { sessionId, sessionToken } = session
  const login = server.client(OIDCService, options ?? (await loginOf(server)))
  const { callbackUrl } = await login.createCallback({
    authRequestId,
    callbackKind: { case: 'session', value: { sessionId, sessionToken } },
  })
  return new URL(callbackUrl)
}

/** Begins a login and answers it with a session; returns the URL at which the app receives the answer. */
export async function finishLogin(
  server: TestServer,
  query: Readonly<Record<string, string>> | URL,
  session: { readonly sessionId: string; readonly sessionToken: string },
): Promise<URL> {
  return answerLogin(server, await beginLogin(server, query), session)
}

/** Returns the address at which a browser asks for a code for an app, without PKCE; `more` adds parameters or replaces some. */
export function authorizePath(
  { clientId }: Pick<AddedApp, 'clientId'>,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = {
    client_id: clientId,
    redirect_uri: callbackUri,
    response_type: 'code',
    scope: 'openid',
    ...more,
  }
  return `/oauth/v2/authorize?${new URLSearchParams(query)}`
}

/** The query of an authorization request with PKCE by S256, and the verifier that fits it. */
export function codeRequest(app: Pick<AddedApp, 'clientId'>, more: Readonly<Record<string, string>> = {}) {
  const verifier = randomBytes(32).toString('base64url')
  const query: Record<string, string> = {
    client_id: app.clientId,
    redirect_uri: callbackUri,
    response_type: 'code',
    scope: 'openid',
    state: 'the state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }
  return { query, verifier }
}

/** Logs a session in at an app and returns the form with which the app exchanges its code; the client's credentials are missing. */
export async function codeForm(
  server: TestServer,
  app: Pick<AddedApp, 'clientId'>,
  session: { readonly sessionId: string; readonly sessionToken: string },
  more: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const { query, verifier } = codeRequest(app, more)
  const answer = await finishLogin(server, query, session)
  return {
    grant_type: 'authorization_code',
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: query['redirect_uri'] ?? '',
    code_verifier: verifier,
  }
}
