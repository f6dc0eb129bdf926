import { type Members, signed, unsigned } from './oidcClientCases.ts'
import { callbackUri } from './oidcLogin.ts'
import { type Ask, byBasic, type Form, openSeen, type Seen, seenOf, send } from './oidcSeen.ts'
import type { ClientName, Side } from './oidcSides.ts'

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

/** An authorization request of a client that is right. */
export const request = ({ clients }: Pick<Side, 'clients'>, name: ClientName = 'web'): Form => ({
  client_id: clients[name].id,
  redirect_uri: callbackUri,
  response_type: 'code',
  scope: 'openid',
  state: 'the state',
  nonce: 'the nonce',
  code_challenge: challenge,
  code_challenge_method: 'S256',
})

/** Parameters that replace those of a right request of a web app; undefined ones are left out. */
const changes: Readonly<Record<string, Form>> = {
  'as it should be': {},
  'no client': { client_id: undefined },
  'an unknown client': { client_id: 'unknown' },
  'a repeated client': { client_id: ['a', 'b'] },
  'no redirect URI': { redirect_uri: undefined },
  'another redirect URI': { redirect_uri: 'https://evil.example/' },
  'a longer redirect URI': { redirect_uri: `${callbackUri}/` },
  'a redirect URI with a query': { redirect_uri: `${callbackUri}?a=b` },
  'a redirect URI with a fragment': { redirect_uri: `${callbackUri}#a` },
  'a redirect URI in other letters': { redirect_uri: callbackUri.toUpperCase() },
  'a redirect URI that is none': { redirect_uri: 'x' },
  'a script as redirect URI': { redirect_uri: 'javascript:alert(1)' },
  'a repeated redirect URI': { redirect_uri: [callbackUri, callbackUri] },
  'no response type': { response_type: undefined },
  'an unknown response type': { response_type: 'unknown' },
  'the response type token': { response_type: 'token' },
  'the response type none': { response_type: 'none' },
  'a hybrid response type': { response_type: 'code id_token' },
  'a response type that the client lacks': { response_type: 'id_token' },
  'no scope': { scope: undefined },
  'an unknown scope': { scope: 'openid unknown' },
  'a scope without openid': { scope: 'profile' },
  'only unknown scopes': { scope: 'unknown' },
  'a repeated scope': { scope: ['openid', 'profile'] },
  'a repeated state': { state: ['a', 'b'] },
  'no state': { state: undefined },
  'an empty state': { state: '' },
  'no nonce': { nonce: undefined },
  'an unknown parameter, repeated': { unknown: ['a', 'b'] },
  'prompt none': { prompt: 'none' },
  'prompt none and login': { prompt: 'none login' },
  'an unknown prompt': { prompt: 'unknown' },
  'prompt login': { prompt: 'login' },
  'prompt create': { prompt: 'create' },
  'no number as max_age': { max_age: 'x' },
  'a negative max_age': { max_age: '-1' },
  'a fraction as max_age': { max_age: '1.5' },
  'max_age 0': { max_age: '0' },
  'no challenge': { code_challenge: undefined, code_challenge_method: undefined },
  'a challenge method without a challenge': { code_challenge: undefined },
  'a challenge without a method': { code_challenge_method: undefined },
  'the challenge method plain': { code_challenge_method: 'plain' },
  'an unknown challenge method': { code_challenge_method: 'S512' },
  'a short challenge': { code_challenge: 'x' },
  'a challenge with other characters': { code_challenge: `${challenge.slice(1)}+` },
  'the response mode query': { response_mode: 'query' },
  'the response mode fragment': { response_mode: 'fragment' },
  'the response mode form_post': { response_mode: 'form_post' },
  'an unknown response mode': { response_mode: 'unknown' },
  'an error by fragment': { response_mode: 'fragment', code_challenge_method: 'S512' },
  'an error by form_post': { response_mode: 'form_post', code_challenge_method: 'S512' },
  'an error without state': { state: undefined, code_challenge_method: 'S512' },
  'claims that are no JSON': { claims: 'x' },
  'claims that are no object': { claims: '[]' },
  'claims of a wrong type': { claims: '{"id_token":1}' },
  'an essential acr': { claims: '{"id_token":{"acr":{"essential":true,"value":"urn:sallyport:aal:2"}}}' },
  'an essential acr that is unknown': { claims: '{"id_token":{"acr":{"essential":true,"value":"x"}}}' },
  'an unknown acr': { acr_values: 'x' },
  'a login hint': { login_hint: 'pat' },
  'an invalid ID token as hint': { id_token_hint: 'x' },
  'an unknown display': { display: 'x' },
  'unknown languages': { ui_locales: 'xx !!' },
  'a request by reference': { request_uri: 'https://app.example.test/request' },
  'an unknown pushed request': { request_uri: 'urn:ietf:params:oauth:request_uri:unknown' },
  'a request object that is no JWT': { request: 'x' },
  'request and request_uri': { request: 'x', request_uri: 'urn:ietf:params:oauth:request_uri:x' },
  'metadata of the client': { registration: '{}' },
  'a broken key thumbprint': { dpop_jkt: 'x' },
  'a key thumbprint': { dpop_jkt: challenge },
}

const ofWeb: Record<string, Ask> = Object.fromEntries(
  Object.entries(changes).map(([name, change]) => [
    `authorize: ${name}`,
    (side: Side) => openSeen(side, { ...request(side), ...change }),
  ]),
)

const asOther: Record<string, Ask> = {
  'authorize, POST: as it should be': (side) => openSeen(side, request(side), 'POST'),
  'authorize, POST: an error': (side) => openSeen(side, { ...request(side), scope: undefined }, 'POST'),
  'authorize, public client: as it should be': (side) => openSeen(side, request(side, 'spa')),
  'authorize, public client: no challenge': (side) =>
    openSeen(side, {
      ...request(side, 'spa'),
      code_challenge: undefined,
      code_challenge_method: undefined,
    }),
  'authorize, API: as it should be': (side) => openSeen(side, request(side, 'api')),
  'authorize, device: as it should be': (side) => openSeen(side, request(side, 'device')),
  'authorize, implicit: as it should be': (side) =>
    openSeen(side, { ...request(side, 'implicit'), response_type: 'id_token' }),
  'authorize, implicit: words in another order': (side) =>
    openSeen(side, { ...request(side, 'implicit'), response_type: 'token id_token' }),
  'authorize, implicit: no nonce': (side) =>
    openSeen(side, { ...request(side, 'implicit'), response_type: 'id_token', nonce: undefined }),
  'authorize, implicit: the response mode query': (side) =>
    openSeen(side, { ...request(side, 'implicit'), response_type: 'id_token', response_mode: 'query' }),
  'authorize, implicit: a code': (side) => openSeen(side, request(side, 'implicit')),
  'authorize, must push: pushed nothing': (side) => openSeen(side, request(side, 'pushed')),
  'authorize, must sign: signed nothing': (side) => openSeen(side, request(side, 'signed')),
}

const push = (side: Side, form: Form) => send(side, '/oauth/v2/par', form, byBasic(side, 'web'))

/** Parameters of authorize that are also refused when they are pushed. */
const pushedChanges = [
  'as it should be',
  'another redirect URI',
  'no redirect URI',
  'no response type',
  'an unknown response type',
  'a response type that the client lacks',
  'no scope',
  'prompt none and login',
  'no number as max_age',
  'an unknown challenge method',
  'a short challenge',
  'a challenge method without a challenge',
  'claims that are no JSON',
  'a request object that is no JWT',
  'an unknown pushed request',
  'a repeated state',
  'a broken key thumbprint',
  'an invalid ID token as hint',
  'an unknown response mode',
]

const byPush: Record<string, Ask> = Object.fromEntries(
  pushedChanges.map((name) => [
    `par: ${name}`,
    async (side: Side) => seenOf(await push(side, { ...request(side), ...changes[name] })),
  ]),
)

/** Opens what was pushed. */
async function openPushed(side: Side, more: Form = {}, times = 1): Promise<Seen> {
  const { json } = await push(side, request(side))
  const query = { client_id: side.clients.web.id, request_uri: String(json?.['request_uri']), ...more }
  for (let at = 1; at < times; at++)
    await side.login(
      new URL(`${side.url}/oauth/v2/authorize?${new URLSearchParams(query as Record<string, string>)}`),
    )
  return openSeen(side, query)
}

const ofPushed: Record<string, Ask> = {
  'pushed request: opened': (side) => openPushed(side),
  'pushed request: opened after a whole login': (side) => openPushed(side, {}, 2),
  'pushed request: opened by another client': (side) =>
    openPushed(side, { client_id: side.clients.other.id }),
  'pushed request: opened without a client': (side) => openPushed(side, { client_id: undefined }),
  'pushed request: opened with other parameters beside it': (side) =>
    openPushed(side, { scope: 'unknown', redirect_uri: 'https://evil.example' }),
}

const now = () => Math.floor(Date.now() / 1000)
const objectOf = (side: Side, more: Members = {}): Members => ({
  ...request(side, 'key'),
  iss: side.clients.key.id,
  aud: side.url,
  exp: now() + 60,
  iat: now(),
  ...more,
})

type Change = (side: Side) => readonly [Members, Members?]

/** Request objects of a client with a key. */
const objects: Readonly<Record<string, Change>> = {
  'as it should be': () => [{}],
  'with its media type': () => [{}, { typ: 'oauth-authz-req+jwt' }],
  'with the type JWT': () => [{}, { typ: 'JWT' }],
  'of another type': () => [{}, { typ: 'at+jwt' }],
  expired: () => [{ exp: now() - 120 }],
  'that never expires': () => [{ exp: undefined }],
  'that lives for a day': () => [{ exp: now() + 86_400 }],
  'of tomorrow': () => [{ nbf: now() + 86_400 }],
  'for another audience': () => [{ aud: 'https://other.example' }],
  'without an audience': () => [{ aud: undefined }],
  'of another issuer': () => [{ iss: 'other' }],
  'without an issuer': () => [{ iss: undefined }],
  'with a subject': ({ clients }) => [{ sub: clients.key.id }],
  'of another client': ({ clients }) => [{ client_id: clients.web.id }],
  'without a client': () => [{ client_id: undefined }],
  'with a request in it': () => [{ request: 'x' }],
  'with a request by reference in it': () => [{ request_uri: 'https://app.example.test/x' }],
  'by an unknown key': () => [{}, { kid: 'unknown' }],
  'that names no key': () => [{}, { kid: undefined }],
  'with another redirect URI': () => [{ redirect_uri: 'https://evil.example' }],
  'with a number as max_age': () => [{ max_age: 600 }],
  'with a text as max_age': () => [{ max_age: 'x' }],
  'with claims as an object': () => [{ claims: { id_token: { acr: { values: ['urn:sallyport:aal:1'] } } } }],
  'with prompt none and login': () => [{ prompt: 'none login' }],
}

const bySigning: Record<string, Ask> = Object.fromEntries(
  Object.entries(objects).map(([name, change]) => [
    `request object ${name}`,
    async (side: Side) => {
      const [claims, header] = change(side)
      const object = await signed(side, objectOf(side, claims), header)
      return openSeen(side, { client_id: side.clients.key.id, request: object, ...outside(side) })
    },
  ]),
)

/** OpenID Connect Core §6.1 wants these beside the object, RFC 9101 does not mind them. */
const outside = (side: Side): Form => ({
  response_type: 'code',
  scope: 'openid',
  redirect_uri: request(side)['redirect_uri'],
})

const ofObjects: Record<string, Ask> = {
  'request object without a signature': (side) =>
    openSeen(side, { client_id: side.clients.key.id, request: unsigned(objectOf(side)), ...outside(side) }),
  'request object alone': async (side) =>
    openSeen(side, { client_id: side.clients.key.id, request: await signed(side, objectOf(side)) }),
  'request object beside other values': async (side) =>
    openSeen(side, {
      client_id: side.clients.key.id,
      request: await signed(side, objectOf(side)),
      ...outside(side),
      state: 'another state',
    }),
  'request object without the client beside it': async (side) =>
    openSeen(side, { request: await signed(side, objectOf(side)), ...outside(side) }),
}

/** Authorization requests, sent, pushed and signed. */
export const authorizeCases: Readonly<Record<string, Ask>> = {
  ...ofWeb,
  ...asOther,
  ...byPush,
  ...ofPushed,
  ...bySigning,
  ...ofObjects,
}
