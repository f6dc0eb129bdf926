import { call, HttpConnection, httpRequest, type Target } from '../httpConnection.ts'
import { seededPassword } from '../seedUsers.ts'

/** The Base32 key of every seeded authenticator app. */
export const seededKey = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
/** Where the seeded app receives answers; nothing listens there. */
export const redirectUri = 'https://app.example/callback'

/** An app, and people who log in with password and authenticator app, by login name. */
export interface PageSeed {
  readonly clientId: string
  readonly people: readonly string[]
}

/** Creates an app whose logins are those of the pages, and people with passwords and authenticator apps. */
export async function seedPages(target: Target, count: number): Promise<PageSeed> {
  const connection = await HttpConnection.open(target.port)
  const post = <Reply>(path: string, body: unknown) =>
    call<Reply>(connection, httpRequest(target, 'POST', path, body))
  const run = Date.now()
  const { id } = await post<{ id: string }>('/management/v1/projects', { name: `Pages ${run}` })
  const { clientId } = await post<{ clientId: string }>(`/management/v1/projects/${id}/apps/oidc`, {
    name: 'App',
    redirectUris: [redirectUri],
    responseTypes: ['OIDC_RESPONSE_TYPE_CODE'],
    grantTypes: ['OIDC_GRANT_TYPE_AUTHORIZATION_CODE'],
    appType: 'OIDC_APP_TYPE_WEB',
    authMethodType: 'OIDC_AUTH_METHOD_TYPE_BASIC',
  })
  const people: string[] = []
  for (let at = 0; at < count; at++) {
    const name = `pages-${run}-${at}@example.com`
    await post('/v2/users/human', {
      username: name,
      profile: { givenName: 'Ada', familyName: 'Lovelace' },
      email: { email: name, isVerified: true },
      password: { password: seededPassword },
      totpSecret: seededKey,
    })
    people.push(name)
  }
  connection.close()
  return { clientId, people }
}
