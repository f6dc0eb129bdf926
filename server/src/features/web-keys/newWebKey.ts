import { exportJWK, type GenerateKeyPairOptions, generateKeyPair, type JWK } from 'jose'
import { newId } from '../../kernel/ids.ts'
import type { SigningAlgorithm } from './events.ts'

/** A generated key pair before it is appended; `privateJwk` is sealed under the id of the key. */
export interface NewWebKey {
  readonly keyId: string
  readonly alg: SigningAlgorithm
  readonly publicJwk: { readonly [member: string]: string }
  readonly privateJwk: string
}

/** The kind of a key to generate; `bits` is for RSA. */
export interface KeyKind {
  readonly alg: SigningAlgorithm
  readonly bits?: number
}

/** The kind of the keys that every new instance begins with. */
export const defaultKind: KeyKind = { alg: 'RS256', bits: 2048 }

/** The public members of each type of key (RFC 7518 §6, RFC 8037 §2). */
const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const

/** Generates a key pair in the thread pool, so that the event loop stays free. */
export async function newWebKey({ alg, bits }: KeyKind): Promise<NewWebKey> {
  // Before the generation, which ends in any order: the ids of keys are in the order of their calls.
  const keyId = newId()
  const options: GenerateKeyPairOptions = {
    extractable: true,
    ...(bits !== undefined && { modulusLength: bits }),
    ...(alg === 'EdDSA' && { crv: 'Ed25519' }),
  }
  const { privateKey } = await generateKeyPair(alg, options)
  const jwk = await exportJWK(privateKey)
  return { keyId, alg, publicJwk: publicPart(jwk), privateJwk: JSON.stringify(jwk) }
}

/** Returns the size of an RSA key from its modulus; undefined for other keys. */
export function rsaBits({ n }: { readonly [member: string]: string }): number | undefined {
  return n === undefined ? undefined : Buffer.byteLength(n, 'base64url') * 8
}

function publicPart(jwk: JWK): { readonly [member: string]: string } {
  return Object.fromEntries(
    publicMembers.flatMap((member) => {
      const value = jwk[member]
      return value === undefined ? [] : [[member, value]]
    }),
  )
}
