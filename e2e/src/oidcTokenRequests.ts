import { request } from './oidcAuthorizeCases.ts'
import { callbackUri } from './oidcLogin.ts'
import { byBasic, type Form, formOf, read, type Seen, seenOf, send } from './oidcSeen.ts'
import type { ClientName, Side } from './oidcSides.ts'

/** The code verifier that fits the challenge of every request. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
/** The path of the token endpoint. */
export const token = '/oauth/v2/token'

/** Logs the person in; returns where the client gets the answer. */
export function login(side: Side, more: Form = {}, name: ClientName = 'web'): Promise<URL> {
  return side.login(new URL(`${side.url}/oauth/v2/authorize?${formOf({ ...request(side, name), ...more })}`))
}

/** Logs the person in; returns the form that exchanges the code. */
export async function codeForm(side: Side, more: Form = {}, name: ClientName = 'web') {
  const answer = await login(side, more, name)
  const code = answer.searchParams.get('code') ?? ''
  return { grant_type: 'authorization_code', code, redirect_uri: callbackUri, code_verifier: verifier }
}

/** Logs the person in; returns the tokens. */
export async function tokens(
  side: Side,
  more: Form = {},
  name: ClientName = 'web',
  sender = byBasic(side, name),
) {
  const { json } = await send(side, token, await codeForm(side, more, name), sender)
  return (json ?? {}) as Record<'access_token' | 'refresh_token' | 'id_token', string>
}

/** Long-lived scopes; `oidc-provider` gives them only with consent. */
export const offline = { scope: 'openid profile offline_access', prompt: 'consent' }

/** Reads userinfo with these headers. */
export async function useToken(
  side: Pick<Side, 'url'>,
  headers: Readonly<Record<string, string>>,
  init: RequestInit = {},
  query = '',
): Promise<Seen> {
  const response = await fetch(`${side.url}/oidc/v1/userinfo${query}`, {
    ...init,
    headers: { accept: 'application/json', ...headers },
  })
  return seenOf(await read(response))
}
