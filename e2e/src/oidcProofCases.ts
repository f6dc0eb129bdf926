import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose'
import { sha256 } from '../../server/src/kernel/crypto/sha256.ts'
import type { Members } from './oidcClientCases.ts'
import { type Ask, byBasic, type Seen, seenOf, send } from './oidcSeen.ts'
import type { ClientName, Side } from './oidcSides.ts'
import { codeForm, offline, token, tokens, useToken } from './oidcTokenRequests.ts'

const now = () => Math.floor(Date.now() / 1000)

/** A key with which a client proves that it holds its tokens (RFC 9449). */
interface Holder {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

async function holder(): Promise<Holder> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  return { privateKey, jwk: await exportJWK(publicKey) }
}

let proofs = 0
function proof(holder: Holder, claims: Members, header: object = {}): Promise<string> {
  const payload = JSON.parse(
    JSON.stringify({ jti: `jti-${++proofs}`, htm: 'POST', iat: now(), ...claims }),
  ) as JWTPayload
  const protectedHeader = JSON.parse(
    JSON.stringify({ alg: 'ES256', typ: 'dpop+jwt', jwk: holder.jwk, ...header }),
  )
  return new SignJWT(payload).setProtectedHeader(protectedHeader).sign(holder.privateKey)
}

/** Exchanges a code with a proof that has the nonce, and claims and header that replace the right ones. */
const proved =
  (
    claims: Members,
    header: object | ((holder: Holder) => Promise<object>) = {},
    by: ClientName = 'web',
  ): Ask =>
  async (side) => {
    const { sender } = await prover(side, claims, header, by)
    return seenOf(await send(side, token, await codeForm(side, {}, by), sender))
  }

async function prover(
  side: Side,
  claims: Members,
  header: object | ((holder: Holder) => Promise<object>),
  by: ClientName,
) {
  const held = await holder()
  const htu = `${side.url}${token}`
  const first = await send(
    side,
    token,
    { grant_type: 'refresh_token', refresh_token: (await tokensBound(side, by)) ?? 'x' },
    { headers: { ...byBasic(side, by).headers, dpop: await proof(held, { htu }) } },
  )
  const nonce = first.headers.get('dpop-nonce') ?? undefined
  const more = typeof header === 'function' ? await header(held) : header
  const dpop = await proof(held, { htu, nonce, ...claims }, more)
  return { held, nonce, sender: { headers: { ...byBasic(side, by).headers, dpop } } }
}

/** A nonce comes with the refusal of a proof, which needs a request that gets as far. */
async function tokensBound(side: Side, by: ClientName): Promise<string | undefined> {
  return by === 'web' ? (await tokens(side, offline)).refresh_token : undefined
}

/** Tokens bound by DPoP (RFC 9449), and their use. */
export const proofCases: Readonly<Record<string, Ask>> = {
  'proof: right': proved({}),
  'proof: without the nonce': async (side) => {
    const dpop = await proof(await holder(), { htu: `${side.url}${token}` })
    return seenOf(
      await send(side, token, await codeForm(side), { headers: { ...byBasic(side, 'web').headers, dpop } }),
    )
  },
  'proof: with another nonce': proved({ nonce: 'another' }),
  'proof: for another method': proved({ htm: 'GET' }),
  'proof: for another address': proved({ htu: 'https://other.example/token' }),
  'proof: with a query in the address': async (side) => proved({ htu: `${side.url}${token}?a=b` })(side),
  'proof: of yesterday': proved({ iat: now() - 86_400 }),
  'proof: of tomorrow': proved({ iat: now() + 86_400 }),
  'proof: without a time': proved({ iat: undefined }),
  'proof: without an id': proved({ jti: undefined }),
  'proof: without a method': proved({ htm: undefined }),
  'proof: without an address': proved({ htu: undefined }),
  'proof: of another type': proved({}, { typ: 'JWT' }),
  'proof: without a key': proved({}, { jwk: undefined }),
  'proof: with a private key': proved({}, async ({ privateKey }) => ({ jwk: await exportJWK(privateKey) })),
  'proof: of another key': proved({}, async () => ({ jwk: (await holder()).jwk })),
  'proof: no JWT': async (side) =>
    seenOf(
      await send(side, token, await codeForm(side), {
        headers: { ...byBasic(side, 'web').headers, dpop: 'x' },
      }),
    ),
  'proof: none, though the client must have one': async (side) =>
    seenOf(await send(side, token, await codeForm(side, {}, 'bound'), byBasic(side, 'bound'))),
  'proof: the code is bound to another key': async (side) => {
    const { sender } = await prover(side, {}, {}, 'web')
    const dpop_jkt = await calculateJwkThumbprint((await holder()).jwk)
    return seenOf(await send(side, token, await codeForm(side, { dpop_jkt }), sender))
  },
  'proof: used for the token': async (side) => boundUse(side, 'DPoP', {}),
  'proof: used without the hash of the token': async (side) => boundUse(side, 'DPoP', { ath: undefined }),
  'proof: used for another token': async (side) => boundUse(side, 'DPoP', { ath: 'x' }),
  'proof: none at use, as Bearer': async (side) => boundUse(side, 'Bearer', undefined),
  'proof: none at use, as DPoP': async (side) => boundUse(side, 'DPoP', undefined),
}

/** Uses a bound token at userinfo, with claims that replace those of a right proof. */
async function boundUse(side: Side, scheme: string, claims: Members | undefined): Promise<Seen> {
  const { held, sender } = await prover(side, {}, {}, 'web')
  const { json } = await send(side, token, await codeForm(side), sender)
  const text = String(json?.['access_token'])
  const own = { htm: 'GET', htu: `${side.url}/oidc/v1/userinfo`, ath: sha256(text).toString('base64url') }
  const authorization = `${scheme} ${text}`
  if (claims === undefined) return useToken(side, { authorization })
  const first = await fetch(own.htu, { headers: { authorization, dpop: await proof(held, own) } })
  const nonce = first.headers.get('dpop-nonce') ?? undefined
  return useToken(side, { authorization, dpop: await proof(held, { ...own, nonce, ...claims }) })
}
