import { z } from 'zod'
import { factorFields } from '../../access/factorKinds.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const userAgent = z.strictObject({
  fingerprintId: z.string().optional(),
  ip: z.string().optional(),
  description: z.string().optional(),
  header: z.record(z.string(), z.array(z.string())),
})

/** The browser or app of a session, as its creator described it. */
export type UserAgent = z.infer<typeof userAgent>

export const sessionAdded = defineEvent('session.added', z.strictObject({ userAgent: userAgent.optional() }))
export const sessionUserChecked = defineEvent(
  'session.user.checked',
  z.strictObject({ userId: z.string(), userOrgId: z.string() }),
)
/** The digest of the token's secret is a secret of the session with this id. */
export const sessionTokenSet = defineEvent('session.token.set', z.strictObject({ tokenId: z.string() }))
/** All entries after the change, values in base64. */
export const sessionMetadataSet = defineEvent(
  'session.metadata.set',
  z.strictObject({ metadata: z.record(z.string(), z.string()) }),
)
/** ISO 8601; null if the session does not end by itself. */
export const sessionLifetimeSet = defineEvent(
  'session.lifetime.set',
  z.strictObject({ expiresAt: z.string().nullable() }),
)
/** The proof no longer counts on this session; `cause` names the event on its user or policy. */
export const sessionFactorRemoved = defineEvent(
  'session.factor.removed',
  z.strictObject({ factor: z.enum(factorFields), cause: z.string() }),
)
/** `cause` names the event on the user that ended the session, or is `expired`; absent if a request ended it. */
export const sessionTerminated = defineEvent(
  'session.terminated',
  z.strictObject({ cause: z.string().optional() }),
)

/** The events of a session; those of proofs and challenges belong to the factors (`factors.ts`). */
export const sessionEvents = [
  sessionAdded,
  sessionUserChecked,
  sessionTokenSet,
  sessionMetadataSet,
  sessionLifetimeSet,
  sessionFactorRemoved,
  sessionTerminated,
] as const
export type SessionEvent = EventOf<typeof sessionEvents>
