import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const named = z.strictObject({ keyId: z.string() })

/** The algorithms of signatures, by their names in JOSE (RFC 7518 §3.1, RFC 8037 §3.1). */
export const signingAlgorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
/** One of `signingAlgorithms`. */
export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/** `publicJwk` holds the public members of the key only (RFC 7517); the private half is the secret whose id is the key's. */
export const webKeyAdded = defineEvent(
  'web_key.added',
  z.strictObject({
    keyId: z.string(),
    alg: z.enum(signingAlgorithms),
    publicJwk: z.record(z.string(), z.string()),
  }),
)
export const webKeyActivated = defineEvent('web_key.activated', named)
export const webKeyDeactivated = defineEvent('web_key.deactivated', named)
export const webKeyRemoved = defineEvent('web_key.removed', named)

export type WebKeyEvent = EventOf<
  typeof webKeyAdded | typeof webKeyActivated | typeof webKeyDeactivated | typeof webKeyRemoved
>
