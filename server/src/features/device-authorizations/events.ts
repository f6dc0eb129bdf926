import { z } from 'zod'
import { factorNames } from '../../access/factorKinds.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const at = z.string()

/** What a device asked for. The user code is kept as its MAC only, the device code as the secret `codeId`. */
const request = z.strictObject({
  clientId: z.string(),
  appId: z.string(),
  projectId: z.string(),
  codeId: z.string(),
  userCodeMac: z.string(),
  scope: z.array(z.string()),
  /** The scopes are not those that the client asked for, so that the token response names them (RFC 6749 §5.1). */
  scopeChanged: z.literal(true).optional(),
  audience: z.array(z.string()),
  /** The organization whose users alone may approve. */
  organization: z.string().optional(),
  /** The lowest assurance level that project and app accept. */
  demandedLevel: z.number().optional(),
  expiresAt: at,
})

/** The person who approved, and the proofs on which the tokens lean. */
const approval = z.strictObject({
  sessionId: z.string(),
  userId: z.string(),
  userSequence: z.number(),
  userOrgId: z.string(),
  authTime: at,
  proofs: z.array(
    z.strictObject({
      kind: z.enum(factorNames),
      at,
      tokenId: z.string().optional(),
      userVerified: z.boolean().optional(),
      deviceBound: z.boolean().optional(),
    }),
  ),
  acr: z.string(),
  amr: z.array(z.string()),
  /** Demands of the project that an authorization or a grant met. */
  admittedBy: z.array(z.enum(['authorization', 'access'])).optional(),
  /** When they met it (ISO 8601): later ones do not carry the tokens. Absent without demands. */
  admittedAt: z.string().optional(),
})

export const deviceAuthorizationAdded = defineEvent('device.authorization.added', request)
export const deviceAuthorizationApproved = defineEvent('device.authorization.approved', approval)
/** `expired`: retention removed a request that nobody answered, or whose tokens nobody fetched. */
export const deviceAuthorizationCanceled = defineEvent(
  'device.authorization.canceled',
  z.strictObject({ reason: z.enum(['denied', 'expired']) }),
)
export const deviceAuthorizationDone = defineEvent(
  'device.authorization.done',
  z.strictObject({ oidcSessionId: z.string() }),
)

/** The events of a device authorization. */
export const deviceAuthorizationEvents = [
  deviceAuthorizationAdded,
  deviceAuthorizationApproved,
  deviceAuthorizationCanceled,
  deviceAuthorizationDone,
] as const
export type DeviceAuthorizationEvent = EventOf<(typeof deviceAuthorizationEvents)[number]>
/** A request as the device made it. */
export type DeviceRequest = z.infer<typeof request>
/** An approval by a session. */
export type DeviceApproval = z.infer<typeof approval>
