import { ECDSACurve, RSABits, RSAHasher, State } from '@zitadel/proto/zitadel/webkey/v2/key_pb.js'
import { timestamp } from '../../../contract/details.ts'
import { rsaBits } from '../newWebKey.ts'
import type { WebKeyRow } from '../queries.ts'

const states = { initial: State.INITIAL, active: State.ACTIVE, inactive: State.INACTIVE } as const
const sizes: Readonly<Record<number, RSABits>> = {
  2048: RSABits.RSA_BITS_2048,
  3072: RSABits.RSA_BITS_3072,
  4096: RSABits.RSA_BITS_4096,
}

/** Returns a key as lists show it. */
export function encodeKey(row: WebKeyRow) {
  return {
    id: row.key_id,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    state: states[row.state],
    key: kindOf(row),
  }
}

function kindOf({ alg, public_jwk }: WebKeyRow) {
  const rsa = (hasher: RSAHasher) => {
    const bits = sizes[rsaBits(public_jwk) ?? 0] ?? RSABits.RSA_BITS_UNSPECIFIED
    return { case: 'rsa', value: { bits, hasher } } as const
  }
  const ecdsa = (curve: ECDSACurve) => ({ case: 'ecdsa', value: { curve } }) as const
  switch (alg) {
    case 'RS256':
      return rsa(RSAHasher.RSA_HASHER_SHA256)
    case 'RS384':
      return rsa(RSAHasher.RSA_HASHER_SHA384)
    case 'RS512':
      return rsa(RSAHasher.RSA_HASHER_SHA512)
    case 'ES256':
      return ecdsa(ECDSACurve.ECDSA_CURVE_P256)
    case 'ES384':
      return ecdsa(ECDSACurve.ECDSA_CURVE_P384)
    case 'ES512':
      return ecdsa(ECDSACurve.ECDSA_CURVE_P512)
    case 'EdDSA':
      return { case: 'ed25519', value: {} } as const
  }
}
