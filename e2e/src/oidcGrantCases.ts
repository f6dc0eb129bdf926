import { keySender } from './oidcClientCases.ts'
import { callbackUri } from './oidcLogin.ts'
import { type Ask, byBasic, type Form, read, type Sender, seenOf, send } from './oidcSeen.ts'
import type { ClientName, Side } from './oidcSides.ts'
import { codeForm, offline, token, tokens, useToken, verifier } from './oidcTokenRequests.ts'

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const withoutChallenge = { code_challenge: undefined, code_challenge_method: undefined }

/** Exchanges a code with parameters that replace the right ones. */
const exchanged =
  (change: Form, more: Form = {}, by: ClientName = 'web'): Ask =>
  async (side) =>
    seenOf(await send(side, token, { ...(await codeForm(side, more)), ...change }, byBasic(side, by)))

const codeCases: Readonly<Record<string, Ask>> = {
  'code: exchanged': exchanged({}),
  'code: exchanged with offline_access': exchanged({}, offline),
  'code: exchanged without openid': exchanged({}, { scope: 'profile' }),
  'code: exchanged with an unknown scope': exchanged({}, { scope: 'openid unknown' }),
  'code: missing': exchanged({ code: undefined }),
  'code: unknown': exchanged({ code: 'unknown' }),
  'code: repeated': exchanged({ code: ['a', 'b'] }),
  'code: of another client': exchanged({}, {}, 'other'),
  'code: no redirect URI': exchanged({ redirect_uri: undefined }),
  'code: another redirect URI': exchanged({ redirect_uri: 'https://app.example.test/other' }),
  'code: no verifier': exchanged({ code_verifier: undefined }),
  'code: another verifier': exchanged({ code_verifier: 'x'.repeat(43) }),
  'code: a short verifier': exchanged({ code_verifier: 'x' }),
  'code: a verifier without a challenge': exchanged({}, withoutChallenge),
  'code: no challenge, no verifier': exchanged({ code_verifier: undefined }, withoutChallenge),
  'code: a plain challenge': exchanged({}, { code_challenge: verifier, code_challenge_method: undefined }),
  'code: an unknown parameter': exchanged({ unknown: ['a', 'b'] }),
  'code: a scope': exchanged({ scope: 'openid' }),
  'code: used twice': async (side) => {
    const form = await codeForm(side)
    await send(side, token, form, byBasic(side, 'web'))
    return seenOf(await send(side, token, form, byBasic(side, 'web')))
  },
  'code: used twice, then its token': async (side) => {
    const form = await codeForm(side)
    const { json } = await send(side, token, form, byBasic(side, 'web'))
    await send(side, token, form, byBasic(side, 'web'))
    return useToken(side, { authorization: `Bearer ${json?.['access_token']}` })
  },
  'code: of a public client': async (side) =>
    seenOf(
      await send(side, token, await codeForm(side, {}, 'spa'), { form: { client_id: side.clients.spa.id } }),
    ),
  'code: by an assertion': async (side) =>
    seenOf(await send(side, token, await codeForm(side, {}, 'key'), await keySender(side))),
}

/** Redeems a refresh token with parameters that replace the right ones. */
const refreshed =
  (change: Form, by: ClientName = 'web'): Ask =>
  async (side) => {
    const { refresh_token } = await tokens(side, offline)
    return seenOf(
      await send(side, token, { grant_type: 'refresh_token', refresh_token, ...change }, byBasic(side, by)),
    )
  }

const refreshCases: Readonly<Record<string, Ask>> = {
  'refresh: redeemed': refreshed({}),
  'refresh: missing': refreshed({ refresh_token: undefined }),
  'refresh: unknown': refreshed({ refresh_token: 'unknown' }),
  'refresh: of another client': refreshed({}, 'other'),
  'refresh: fewer scopes': refreshed({ scope: 'openid' }),
  'refresh: more scopes': refreshed({ scope: 'openid email' }),
  'refresh: an access token': async (side) => {
    const { access_token: refresh_token } = await tokens(side)
    return seenOf(
      await send(side, token, { grant_type: 'refresh_token', refresh_token }, byBasic(side, 'web')),
    )
  },
  'refresh: used twice at once': async (side) => {
    const { refresh_token } = await tokens(side, offline)
    const form = { grant_type: 'refresh_token', refresh_token }
    await send(side, token, form, byBasic(side, 'web'))
    return seenOf(await send(side, token, form, byBasic(side, 'web')))
  },
  'refresh: revoked': async (side) => {
    const { refresh_token } = await tokens(side, offline)
    await send(side, '/oauth/v2/revoke', { token: refresh_token }, byBasic(side, 'web'))
    return seenOf(
      await send(side, token, { grant_type: 'refresh_token', refresh_token }, byBasic(side, 'web')),
    )
  },
}

const asked =
  (form: Form, by: ClientName = 'web'): Ask =>
  async (side) =>
    seenOf(await send(side, token, form, byBasic(side, by)))

const requestCases: Readonly<Record<string, Ask>> = {
  'grant: none': asked({}),
  'grant: empty': asked({ grant_type: '' }),
  'grant: unknown': asked({ grant_type: 'unknown' }),
  'grant: password': asked({ grant_type: 'password', username: 'pat', password: 'x' }),
  'grant: implicit': asked({ grant_type: 'implicit' }),
  'grant: repeated': asked({ grant_type: ['refresh_token', 'refresh_token'] }),
  'grant: codes for a client without them': asked(
    { grant_type: 'authorization_code', code: 'x', redirect_uri: callbackUri },
    'api',
  ),
  'grant: refresh for a client without it': asked({ grant_type: 'refresh_token', refresh_token: 'x' }, 'api'),
  'grant: device for a client without it': asked({ grant_type: deviceGrant, device_code: 'x' }),
  'grant: machine for a client without it': asked({ grant_type: 'client_credentials' }),
  'machine: its secret by Basic': asked({ grant_type: 'client_credentials' }, 'machine'),
  'machine: an unknown scope': asked({ grant_type: 'client_credentials', scope: 'unknown' }, 'machine'),
  'machine: a wrong secret': async (side) =>
    seenOf(
      await send(side, token, {
        grant_type: 'client_credentials',
        client_id: side.clients.machine.id,
        client_secret: 'x',
      }),
    ),
  'token: GET': async (side) =>
    seenOf(
      await read(
        await fetch(`${side.url}${token}?grant_type=client_credentials`, {
          headers: { accept: 'application/json' },
        }),
      ),
    ),
  'token: JSON': async (side) =>
    seenOf(
      await read(
        await fetch(`${side.url}${token}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            ...byBasic(side, 'machine').headers,
          },
          body: '{"grant_type":"client_credentials"}',
        }),
      ),
    ),
  'token: parameters in the query': async (side) =>
    seenOf(await send(side, `${token}?grant_type=client_credentials`, {}, byBasic(side, 'machine'))),
}

const device = '/oauth/v2/device_authorization'
const asDevice = ({ clients }: Side): Sender => ({ form: { client_id: clients.device.id } })

const deviceCases: Readonly<Record<string, Ask>> = {
  'device: begun': async (side) => seenOf(await send(side, device, { scope: 'openid' }, asDevice(side))),
  'device: begun without a scope': async (side) => seenOf(await send(side, device, {}, asDevice(side))),
  'device: begun without a client': async (side) => seenOf(await send(side, device, { scope: 'openid' })),
  'device: begun by a client without the grant': async (side) =>
    seenOf(await send(side, device, { scope: 'openid' }, byBasic(side, 'web'))),
  'device: begun with a wrong scope': async (side) =>
    seenOf(await send(side, device, { scope: 'unknown' }, asDevice(side))),
  'device: no code': async (side) =>
    seenOf(await send(side, token, { grant_type: deviceGrant }, asDevice(side))),
  'device: an unknown code': async (side) =>
    seenOf(await send(side, token, { grant_type: deviceGrant, device_code: 'x' }, asDevice(side))),
  'device: polled early': async (side) => {
    const { json } = await send(side, device, { scope: 'openid' }, asDevice(side))
    return seenOf(
      await send(
        side,
        token,
        { grant_type: deviceGrant, device_code: String(json?.['device_code']) },
        asDevice(side),
      ),
    )
  },
  'device: polled often at once': async (side) => {
    const { json } = await send(side, device, { scope: 'openid' }, asDevice(side))
    const form = { grant_type: deviceGrant, device_code: String(json?.['device_code']) }
    const polls = await Promise.all([1, 2, 3].map(() => send(side, token, form, asDevice(side))))
    return { says: [...new Set(polls.map((poll) => seenOf(poll)['says']))].sort().join(' ') }
  },
}

/** Requests for tokens. */
export const grantCases: Readonly<Record<string, Ask>> = {
  ...codeCases,
  ...refreshCases,
  ...requestCases,
  ...deviceCases,
}
