import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addOidcProject, loginTokens, type OidcFixture } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { codeRequest, openAuthorization } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'

/** A question to a process, and its answers before and after a change by another one. */
export interface Asked {
  readonly ask: () => Promise<unknown>
  readonly before: unknown
  readonly after: unknown
}

/** A change by one process, and what it changes for another. */
export interface ProcessChange {
  readonly asked: readonly Asked[]
  change(): Promise<unknown>
  /** Takes a change of settings back. */
  restore?(): Promise<unknown>
}

/** Changes by what they are about; each is prepared and made `here`, and asked about `there`. */
export type ProcessChanges = Readonly<
  Record<string, (here: TestServer, there: TestServer) => Promise<ProcessChange>>
>

/** The status of a request of the account by a token. */
export const meBy = (there: TestServer, token: string) => async () =>
  (await there.rest('GET', '/auth/v1/users/me', { token })).status

/** Whether a token is active for an API, else the status by which it is refused. */
export const introspectionOf = (there: TestServer, token: string, basic: OidcFixture['api']) => async () => {
  const { status, json } = await postForm(there, '/oauth/v2/introspect', { token }, { basic })
  return status === 200 ? json['active'] : status
}

/** Redeems a refresh token, and then the one that came with it. */
export function refreshesOf(
  there: TestServer,
  tokens: Awaited<ReturnType<typeof loginTokens>>,
  basic: OidcFixture['app'],
) {
  let refresh_token = tokens.refreshToken
  return async () => {
    const form = { grant_type: 'refresh_token', refresh_token }
    const { status, json } = await requestToken(there, form, { basic })
    refresh_token = String(json['refresh_token'] ?? refresh_token)
    return status
  }
}

/** A login of a person to an app of its own. */
export async function loggedIn(here: TestServer, options: Parameters<typeof addOidcProject>[1] = {}) {
  const { userId, username } = await addPerson(here)
  const { sessionId, sessionToken } = await passwordSession(here, userId)
  const fixture = await addOidcProject(here, options)
  return {
    userId,
    username,
    sessionId,
    sessionToken,
    fixture,
    ...(await loginTokens(here, fixture, sessionId)),
  }
}

/** Where an app's authorization request goes on: the origin of a login, an error, or the status without either. */
export const loginOf =
  (there: TestServer, clientId: string, redirect_uri = 'https://app.example/callback') =>
  async () => {
    const { query } = codeRequest({ clientId }, { redirect_uri })
    const { status, location } = await openAuthorization(there, query)
    if (location === null) return status
    const { origin, searchParams } = new URL(location, there.url)
    return searchParams.get('error') ?? origin.replace(there.url, 'own')
  }
