import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** ISO 8601. */
const expiresAt = z.string()

/** The token's digest is the secret whose id is the token's. */
export const tokenAdded = defineEvent(
  'user.pat.added',
  z.strictObject({ tokenId: z.string(), expiresAt, scopes: z.array(z.string()) }),
)
export const tokenRemoved = defineEvent('user.pat.removed', z.strictObject({ tokenId: z.string() }))

/** `publicKey` is an SPKI PEM; the private key is never stored. */
export const machineKeyAdded = defineEvent(
  'user.machine.key.added',
  z.strictObject({ keyId: z.string(), type: z.literal('json'), expiresAt, publicKey: z.string() }),
)
export const machineKeyRemoved = defineEvent(
  'user.machine.key.removed',
  z.strictObject({ keyId: z.string() }),
)

export const machineSecretSet = defineEvent(
  'user.machine.secret.set',
  z.strictObject({ secretId: z.string() }),
)
/** The same secret in another stored form. */
export const machineSecretUpdated = defineEvent(
  'user.machine.secret.updated',
  z.strictObject({ secretId: z.string() }),
)
export const machineSecretRemoved = defineEvent('user.machine.secret.removed', z.strictObject({}))

export type TokenEvent = EventOf<typeof tokenAdded | typeof tokenRemoved>
export type MachineKeyEvent = EventOf<typeof machineKeyAdded | typeof machineKeyRemoved>
export type ClientSecretEvent = EventOf<
  typeof machineSecretSet | typeof machineSecretUpdated | typeof machineSecretRemoved
>
