import type { JsonObject } from '@bufbuild/protobuf'
import type { Duration } from '@bufbuild/protobuf/wkt'
import { AuthFactorState, type WebAuthNVerification } from '@sallyport/contract/zitadel/user_pb.js'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import { credentialOfBytes } from '../adapters/credentialJson.ts'
import type { PasskeyRow } from '../queries.ts'

const verificationMissing = refuse(
  'passkey.verification_missing',
  'invalid_argument',
  "the verification is missing; send the authenticator's credential and a name",
)

/** Creation options as `zitadel.user.v1.WebAuthNKey`: JSON bytes. */
export function keyMessage(options: JsonObject) {
  return { publicKey: Buffer.from(JSON.stringify(options)) }
}

/** Reads `zitadel.user.v1.WebAuthNVerification`, which the contract requires. */
export function decodeVerification(verification: WebAuthNVerification | undefined) {
  if (verification === undefined) throw new DomainError(verificationMissing)
  return { name: verification.tokenName, credential: credentialOfBytes(verification.publicKeyCredential) }
}

/** A passkey as `zitadel.user.v1.WebAuthNToken`. */
export function tokenMessage({ factor_id: id, name }: PasskeyRow) {
  return { id, name, state: AuthFactorState.READY }
}

/** Whole seconds as the contract's duration. */
export function duration(seconds: number): Pick<Duration, 'seconds' | 'nanos'> {
  return { seconds: BigInt(seconds), nanos: 0 }
}
