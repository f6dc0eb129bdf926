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
    const browser = pageClient(`http://localhost:${port}`)
    await browser.open(authorizePath(clientId))
    await browser.submit({ loginName })
    await browser.submit({ password: seededPassword })
    const { text } = await browser.submit({ code: code() })
    if (!text.includes(`${redirectUri}?code=`)) throw new Error(`the login did not end in an answer: ${text}`)
  }
}

/** Logs people in as a login of one's own does, by the calls that the pages stand for. */
export function byCalls(bench: Bench, { clientId }: PageSeed): LogIn {
  const token = readFileSync(path.join(bench.server.dataDir, 'login-client.pat'), 'utf8').trim()
  const target = { port: bench.port, token }
  return async (loginName) => {
    const connection = await HttpConnection.open(bench.port)
    const send = <Reply>(method: string, to: string, body: unknown) =>
      call<Reply>(connection, httpRequest(target, method, to, body))
    const begun = await connection.send(httpRequest(target, 'GET', authorizePath(clientId)))
    const id = new URL(begun.location ?? '', 'http://localhost').searchParams.get('authRequest')
    type Session = { readonly sessionId: string; readonly sessionToken: string }
    const { sessionId } = await send<Session>('POST', '/v2/sessions', { checks: { user: { loginName } } })
    const at = `/v2/sessions/${sessionId}`
    await send('PATCH', at, { checks: { password: { password: seededPassword } } })
    const { sessionToken } = await send<Session>('PATCH', at, { checks: { totp: { code: code() } } })
    await send('POST', `/v2/oidc/auth_requests/${id}`, { session: { sessionId, sessionToken } })
    connection.close()
  }
}
