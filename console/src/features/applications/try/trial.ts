import { tryCallbackPath } from '../../../session/tryCallback.ts'
import { type ClientProof, proofOf } from './clientProof.ts'
import { randomText, sha256 } from './encoding.ts'

/** What a trial needs to know about the application. */
export interface TrialClient {
  readonly clientId: string
  readonly proof: ClientProof
}

/** A sign-in that has begun. */
export interface Trial {
  readonly client: TrialClient
  readonly authorizeUrl: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** A request as it is shown: secrets are left out of its body and headers. */
export interface Exchange {
  readonly request: string
  readonly status: number
  readonly body: unknown
}

/** The tokens of a trial. */
export interface Tokens {
  readonly access_token?: string
  readonly id_token?: string
  readonly refresh_token?: string
}

const hidden = '••••••'

/** The address of the console to which a trial comes back. */
export const tryCallback = () => `${location.origin}${tryCallbackPath}`

/** Begins a sign-in with PKCE (RFC 7636), state and nonce of its own. */
export async function beginTrial(
  client: TrialClient,
  { scope, prompt }: { readonly scope: string; readonly prompt: string },
): Promise<Trial> {
  const [state, nonce, verifier] = [randomText(), randomText(), randomText()] as const
  const query = new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: tryCallback(),
    response_type: 'code',
    scope,
    state,
    nonce,
    code_challenge: await sha256(verifier),
    code_challenge_method: 'S256',
    ...(prompt && { prompt }),
  })
  const authorizeUrl = `${location.origin}/oauth/v2/authorize?${query}`
  return { client, authorizeUrl, state, nonce, verifier }
}

/** Redeems the code of a trial. */
export function redeem({ client, verifier }: Trial, code: string): Promise<Exchange> {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: tryCallback(),
    code_verifier: verifier,
  }
  return postForm('/oauth/v2/token', form, client)
}

/** Asks the server about a token as a client that may ask (RFC 7662). */
export function introspect(client: TrialClient, token: string): Promise<Exchange> {
  return postForm('/oauth/v2/introspect', { token }, client)
}

/** Ends a token (RFC 7009). */
export function revoke(client: TrialClient, token: string): Promise<Exchange> {
  return postForm('/oauth/v2/revoke', { token }, client)
}

/** Reads the claims about the person. */
export async function readUserinfo(token: string): Promise<Exchange> {
  const url = `${location.origin}/oidc/v1/userinfo`
  const reply = await fetch(url, { headers: { authorization: `Bearer ${token}` }, credentials: 'omit' })
  return { request: `GET ${url}\nAuthorization: Bearer ${hidden}`, ...(await read(reply)) }
}

async function postForm(
  path: string,
  form: Readonly<Record<string, string>>,
  { clientId, proof }: TrialClient,
): Promise<Exchange> {
  const url = `${location.origin}${path}`
  const { headers, fields } = await proofOf(proof, clientId)
  const reply = await fetch(url, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ ...form, ...fields }),
    credentials: 'omit',
  })
  const shownFields = Object.entries({ ...form, ...fields }).map(([name, value]) =>
    secretFields.includes(name) ? `${name}=${hidden}` : `${name}=${encodeURIComponent(value)}`,
  )
  const shownHeaders = Object.keys(headers).map((name) => `${name}: Basic ${hidden}`)
  const request = [`POST ${url}`, ...shownHeaders, '', shownFields.join('\n&')].join('\n')
  return { request, ...(await read(reply)) }
}

const secretFields = ['client_secret', 'client_assertion', 'token']

async function read(reply: Response): Promise<Pick<Exchange, 'status' | 'body'>> {
  const content = await reply.text()
  try {
    return { status: reply.status, body: JSON.parse(content) as unknown }
  } catch {
    return { status: reply.status, body: content }
  }
}
