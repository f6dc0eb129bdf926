import { ECDSACurve, RSABits, RSAHasher } from '@zitadel/proto/zitadel/webkey/v2/key_pb.js'
import type { CreateWebKeyRequest } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import { defaultKind, type KeyKind } from '../newWebKey.ts'

/** The algorithms and sizes of the contract's enumerations, the default of each also for unspecified. */
const rsaAlgorithms = {
  [RSAHasher.RSA_HASHER_UNSPECIFIED]: 'RS256',
  [RSAHasher.RSA_HASHER_SHA256]: 'RS256',
  [RSAHasher.RSA_HASHER_SHA384]: 'RS384',
  [RSAHasher.RSA_HASHER_SHA512]: 'RS512',
} as const
/** The sizes of RSA keys. */
const rsaSizes = {
  [RSABits.RSA_BITS_UNSPECIFIED]: 2048,
  [RSABits.RSA_BITS_2048]: 2048,
  [RSABits.RSA_BITS_3072]: 3072,
  [RSABits.RSA_BITS_4096]: 4096,
} as const
/** The algorithm of each curve. */
const curveAlgorithms = {
  [ECDSACurve.ECDSA_CURVE_UNSPECIFIED]: 'ES256',
  [ECDSACurve.ECDSA_CURVE_P256]: 'ES256',
  [ECDSACurve.ECDSA_CURVE_P384]: 'ES384',
  [ECDSACurve.ECDSA_CURVE_P512]: 'ES512',
} as const

/** Reads the kind of a key to create; RSA with 2048 bits and SHA-256 unless the request names one. */
export function decodeKind({ key }: CreateWebKeyRequest): KeyKind {
  switch (key.case) {
    case 'rsa':
      return { alg: rsaAlgorithms[key.value.hasher], bits: rsaSizes[key.value.bits] }
    case 'ecdsa':
      return { alg: curveAlgorithms[key.value.curve] }
    case 'ed25519':
      return { alg: 'EdDSA' }
    case undefined:
      return defaultKind
  }
}
