import { type JWTPayload, SignJWT } from 'jose'
import { basicHeader } from './oidcForms.ts'
import { callbackUri } from './oidcLogin.ts'
import { type Ask, byBasic, type Form, type Sender, seenOf, send } from './oidcSeen.ts'
import type { Side } from './oidcSides.ts'

/** Claims or header of a JWT; members that are undefined are left out. */
export type Members = Readonly<Record<string, unknown>>

type Credentials = (side: Side) => Sender | Promise<Sender>

const now = () => Math.floor(Date.now() / 1000)
let count = 0
const id = () => `id-${process.pid}-${++count}`

/** Signs a JWT by the key of the clients; members that are undefined are left out. */
export async function signed(side: Side, claims: Members, header: Members = {}): Promise<string> {
  const present = JSON.parse(JSON.stringify(claims)) as JWTPayload
  const protectedHeader = JSON.parse(JSON.stringify({ alg: 'RS256', kid: 'mine', ...header }))
  return new SignJWT(present).setProtectedHeader(protectedHeader).sign(side.key)
}

/** Returns a JWT without a signature. */
export function unsigned(claims: Members): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.`
}

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const claimsOf = ({ url, clients }: Side, more: Members = {}): Members => ({
  iss: clients.key.id,
  sub: clients.key.id,
  aud: url,
  iat: now(),
  exp: now() + 60,
  jti: id(),
  ...more,
})
const assertion =
  (more: Members = {}, header: Members = {}): Credentials =>
  async (side) => ({
    form: {
      client_assertion: await signed(side, claimsOf(side, more), header),
      client_assertion_type: type,
    },
  })
const raw =
  (authorization: string): Credentials =>
  () => ({ headers: { authorization } })
const encoded = (text: string, encoding: BufferEncoding = 'utf8') =>
  `Basic ${Buffer.from(text, encoding).toString('base64')}`

/** Ways in which clients name themselves, right and wrong ones. */
const credentials: Readonly<Record<string, Credentials>> = {
  nothing: () => ({}),
  'the id of a client with a secret': ({ clients }) => ({ form: { client_id: clients.web.id } }),
  'an unknown id': () => ({ form: { client_id: 'unknown' } }),
  'an unknown id and a secret': () => ({ form: { client_id: 'unknown', client_secret: 'x' } }),
  'an unknown id by Basic': () => ({ headers: { authorization: basicHeader('unknown', 'x') } }),
  'its secret by Basic': (side) => byBasic(side, 'web'),
  'its secret by Basic, and its id': (side) => ({
    ...byBasic(side, 'web'),
    form: { client_id: side.clients.web.id },
  }),
  'its secret by Basic, and the id of another client': (side) => ({
    ...byBasic(side, 'web'),
    form: { client_id: side.clients.other.id },
  }),
  'its secret by Basic and in the body': (side) => ({
    ...byBasic(side, 'web'),
    form: { client_id: side.clients.web.id, client_secret: side.clients.web.secret },
  }),
  'its secret in the body': ({ clients }) => ({
    form: { client_id: clients.web.id, client_secret: clients.web.secret },
  }),
  'a wrong secret by Basic': ({ clients }) => ({
    headers: { authorization: basicHeader(clients.web.id, 'wrong') },
  }),
  'a wrong secret in the body': ({ clients }) => ({
    form: { client_id: clients.web.id, client_secret: 'wrong' },
  }),
  'an empty secret by Basic': ({ clients }) => ({
    headers: { authorization: basicHeader(clients.web.id, '') },
  }),
  'the secret of another client': ({ clients }) => ({
    headers: { authorization: basicHeader(clients.web.id, clients.other.secret) },
  }),
  'a secret for a public client': ({ clients }) => ({
    form: { client_id: clients.spa.id, client_secret: 'x' },
  }),
  'the id of a public client': ({ clients }) => ({ form: { client_id: clients.spa.id } }),
  'a secret for a client with a key': ({ clients }) => ({
    headers: { authorization: basicHeader(clients.key.id, 'x') },
  }),
  'Basic without a colon': raw(encoded('web')),
  'Basic that is no base64': raw('Basic ***'),
  'Basic that is no UTF-8': raw(encoded('ff3aff', 'hex')),
  'Basic with a broken escape': raw(encoded('%zz:x')),
  'Basic without credentials': raw('Basic'),
  'another scheme': raw('Bearer x'),
  'an assertion': assertion(),
  'an assertion for the token endpoint': async (side) =>
    assertion({ aud: `${side.url}/oauth/v2/token` })(side),
  'an assertion with several audiences': async (side) =>
    assertion({ aud: [side.url, 'https://other.example'] })(side),
  'an assertion and the id of another client': async (side) => {
    const { form } = await assertion()(side)
    return { form: { ...form, client_id: side.clients.other.id } }
  },
  'an assertion and a secret': async (side) => ({ ...byBasic(side, 'web'), ...(await assertion()(side)) }),
  'an assertion of another type': async (side) => {
    const { form } = await assertion()(side)
    return { form: { ...form, client_assertion_type: 'jwt' } }
  },
  'an assertion without its type': async (side) => {
    const { form } = await assertion()(side)
    return { form: { ...form, client_assertion_type: undefined } }
  },
  'an expired assertion': assertion({ exp: now() - 120 }),
  'an assertion that never expires': assertion({ exp: undefined }),
  'an assertion of tomorrow': assertion({ nbf: now() + 86_400 }),
  'an assertion issued tomorrow': assertion({ iat: now() + 86_400 }),
  'an assertion for another audience': assertion({ aud: 'https://other.example' }),
  'an assertion without an audience': assertion({ aud: undefined }),
  'an assertion of another issuer': assertion({ iss: 'other' }),
  'an assertion without an issuer': assertion({ iss: undefined }),
  'an assertion without a subject': assertion({ sub: undefined }),
  'an assertion of an unknown client': assertion({ iss: 'unknown', sub: 'unknown' }),
  'an assertion without an id': assertion({ jti: undefined }),
  'an assertion by an unknown key': assertion({}, { kid: 'unknown' }),
  'an assertion that names no key': assertion({}, { kid: undefined }),
  'an assertion by another algorithm of its key': async (side) => {
    const { form } = await assertion()(side)
    const [, ...rest] = String(form?.['client_assertion']).split('.')
    const header = Buffer.from('{"alg":"RS512","kid":"mine"}').toString('base64url')
    return { form: { client_assertion: [header, ...rest].join('.'), client_assertion_type: type } }
  },
  'an assertion with another signature': async (side) => {
    const { form } = await assertion()(side)
    const text = `${String(form?.['client_assertion']).slice(0, -20)}${'A'.repeat(20)}`
    return { form: { client_assertion: text, client_assertion_type: type } }
  },
  'an unsigned assertion': (side) => ({
    form: { client_assertion: unsigned(claimsOf(side)), client_assertion_type: type },
  }),
  'an assertion that is no JWT': () => ({ form: { client_assertion: 'x', client_assertion_type: type } }),
  'an assertion for a client with a secret': ({ clients, ...side }) =>
    assertion({ iss: clients.web.id, sub: clients.web.id })({ clients, ...side }),
  'a repeated secret': ({ clients }) => ({
    form: { client_id: clients.web.id, client_secret: ['x', 'x'] },
  }),
  'a repeated id': ({ clients }) => ({ form: { client_id: [clients.spa.id, clients.spa.id] } }),
}

const pushed = {
  redirect_uri: callbackUri,
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}

/** Endpoints at which clients authenticate, and a request that needs nothing else to be answered. */
const endpoints: Readonly<Record<string, readonly [path: string, form: Form]>> = {
  token: ['/oauth/v2/token', { grant_type: 'authorization_code', code: 'x', redirect_uri: callbackUri }],
  introspect: ['/oauth/v2/introspect', { token: 'x' }],
  revoke: ['/oauth/v2/revoke', { token: 'x' }],
  par: ['/oauth/v2/par', pushed],
}

/** Every way to authenticate at every endpoint that asks for it. */
export const clientCases: Readonly<Record<string, Ask>> = Object.fromEntries(
  Object.entries(endpoints).flatMap(([endpoint, [path, form]]) =>
    Object.entries(credentials).map(([name, credential]) => [
      `${endpoint}, client: ${name}`,
      async (side: Side) => seenOf(await send(side, path, form, await credential(side))),
    ]),
  ),
)

/** Returns an assertion of the client `key`, each a new one. */
export async function keySender(side: Side): Promise<Sender> {
  return assertion()(side)
}

/** Uses one assertion twice. */
export const replayedAssertion: Ask = async (side) => {
  const sender = await keySender(side)
  await send(side, '/oauth/v2/introspect', { token: 'x' }, sender)
  return seenOf(await send(side, '/oauth/v2/introspect', { token: 'x' }, sender))
}
