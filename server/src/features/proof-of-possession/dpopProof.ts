import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWK, jwtVerify } from 'jose'
import { sha256 } from '../../kernel/crypto/sha256.ts'
import { signatureAlgorithms } from '../../kernel/crypto/signatureAlgorithms.ts'
import { nonceLifetime } from './dpopNonce.ts'

/** Seconds that a proof without a nonce is accepted after the instant it names, and before it, for clocks that differ. */
const lifetime = 60
const ahead = 15
/** Characters of a proof; an RSA key of 4096 bits and a signature by it fit. */
const maxLength = 4096
const maxJti = 256

/** The request that a proof must be made for. */
export interface DpopDemand {
  readonly method: string
  /** The request's URL, of which query and fragment do not count (RFC 9449 §4.3 no. 9). */
  readonly url: string
  readonly now: Date
  /** The token that the request presents; the proof must name its digest. */
  readonly accessToken?: string
  /** `required` refuses proofs without a nonce of this server; `offered` accepts them, but no wrong nonce. */
  readonly nonces: 'required' | 'offered'
  /** Whether a nonce is one that this server gave out recently. */
  isNonce(nonce: string): boolean
}

/** A proof that fits its request. It counts once: `jti` must be used up before the request has an effect. */
export interface DpopProof {
  readonly valid: true
  /** The thumbprint of the proof's key (RFC 7638), which tokens name as `cnf.jkt`. */
  readonly jkt: string
  /** The proof's id together with its key, under which it is remembered until `expiresAt`. */
  readonly once: string
  readonly expiresAt: Date
}

/** A proof that does not fit; `error` is the code of RFC 9449 §5 and §8, `reason` ends a sentence that begins with "the DPoP proof". */
export interface DpopFault {
  readonly valid: false
  readonly error: 'invalid_dpop_proof' | 'use_dpop_nonce'
  readonly reason: string
}

/**
 * Checks the text of a DPoP header by the rules of RFC 9449 §4.3, except that it was not used before. A nonce of this server says when a
 * proof was made; without one, the instant that it names must be recent, and a client whose clock is wrong is asked for a nonce (§11.1).
 */
export async function verifyDpopProof(text: string, demand: DpopDemand): Promise<DpopProof | DpopFault> {
  if (text.length > maxLength) return fault(`is longer than ${maxLength} characters`)
  if (text.includes(',')) return fault('was sent more than once; send one header DPoP')
  const verified = await verifySignature(text, demand.now)
  if (!('payload' in verified)) return verified
  const { payload, protectedHeader } = verified
  const { jti, htm, htu, iat, ath, nonce } = payload
  if (typeof jti !== 'string' || jti === '' || jti.length > maxJti) return fault('has no usable jti')
  if (htm !== demand.method) return fault("names another method; its htm must be the request's method")
  if (typeof htu !== 'string' || !isSameUrl(htu, demand.url)) {
    return fault("names another URL; its htu must be the request's URL without query")
  }
  if (iat === undefined) return fault('has no iat')
  if (demand.accessToken !== undefined && ath !== sha256(demand.accessToken).toString('base64url')) {
    return fault('belongs to another access token; its ath must be the SHA-256 of the token')
  }
  const lack = lackOf(nonce, iat, demand)
  if (lack !== undefined) {
    const reason = `${lack}; repeat the request with a new proof that has the nonce of the header DPoP-Nonce`
    return { valid: false, error: 'use_dpop_nonce', reason }
  }
  const jkt = await calculateJwkThumbprint(protectedHeader.jwk as JWK)
  const expiresAt =
    nonce === undefined
      ? new Date((iat + lifetime + ahead) * 1000)
      : new Date(demand.now.getTime() + nonceLifetime)
  return { valid: true, jkt, once: `${jkt} ${jti}`, expiresAt }
}

/** Verifies the signature with the key that the proof itself holds, which must be a public one. */
async function verifySignature(text: string, now: Date) {
  try {
    return await jwtVerify(text, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [...signatureAlgorithms],
      currentDate: now,
      clockTolerance: ahead,
    })
  } catch (error) {
    if (error instanceof errors.JOSEAlgNotAllowed)
      return fault('is signed with an algorithm that is not accepted')
    if (error instanceof errors.JWSSignatureVerificationFailed) return fault('has a wrong signature')
    return fault('is not a signed JWT of the type dpop+jwt with a public key in its header')
  }
}

/** What a proof lacks to be known as a recent one, for a sentence that begins with "the DPoP proof". */
function lackOf(nonce: unknown, iat: number, { nonces, now, isNonce }: DpopDemand): string | undefined {
  if (nonce !== undefined) {
    return typeof nonce === 'string' && isNonce(nonce) ? undefined : 'has no current nonce'
  }
  if (nonces === 'required') return 'has no nonce'
  const age = now.getTime() / 1000 - iat
  return age <= lifetime && age >= -ahead ? undefined : 'is not recent by the clock of this server'
}

/** Compares two URLs by RFC 3986 §6.2.2 and §6.2.3: case of scheme and host, default ports and dot segments do not count. */
function isSameUrl(given: string, expected: string): boolean {
  if (!URL.canParse(given)) return false
  const [one, other] = [new URL(given), new URL(expected)]
  return (
    one.username === '' &&
    one.password === '' &&
    one.origin === other.origin &&
    one.pathname === other.pathname
  )
}

function fault(reason: string): DpopFault {
  return { valid: false, error: 'invalid_dpop_proof', reason }
}
