import type { KeyObject } from 'node:crypto'
import type { JWK } from 'jose'

const rsa = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const

/** The types of keys that sign JWTs, as a JWK and as a key object name them, with their algorithms (RFC 7518 §3.1, RFC 8037, RFC 9864). */
const types: readonly {
  readonly jwk: string
  readonly key: string
  readonly algorithms: readonly string[]
}[] = [
  { jwk: 'RSA', key: 'rsa', algorithms: rsa },
  { jwk: 'EC P-256', key: 'ec prime256v1', algorithms: ['ES256'] },
  { jwk: 'EC P-384', key: 'ec secp384r1', algorithms: ['ES384'] },
  { jwk: 'EC P-521', key: 'ec secp521r1', algorithms: ['ES512'] },
  { jwk: 'OKP Ed25519', key: 'ed25519', algorithms: ['EdDSA', 'Ed25519'] },
]

/** Every algorithm with which a key of some type signs: those of client assertions, request objects and DPoP proofs; all are asymmetric (RFC 9449 §11.6). */
export const signatureAlgorithms: readonly string[] = types.flatMap(({ algorithms }) => algorithms)

/** Returns the algorithms of a JWK by its type and curve; none if it does not sign. */
export function algorithmsOfJwk({ kty, crv }: Pick<JWK, 'kty' | 'crv'>): readonly string[] {
  const name = kty === 'RSA' ? kty : `${kty} ${crv}`
  return types.find(({ jwk }) => jwk === name)?.algorithms ?? []
}

/** Returns the algorithms of a key (RFC 8725 §3.1); none if it does not sign. */
export function algorithmsOfKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly string[] {
  const curve = asymmetricKeyDetails?.namedCurve
  const name = curve === undefined ? asymmetricKeyType : `${asymmetricKeyType} ${curve}`
  return types.find(({ key }) => key === name)?.algorithms ?? []
}
