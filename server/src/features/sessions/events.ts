import { z } from 'zod'
import type { EventOf } from '../../kernel/facet.ts'
import { sessionFactors } from './factor.ts'

const nothing = z.strictObject({})
const userAgent = z.strictObject({
  fingerprintId: z.string().optional(),
  ip: z.string().optional(),
  description: z.string().optional(),
  header: z.record(z.string(), z.array(z.string())),
})
/** The code itself is a sealed secret of the session. */
const otpChallenge = z.strictObject({
  secretId: z.string(),
  expiresAt: z.string(),
  /** True when the code was handed to the caller, so that nothing is sent. */
  returned: z.boolean(),
})

/** Everything that happens to a session. Instants of checks are the events' own. */
export const sessionEvents = {
  'session.added': z.strictObject({ userAgent: userAgent.optional() }),
  'session.user.checked': z.strictObject({ userId: z.string(), userOrgId: z.string() }),
  'session.password.checked': nothing,
  'session.intent.checked': nothing,
  'session.webAuthN.challenged': z.strictObject({
    challenge: z.string(),
    rpId: z.string(),
    /** Null when any origin of the relying party may answer. */
    origin: z.string().nullable(),
    allowedCredentials: z.array(z.string()),
    userVerification: z.enum(['required', 'preferred', 'discouraged']),
    expiresAt: z.string(),
  }),
  'session.webAuthN.checked': z.strictObject({
    /** The credential used: its removal takes the factor away. */
    tokenId: z.string(),
    kind: z.enum(['u2f', 'passkey']),
    userVerified: z.boolean(),
    /** False for keys that may be synced between devices. */
    deviceBound: z.boolean(),
  }),
  'session.totp.checked': nothing,
  'session.otp.sms.challenged': otpChallenge,
  'session.otp.sms.sent': nothing,
  'session.otp.sms.checked': nothing,
  'session.otp.email.challenged': otpChallenge,
  'session.otp.email.sent': nothing,
  'session.otp.email.checked': nothing,
  /** The digest of the token's secret is a secret of the session with this id. */
  'session.token.set': z.strictObject({ tokenId: z.string() }),
  /** All entries after the change, values in base64. */
  'session.metadata.set': z.strictObject({ metadata: z.record(z.string(), z.string()) }),
  /** ISO 8601; null when the session no longer ends by itself. */
  'session.lifetime.set': z.strictObject({ expiresAt: z.string().nullable() }),
  /** The factor no longer counts on this session, because of the named event on its user. */
  'session.factor.removed': z.strictObject({ factor: z.enum(sessionFactors), cause: z.string() }),
  /** `cause` names the event on the user that ended the session; absent when it was ended by request. */
  'session.terminated': z.strictObject({ cause: z.string().optional() }),
}

/** One event of a session. */
export type SessionEvent = EventOf<typeof sessionEvents>

/** What is known of the browser or app that a session was made for. */
export type UserAgent = z.infer<typeof userAgent>
