import { decodeJwt, decodeProtectedHeader } from 'jose'
import { request } from './oidcAuthorizeCases.ts'
import { callbackUri } from './oidcLogin.ts'
import {
  type Ask,
  answerSeen,
  byBasic,
  type Form,
  formOf,
  read,
  type Seen,
  seenOf,
  send,
} from './oidcSeen.ts'
import { type Side, signedOutUri } from './oidcSides.ts'
import { login, token, tokens, verifier } from './oidcTokenRequests.ts'

async function leave(side: Side, query: Form): Promise<Seen> {
  const reply = await read(
    await fetch(`${side.url}/oidc/v1/end_session?${formOf(query)}`, {
      redirect: 'manual',
      headers: { accept: 'application/json' },
    }),
  )
  const location = reply.headers.get('location')
  if (location?.startsWith(signedOutUri)) {
    return { leads: 'to the client', brings: [...new URL(location).searchParams.keys()].join(' ') }
  }
  return location || reply.status === 200 ? { leads: 'to a page of the provider' } : seenOf(reply)
}

/** An ID token of a session that no other request uses. */
async function ownIdToken(side: Side): Promise<string> {
  const url = new URL(`${side.url}/oauth/v2/authorize?${formOf(request(side))}`)
  const code = (await side.login(url, 'own')).searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', code, redirect_uri: callbackUri, code_verifier: verifier }
  return String((await send(side, token, form, byBasic(side, 'web'))).json?.['id_token'])
}

const leaving =
  (change: (side: Side) => Form, withHint = true): Ask =>
  async (side) =>
    leave(side, {
      ...(withHint && { id_token_hint: await ownIdToken(side) }),
      post_logout_redirect_uri: signedOutUri,
      state: 'the state',
      ...change(side),
    })

const logoutCases: Readonly<Record<string, Ask>> = {
  'logout: by an ID token': leaving(() => ({})),
  'logout: by an ID token, without a place to go': leaving(() => ({ post_logout_redirect_uri: undefined })),
  'logout: to another place': leaving(() => ({ post_logout_redirect_uri: 'https://evil.example' })),
  'logout: for another client': leaving(({ clients }) => ({ client_id: clients.other.id })),
  'logout: for its client': leaving(({ clients }) => ({ client_id: clients.web.id })),
  'logout: for an unknown client': leaving(() => ({ client_id: 'unknown' }), false),
  'logout: by a broken ID token': leaving(() => ({ id_token_hint: 'x' }), false),
  'logout: by nothing': leaving(() => ({ post_logout_redirect_uri: undefined, state: undefined }), false),
  'logout: by a client': leaving(({ clients }) => ({ client_id: clients.web.id }), false),
  'logout: by a client, to another place': leaving(
    ({ clients }) => ({ client_id: clients.web.id, post_logout_redirect_uri: 'https://evil.example' }),
    false,
  ),
  'logout: to a place without a client': leaving(() => ({}), false),
  'logout: with a repeated state': leaving(() => ({ state: ['a', 'b'] })),
}

const members = (value: object) => Object.keys(value).sort().join(' ')
const idTokenSeen = (jwt: string): Seen => ({
  claims: members(decodeJwt(jwt)),
  header: members(decodeProtectedHeader(jwt)),
  algorithm: String(decodeProtectedHeader(jwt).alg),
})

async function jwtSeen(response: Response): Promise<Seen> {
  const { headers, text } = await read(response)
  const type = headers.get('content-type')?.split(';')[0] ?? ''
  const { typ = 'none' } = decodeProtectedHeader(text)
  return { type, typ, claims: members(decodeJwt(text)) }
}

const successCases: Readonly<Record<string, Ask>> = {
  'answer: a code': async (side) => answerSeen(await login(side)),
  'answer: an ID token': async (side) =>
    answerSeen(await login(side, { response_type: 'id_token' }, 'implicit')),
  'answer: an ID token and an access token': async (side) =>
    answerSeen(await login(side, { response_type: 'id_token token' }, 'implicit')),
  'id_token of a code': async (side) => idTokenSeen((await tokens(side)).id_token),
  'id_token of a code with profile': async (side) =>
    idTokenSeen((await tokens(side, { scope: 'openid profile email' })).id_token),
  'id_token of a code with max_age': async (side) =>
    idTokenSeen((await tokens(side, { max_age: '600' })).id_token),
  'id_token of implicit': async (side) => {
    const { hash } = await login(side, { response_type: 'id_token' }, 'implicit')
    return idTokenSeen(new URLSearchParams(hash.slice(1)).get('id_token') ?? '')
  },
  'id_token beside an access token': async (side) => {
    const { hash } = await login(side, { response_type: 'id_token token' }, 'implicit')
    return idTokenSeen(new URLSearchParams(hash.slice(1)).get('id_token') ?? '')
  },
  'userinfo: signed': async (side) => {
    const authorization = `Bearer ${(await tokens(side)).access_token}`
    return jwtSeen(
      await fetch(`${side.url}/oidc/v1/userinfo`, { headers: { authorization, accept: 'application/jwt' } }),
    )
  },
  'introspect: signed': async (side) => {
    const accept = 'application/token-introspection+jwt'
    return jwtSeen(
      await fetch(`${side.url}/oauth/v2/introspect`, {
        method: 'POST',
        headers: { ...byBasic(side, 'web').headers, accept },
        body: new URLSearchParams({ token: (await tokens(side)).access_token }),
      }),
    )
  },
  keys: async (side) => {
    const { json, headers } = await read(await fetch(`${side.url}/oauth/v2/keys`))
    const [first = {}] = (json?.['keys'] ?? []) as object[]
    return { members: members(first), type: headers.get('content-type') ?? '' }
  },
}

/** Ends of sessions, and the contents of answers and tokens. */
export const loginCases: Readonly<Record<string, Ask>> = { ...logoutCases, ...successCases }
