import type { JsonObject } from '@bufbuild/protobuf'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { AndroidApps } from '../../../config/androidApps.ts'
import { sha256 } from '../../../kernel/crypto/sha256.ts'
import type { Refusal } from '../../../kernel/refusal.ts'
import type { NewCredential } from '../commands/finishRegistration.ts'
import type { ReadyKey } from '../keyState.ts'
import { answerInvalid, originWrong } from '../refusals.ts'
import { originBelongs } from '../relyingParty.ts'
import type { Assertion, Attestation } from './credentialJson.ts'

/** Loads the library with the first ceremony: with its certificates it takes 8 MB. */
const library = () => import('@simplewebauthn/server')

/** Whether the authenticator must check PIN or biometrics (WebAuthn §5.8.6). */
export type UserVerification = 'required' | 'preferred' | 'discouraged'

/** EdDSA, ES256, RS256 (COSE algorithm numbers). */
const algorithms = [-8, -7, -257]

/** The options that a page passes to `navigator.credentials`, as JSON with one member `publicKey`. */
export interface Ceremony {
  /** base64url; 32 random bytes. */
  readonly challenge: string
  readonly options: JsonObject
}

/** The requirements of a registration. */
export interface RegistrationOptions {
  readonly rp: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly userVerification: UserVerification
  readonly residentKey: 'preferred' | 'discouraged'
  readonly attachment?: 'platform' | 'cross-platform' | undefined
  readonly exclude: { id: string; transports: string[] }[]
}

/** Options for `navigator.credentials.create`. */
export async function creationCeremony(options: RegistrationOptions): Promise<Ceremony> {
  const { rp, user, userVerification, residentKey, attachment, exclude } = options
  const { generateRegistrationOptions } = await library()
  const publicKey = await generateRegistrationOptions({
    rpID: rp.id,
    rpName: rp.name,
    userID: userHandle(user.id),
    userName: user.name,
    userDisplayName: user.displayName,
    attestationType: 'none',
    timeout: timeoutOf(userVerification),
    excludeCredentials: exclude,
    authenticatorSelection: {
      userVerification,
      residentKey,
      ...(attachment && { authenticatorAttachment: attachment }),
    },
    supportedAlgorithmIDs: algorithms,
  })
  return ceremony(publicKey)
}

/** Options for `navigator.credentials.get`; without keys any discoverable one of the relying party. The challenge is random, or `given`. */
export async function requestCeremony(
  rpId: string,
  keys: readonly ReadyKey[],
  userVerification: UserVerification,
  given?: Uint8Array<ArrayBuffer>,
): Promise<Ceremony> {
  const { generateAuthenticationOptions } = await library()
  const publicKey = await generateAuthenticationOptions({
    rpID: rpId,
    ...(given && { challenge: given }),
    allowCredentials: keys.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: [...transports],
    })),
    userVerification,
    timeout: timeoutOf(userVerification),
  })
  return ceremony(publicKey)
}

/** The challenge and relying party that a response must match. */
export interface Expected {
  readonly challenge: string
  readonly rpId: string
  /** The only accepted origin; null accepts any of the relying party's. */
  readonly origin: string | null
  readonly androidApps: AndroidApps
}

/**
 * Checks the response of a registration (WebAuthn §7.1) except user verification, which the command checks. No attestation is
 * requested, so a statement that comes along is not judged.
 */
export async function readAttestation(
  answer: Attestation,
  expected: Expected,
): Promise<NewCredential | Refusal> {
  const origin = answerOrigin(answer.response.clientDataJSON)
  if (origin === undefined) return answerInvalid
  if (!originBelongs(origin, expected.rpId, expected.origin, expected.androidApps)) return originWrong
  const { verifyRegistrationResponse } = await library()
  const { registrationInfo } = await invalidUnlessVerified(async () =>
    verifyRegistrationResponse({
      response: (await withoutStatement(answer)) as RegistrationResponseJSON,
      expectedChallenge: expected.challenge,
      expectedOrigin: origin,
      expectedRPID: expected.rpId,
      requireUserVerification: false,
      supportedAlgorithmIDs: algorithms,
    }),
  )
  if (registrationInfo === undefined) return answerInvalid
  const { credential, fmt, aaguid, credentialBackedUp, credentialDeviceType, userVerified } = registrationInfo
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    signCount: credential.counter,
    aaguid,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
    userVerified,
    transports: [...(answer.response.transports ?? [])],
    attestationFormat: fmt,
  }
}

/** The data of a valid assertion. */
export interface KeyUse {
  readonly signCount: number
  readonly backedUp: boolean
  readonly userVerified: boolean
  readonly backupEligible: boolean
}

/** Checks the response of a login (WebAuthn §7.2) except the counter, which the command checks. */
export async function readAssertion(
  answer: Assertion,
  expected: Expected & { readonly userVerification: UserVerification; readonly userId: string },
  key: ReadyKey,
): Promise<KeyUse | Refusal> {
  const origin = answerOrigin(answer.response.clientDataJSON)
  if (origin === undefined || !handleFits(answer.response.userHandle, expected.userId)) return answerInvalid
  if (!originBelongs(origin, expected.rpId, expected.origin, expected.androidApps)) return originWrong
  const { verifyAuthenticationResponse } = await library()
  const { authenticationInfo } = await invalidUnlessVerified(async () =>
    verifyAuthenticationResponse({
      response: answer as AuthenticationResponseJSON,
      expectedChallenge: expected.challenge,
      expectedOrigin: origin,
      expectedRPID: expected.rpId,
      requireUserVerification: expected.userVerification === 'required',
      credential: {
        id: key.credentialId,
        publicKey: Buffer.from(key.publicKey, 'base64url'),
        counter: 0,
      },
    }),
  )
  if (authenticationInfo === undefined) return answerInvalid
  const { newCounter, credentialBackedUp, credentialDeviceType, userVerified } = authenticationInfo
  return {
    signCount: newCounter,
    backedUp: credentialBackedUp,
    userVerified,
    backupEligible: credentialDeviceType === 'multiDevice',
  }
}

/** The library throws for every fault of a response; all of them are the client's and give the same refusal. */
async function invalidUnlessVerified<Answer extends { readonly verified: boolean }>(
  verify: () => Promise<Answer>,
): Promise<Partial<Answer>> {
  try {
    const answer = await verify()
    return answer.verified ? answer : {}
  } catch {
    return {}
  }
}

/** Returns the response as if its authenticator had given no attestation (format `none`, §8.7). Throws if it is malformed. */
async function withoutStatement(answer: Attestation): Promise<Attestation> {
  const { decodeAttestationObject, isoBase64URL, isoCBOR } = await import('@simplewebauthn/server/helpers')
  const { attestationObject } = answer.response
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData')
  const bare = new Map<string, string | Uint8Array<ArrayBuffer> | Map<string, string>>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, string>()],
    ['authData', Uint8Array.from(authData)],
  ])
  const encoded = isoBase64URL.fromBuffer(Uint8Array.from(isoCBOR.encode(bare)))
  return { ...answer, response: { ...answer.response, attestationObject: encoded } }
}

/** Returns the challenge that a response claims to answer; undefined if it is malformed. */
export function answeredChallengeOf(answer: Assertion): string | undefined {
  try {
    const { challenge } = readClientData(answer.response.clientDataJSON)
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    return undefined
  }
}

/** Reads the client data of a response (WebAuthn §5.8.1), in base64url. Throws if it is malformed. */
function readClientData(clientDataJSON: string): { readonly challenge: unknown; readonly origin: unknown } {
  return JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
}

function answerOrigin(clientDataJSON: string): string | undefined {
  try {
    const { origin } = readClientData(clientDataJSON)
    return typeof origin === 'string' ? origin : undefined
  } catch {
    return undefined
  }
}

/** At most 64 bytes (WebAuthn §5.4.3): the user's id, or its hash when it is longer. */
function userHandle(userId: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(userId)
  return Uint8Array.from(bytes.length <= 64 ? bytes : sha256(bytes))
}

function handleFits(handle: string | null | undefined, userId: string): boolean {
  return !handle || handle === Buffer.from(userHandle(userId)).toString('base64url')
}

function timeoutOf(userVerification: UserVerification): number {
  return userVerification === 'discouraged' ? 120_000 : 300_000
}

/** Converts to plain JSON, without undefined members. */
function ceremony(publicKey: { readonly challenge: string }): Ceremony {
  return { challenge: publicKey.challenge, options: JSON.parse(JSON.stringify({ publicKey })) }
}
