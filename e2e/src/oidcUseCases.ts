import { replayedAssertion } from './oidcClientCases.ts'
import { type Ask, byBasic, type Form, seenOf, send } from './oidcSeen.ts'
import type { ClientName, Side } from './oidcSides.ts'
import { offline, token, tokens, useToken } from './oidcTokenRequests.ts'

const userinfoCases: Readonly<Record<string, Ask>> = {
  'userinfo: no token': (side) => useToken(side, {}),
  'userinfo: an unknown token': (side) => useToken(side, { authorization: 'Bearer unknown' }),
  'userinfo: an empty token': (side) => useToken(side, { authorization: 'Bearer ' }),
  'userinfo: another scheme': (side) => useToken(side, { authorization: 'Basic eDp5' }),
  'userinfo: a token': async (side) =>
    useToken(side, { authorization: `Bearer ${(await tokens(side)).access_token}` }),
  'userinfo: a token in lower case': async (side) =>
    useToken(side, { authorization: `bearer ${(await tokens(side)).access_token}` }),
  'userinfo: a token by POST': async (side) =>
    useToken(side, { authorization: `Bearer ${(await tokens(side)).access_token}` }, { method: 'POST' }),
  'userinfo: a token in a form': async (side) => {
    const { access_token } = await tokens(side)
    return useToken(side, {}, { method: 'POST', body: new URLSearchParams({ access_token }) })
  },
  'userinfo: a token in the query': async (side) =>
    useToken(side, {}, {}, `?access_token=${(await tokens(side)).access_token}`),
  'userinfo: two tokens': async (side) => {
    const { access_token } = await tokens(side)
    const body = new URLSearchParams({ access_token })
    return useToken(side, { authorization: `Bearer ${access_token}` }, { method: 'POST', body })
  },
  'userinfo: a token as DPoP': async (side) =>
    useToken(side, { authorization: `DPoP ${(await tokens(side)).access_token}` }),
  'userinfo: a refresh token': async (side) =>
    useToken(side, { authorization: `Bearer ${(await tokens(side, offline)).refresh_token}` }),
  'userinfo: an ID token': async (side) =>
    useToken(side, { authorization: `Bearer ${(await tokens(side)).id_token}` }),
  'userinfo: a token without openid': async (side) =>
    useToken(side, { authorization: `Bearer ${(await tokens(side, { scope: 'profile' })).access_token}` }),
  'userinfo: a token of a machine': async (side) => {
    const { json } = await send(side, token, { grant_type: 'client_credentials' }, byBasic(side, 'machine'))
    return useToken(side, { authorization: `Bearer ${json?.['access_token']}` })
  },
  'userinfo: a revoked token': async (side) => {
    const { access_token } = await tokens(side)
    await send(side, '/oauth/v2/revoke', { token: access_token }, byBasic(side, 'web'))
    return useToken(side, { authorization: `Bearer ${access_token}` })
  },
}

/** Asks about a token, or revokes it, with parameters that replace the right ones. */
const about =
  (
    path: string,
    change: Form,
    kind: 'access_token' | 'refresh_token' = 'access_token',
    by: ClientName = 'web',
  ): Ask =>
  async (side) => {
    const form = { token: (await tokens(side, offline))[kind], ...change }
    return seenOf(await send(side, path, form, byBasic(side, by)))
  }

const inspectCases: Readonly<Record<string, Ask>> = Object.fromEntries(
  ['introspect', 'revoke'].flatMap((name) => {
    const path = `/oauth/v2/${name}`
    return [
      [`${name}: an access token`, about(path, {})],
      [`${name}: a refresh token`, about(path, {}, 'refresh_token')],
      [`${name}: a wrong hint`, about(path, { token_type_hint: 'refresh_token' })],
      [`${name}: an unknown hint`, about(path, { token_type_hint: 'unknown' })],
      [`${name}: no token`, about(path, { token: undefined })],
      [`${name}: a repeated token`, about(path, { token: ['a', 'b'] })],
      [`${name}: a token of another client`, about(path, {}, 'access_token', 'other')],
      [`${name}: a token of another app of the project`, about(path, {}, 'access_token', 'api')],
      [
        `${name}: an ID token`,
        async (side: Side) =>
          seenOf(await send(side, path, { token: (await tokens(side)).id_token }, byBasic(side, 'web'))),
      ],
    ] as [string, Ask][]
  }),
)

/** Uses of tokens at userinfo, introspection and revocation. */
export const useCases: Readonly<Record<string, Ask>> = {
  ...userinfoCases,
  ...inspectCases,
  'client: an assertion used twice': replayedAssertion,
}
