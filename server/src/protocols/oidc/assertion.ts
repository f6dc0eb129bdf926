import { createPublicKey, type KeyObject } from 'node:crypto'
import { decodeProtectedHeader, errors, type JWK, type JWTPayload, jwtVerify } from 'jose'
import { algorithmsOfKey } from '../../kernel/crypto/signatureAlgorithms.ts'

/** A key that an assertion's issuer has registered: a PEM, or a JWK of a set. */
export type AssertionKey =
  | { readonly keyId: string; readonly pem: string; readonly expiresAt: Date }
  | { readonly keyId: string | undefined; readonly jwk: JWK }

/** The assertion that is expected (RFC 7523 §3). */
export interface AssertionDemand {
  /** `sub`: a client's id, or that of a user. */
  readonly subject: string
  /** `iss`; the subject unless given. */
  readonly issuer?: string
  /** One of these must be in `aud`: the issuer, or the endpoint. */
  readonly audiences: readonly string[]
  readonly keys: readonly AssertionKey[]
  readonly now: Date
}

/** An assertion whose issuer has signed it. If it has an id, it counts once. */
export interface Assertion {
  readonly valid: true
  /** The registered key that verified it; undefined if that has no id. */
  readonly keyId: string | undefined
  readonly payload: JWTPayload
  readonly once: { readonly value: string; readonly expiresAt: Date } | undefined
}

/** An assertion that does not count; `reason` ends a sentence that begins with "the assertion". */
export interface AssertionFault {
  readonly valid: false
  readonly reason: string
}

/** Seconds after `iat` for which an assertion counts (notes §2, §5), and by which clocks may differ. */
const lifetime = 3600
const tolerance = 30
const maxLength = 8192
const maxJti = 512

/** A JWT that a key of its issuer has signed for one of the audiences, and whose times fit. */
export interface SignedJwt {
  readonly valid: true
  /** The registered key that verified it; undefined if that has no id. */
  readonly keyId: string | undefined
  /** Of the header. */
  readonly typ: string | undefined
  readonly payload: JWTPayload
}

/** Verifies a JWT with the keys of its issuer. The key decides which algorithms count; secrets and `none` never do. */
export async function verifySigned(
  text: string,
  demand: Omit<AssertionDemand, 'subject'>,
): Promise<SignedJwt | AssertionFault> {
  if (text.length > maxLength) return fault(`is longer than ${maxLength} characters`)
  const found = selectKey(text, demand)
  if ('valid' in found) return found
  const verified = await verifySignature(text, found, demand)
  if ('valid' in verified) return verified
  const { payload, protectedHeader } = verified
  return { valid: true, keyId: found.keyId, typ: protectedHeader.typ, payload }
}

/** A JWT that says to be of another type, such as a request object or a DPoP proof, is no assertion (RFC 8725 §3.11). */
const assertionTypes = /^(application\/)?(jwt|client-authentication\+jwt|authorization-grant\+jwt)$/i

/** Verifies an assertion: a JWT that its subject has issued within the last hour. */
export async function verifyAssertion(
  text: string,
  demand: AssertionDemand,
): Promise<Assertion | AssertionFault> {
  const verified = await verifySigned(text, demand)
  if (!verified.valid) return verified
  const { payload, keyId, typ } = verified
  if (typ !== undefined && !assertionTypes.test(typ)) {
    return fault('is a JWT of another type; leave typ out or set it to JWT')
  }
  const { iss, sub, iat, exp, jti } = payload
  const { subject, issuer = subject } = demand
  if (iss !== issuer || sub !== subject) {
    return fault('names another issuer or subject; iss and sub must be the id of its client or user')
  }
  if (iat === undefined || exp === undefined) return fault('has no iat or no exp')
  const now = demand.now.getTime() / 1000
  if (iat > now + tolerance || now - iat > lifetime + tolerance)
    return fault('was not issued within the last hour')
  if (jti !== undefined && (typeof jti !== 'string' || jti === '' || jti.length > maxJti)) {
    return fault('has no usable jti')
  }
  const expiresAt = new Date((Math.min(exp, iat + lifetime) + tolerance) * 1000)
  return {
    valid: true,
    keyId,
    payload,
    once: jti === undefined ? undefined : { value: `${issuer} ${jti}`, expiresAt },
  }
}

/** Returns the key that the header names; without a name, the only key that there is. */
function selectKey(
  text: string,
  { keys, now }: Pick<AssertionDemand, 'keys' | 'now'>,
): AssertionKey | AssertionFault {
  const kid = keyIdOf(text)
  if (kid === null) return fault('is not a signed JWT')
  const live = keys.filter((key) => !('expiresAt' in key) || key.expiresAt > now)
  const named = kid === undefined ? live : live.filter(({ keyId }) => keyId === kid)
  const [key] = named
  return key === undefined || named.length > 1
    ? fault('is signed with a key that is unknown or has expired; name a registered key as kid')
    : key
}

function keyIdOf(text: string): string | undefined | null {
  try {
    const { kid } = decodeProtectedHeader(text)
    return kid === undefined || typeof kid === 'string' ? kid : null
  } catch {
    return null
  }
}

async function verifySignature(
  text: string,
  key: AssertionKey,
  { audiences, now }: Pick<AssertionDemand, 'audiences' | 'now'>,
) {
  const publicKey = publicKeyOf(key)
  if (publicKey === undefined) return fault('is signed with a registered key that cannot be read')
  const alg = 'jwk' in key ? key.jwk.alg : undefined
  const algorithms = algorithmsOfKey(publicKey).filter((one) => alg === undefined || one === alg)
  try {
    return await jwtVerify(text, publicKey, {
      algorithms,
      audience: [...audiences],
      currentDate: now,
      clockTolerance: tolerance,
    })
  } catch (error) {
    return fault(faultOf(error))
  }
}

function publicKeyOf(key: AssertionKey): KeyObject | undefined {
  try {
    const parsed = createPublicKey('jwk' in key ? { key: { ...key.jwk }, format: 'jwk' } : key.pem)
    return 'jwk' in key && 'd' in key.jwk ? undefined : parsed
  } catch {
    return undefined
  }
}

function faultOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'has expired'
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'has another audience; aud must be the issuer of this instance'
    return `has a wrong or no ${error.claim}`
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return "is signed with an algorithm that is not its key's"
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'has a wrong signature'
  return 'is not a signed JWT'
}

function fault(reason: string): AssertionFault {
  return { valid: false, reason }
}
