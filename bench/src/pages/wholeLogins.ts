import { readFileSync } from 'node:fs'
import path from 'node:path'
import { TOTP } from 'otpauth'
import { pageClient } from '../../../e2e/src/pageClient.ts'
import type { Bench } from '../benchLoad.ts'
import { call, HttpConnection, httpRequest } from '../httpConnection.ts'
import { seededPassword } from '../seedUsers.ts'
import { type PageSeed, redirectUri, seededKey } from './pageSeed.ts'

/** Logs one person in for an application: name, password and code. */
export type LogIn = (loginName: string) => Promise<void>

const code = () => new TOTP({ secret: seededKey }).generate()

function authorizePath(clientId: string): string {
  return `/oauth/v2/authorize?${new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid',
    state: 's',
  })}`
}

/** Logs people in through the pages, as a browser without scripts does. */
export function byPages({ port }: Bench, { clientId }: PageSeed): LogIn {
  return async (loginName) => {
    for (const step of pageSteps(port, clientId, loginName)) await step()
  }
}

/** Returns what a person does to log in through the pages with a new browser, in order. */
export function pageSteps(
  port: number,
  clientId: string,
  loginName: string,
): readonly (() => Promise<unknown>)[] {
  const browser = pageClient(`http://localhost:${port}`)
  return [
    () => browser.open(authorizePath(clientId)),
    () => browser.submit({ loginName }),
    () => browser.submit({ password: seededPassword }),
    async () => {
      const { text } = await browser.submit({ code: code() })
      if (!text.includes(`${redirectUri}?code=`))
        throw new Error(`the login did not end in an answer: ${text}`)
    },
  ]
}

/**
 * Logs people in as a login of one's own does. It must learn what the pages learn to ask for the same: the request, who is meant, the
 * policy, and which factors the person has.
 */
export function byCalls(bench: Bench, { clientId }: PageSeed): LogIn {
  const token = readFileSync(path.join(bench.server.dataDir, 'login-client.pat'), 'utf8').trim()
  const target = { port: bench.port, token }
  return async (loginName) => {
    const connection = await HttpConnection.open(bench.port)
    const send = <Reply>(method: string, to: string, body?: unknown) =>
      call<Reply>(connection, httpRequest(target, method, to, body))
    const begun = await connection.send(httpRequest(target, 'GET', authorizePath(clientId)))
    const id = new URL(begun.location ?? '', 'http://localhost').searchParams.get('authRequest')
    await send('GET', `/v2/oidc/auth_requests/${id}`)
    const { result } = await send<Users>('POST', '/v2/users', {
      queries: [{ loginNameQuery: { loginName } }],
    })
    const [{ userId, details }] = result
    await send('GET', `/v2/settings/login?ctx.orgId=${details.resourceOwner}`)
    const checks = { user: { userId }, password: { password: seededPassword } }
    const { sessionId } = await send<Session>('POST', '/v2/sessions', { checks })
    await send('GET', `/v2/users/${userId}/authentication_methods`)
    const { sessionToken } = await send<Session>('PATCH', `/v2/sessions/${sessionId}`, {
      checks: { totp: { code: code() } },
    })
    await send('POST', `/v2/oidc/auth_requests/${id}`, { session: { sessionId, sessionToken } })
    connection.close()
  }
}

interface Session {
  readonly sessionId: string
  readonly sessionToken: string
}

interface Users {
  readonly result: readonly [
    { readonly userId: string; readonly details: { readonly resourceOwner: string } },
  ]
}
