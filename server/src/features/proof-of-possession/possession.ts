import type { X509Certificate } from 'node:crypto'
import type { Database } from '../../database/database.ts'
import type { EventLog } from '../../eventlog/types.ts'
import { certificateThumbprint } from './certificate.ts'
import { dpopNonces } from './dpopNonce.ts'
import { type DpopDemand, type DpopFault, verifyDpopProof } from './dpopProof.ts'
import { useOnce } from './singleUse.ts'

/** The dependencies of proofs. */
export interface Proving {
  readonly log: Pick<EventLog, 'mac'>
  readonly database: Pick<Database, 'query'>
}

/** The parts of a request by which its sender can prove a key. */
export interface ProvingRequest {
  readonly instanceId: string
  readonly now: Date
  readonly method: string
  /** The URL that the client addressed; query and fragment do not count. */
  readonly url: string
  /** The header `DPoP`; undefined without one. */
  readonly proof: string | undefined
  readonly certificate: X509Certificate | undefined
}

/** The key that a token is bound to (RFC 7800 §3): by DPoP or by a certificate. */
export interface Confirmation {
  readonly jkt?: string | undefined
  readonly 'x5t#S256'?: string | undefined
}

/** A proved DPoP key, and the nonce for the next proof. */
export interface ProvedKey {
  readonly valid: true
  readonly jkt: string
  readonly nonce: string
}

/** Checks a request's DPoP proof and uses it up; the nonce of a fault is for the next try. */
export async function proveKey(
  on: Proving,
  request: ProvingRequest & { readonly proof: string },
  demand: Pick<DpopDemand, 'nonces' | 'accessToken'>,
): Promise<ProvedKey | (DpopFault & { readonly nonce: string })> {
  const { instanceId, method, url, now } = request
  const { current: nonce, isNonce } = await dpopNonces(on.log, instanceId, now)
  const proof = await verifyDpopProof(request.proof, { ...demand, method, url, now, isNonce })
  if (!proof.valid) return { ...proof, nonce }
  const { once: value, expiresAt } = proof
  if (await useOnce(on.database, { instanceId, purpose: 'dpop', value, now, expiresAt })) {
    return { valid: true, jkt: proof.jkt, nonce }
  }
  return {
    valid: false,
    error: 'invalid_dpop_proof',
    reason: 'was used before; make a new one for each request',
    nonce,
  }
}

/** Why a request may not use a bound token; `reason` ends a sentence that begins with "the token". */
export interface NotPossessed {
  readonly valid: false
  readonly error: 'invalid_token' | DpopFault['error']
  readonly reason: string
  readonly nonce?: string | undefined
}

/**
 * Checks that the sender of a request has the key of the access token that it presents (RFC 9449 §7, RFC 8705 §3). `scheme` is
 * that of the header `Authorization`: a bound token is no bearer token, and an unbound one needs no proof.
 */
export async function provePossession(
  on: Proving,
  request: ProvingRequest,
  token: {
    readonly text: string
    readonly scheme: 'bearer' | 'dpop'
    readonly confirmation: Confirmation | undefined
  },
): Promise<{ readonly valid: true; readonly nonce?: string } | NotPossessed> {
  const { jkt, 'x5t#S256': x5t } = token.confirmation ?? {}
  if (x5t !== undefined && (!request.certificate || certificateThumbprint(request.certificate) !== x5t)) {
    return refused('is bound to a certificate; connect with it')
  }
  if (jkt === undefined) {
    return token.scheme === 'bearer' ? { valid: true } : refused('is bound to no DPoP key; send it as Bearer')
  }
  const { proof } = request
  if (token.scheme !== 'dpop' || proof === undefined) {
    return refused(
      'is bound to a DPoP key; send it as "Authorization: DPoP TOKEN" with a proof in the header DPoP',
    )
  }
  const proved = await proveKey(on, { ...request, proof }, { nonces: 'offered', accessToken: token.text })
  if (!proved.valid) return { ...proved, reason: `needs another proof: the DPoP proof ${proved.reason}` }
  return proved.jkt === jkt ? proved : { ...refused('is bound to another DPoP key'), nonce: proved.nonce }
}

function refused(reason: string): NotPossessed {
  return { valid: false, error: 'invalid_token', reason }
}
