import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** All bytes (challenges, credential ids, public keys) are base64url without padding. */
const bytes = z.string().regex(/^[\w-]+$/)

/** A registration was begun. The challenge is a public nonce that expires and is used once. */
const tokenAdded = z.strictObject({
  tokenId: z.string(),
  challenge: bytes,
  rpId: z.string(),
  /** The only accepted origin; null accepts any of the relying party's (registrations by v2). */
  origin: z.string().nullable(),
  expiresAt: z.string(),
})

/** The payload of a finished registration: the authenticator's data about its key. */
const tokenVerified = z.strictObject({
  tokenId: z.string(),
  name: z.string(),
  credentialId: bytes,
  /** COSE key; not secret. */
  publicKey: bytes,
  signCount: z.number().int().nonnegative(),
  aaguid: z.string(),
  /** True for keys that may be synced between devices (BE), and whether it was (BS). */
  backupEligible: z.boolean(),
  backedUp: z.boolean(),
  userVerified: z.boolean(),
  transports: z.array(z.string()),
  attestationFormat: z.string(),
})

const tokenNamed = z.strictObject({ tokenId: z.string() })
const nameChanged = z.strictObject({ tokenId: z.string(), name: z.string() })
const signCountChanged = z.strictObject({
  tokenId: z.string(),
  signCount: z.number().int().nonnegative(),
  backedUp: z.boolean(),
})
/** The counter did not grow, or the key says that it may be synced and did not before, or the other way round. */
const checkFailed = z.strictObject({
  tokenId: z.string(),
  reason: z.enum(['sign_count', 'backup_eligible']),
  signCount: z.number().int().nonnegative(),
})

const definitions = <const Prefix extends string>(prefix: Prefix) => ({
  added: defineEvent(`${prefix}.added`, tokenAdded),
  verified: defineEvent(`${prefix}.verified`, tokenVerified),
  /** A response to the pending registration was refused, which used up its challenge. */
  registrationFailed: defineEvent(`${prefix}.registration.failed`, tokenNamed),
  removed: defineEvent(`${prefix}.removed`, tokenNamed),
  renamed: defineEvent(`${prefix}.name.changed`, nameChanged),
  signCountChanged: defineEvent(`${prefix}.signcount.changed`, signCountChanged),
  checkFailed: defineEvent(`${prefix}.check.failed`, checkFailed),
})

/** The events of the keys of each kind. */
export const keyEvents = {
  u2f: definitions('user.human.mfa.u2f.token'),
  passkey: definitions('user.human.passwordless.token'),
}

/** A registration as its event begins it. */
export type BegunRegistration = z.infer<typeof tokenAdded>

/** A registered credential as its event describes it. */
export type VerifiedKey = z.infer<typeof tokenVerified>

const codeIssued = z.strictObject({
  codeId: z.string(),
  secretId: z.string(),
  expiresAt: z.string(),
})
const codeNamed = z.strictObject({ codeId: z.string() })

const codePrefix = 'user.human.passwordless.initialization.code'

/** Events of registration codes, whose plain text is a sealed secret of the user. This code works at once. */
export const codeAdded = defineEvent(`${codePrefix}.added`, codeIssued)
/** This code works from `codeSent` on. */
export const codeRequested = defineEvent(
  `${codePrefix}.requested`,
  codeIssued.extend({ urlTemplate: z.string().optional() }),
)
export const codeSent = defineEvent(`${codePrefix}.sent`, codeNamed)
export const codeSucceeded = defineEvent(`${codePrefix}.check.succeeded`, codeNamed)
/** Without an id if the code that was tried does not exist. */
export const codeFailed = defineEvent(`${codePrefix}.check.failed`, codeNamed.partial())

/** The events of registration codes. */
export const codeEvents = [codeAdded, codeRequested, codeSent, codeSucceeded, codeFailed] as const

/** An assertion was requested; it is used once or expires. */
export const sessionKeyChallenged = defineEvent(
  'session.webAuthN.challenged',
  z.strictObject({
    challenge: z.string(),
    rpId: z.string(),
    /** The only accepted origin; null accepts any of the relying party's. */
    origin: z.string().nullable(),
    allowedCredentials: z.array(z.string()),
    userVerification: z.enum(['required', 'preferred', 'discouraged']),
    expiresAt: z.string(),
  }),
)
/** A response to the open challenge was refused, which used up the challenge; proofs of the session stay. */
export const sessionKeyFailed = defineEvent('session.webAuthN.failed', z.strictObject({}))
export const sessionKeyChecked = defineEvent(
  'session.webAuthN.checked',
  z.strictObject({
    /** The credential used; its removal takes the proof away. */
    tokenId: z.string(),
    kind: z.enum(['u2f', 'passkey']),
    userVerified: z.boolean(),
    /** False for keys that may be synced between devices. */
    deviceBound: z.boolean(),
  }),
)

/** An open challenge of a session. */
export type SessionKeyChallenge = EventOf<typeof sessionKeyChallenged>['payload']
