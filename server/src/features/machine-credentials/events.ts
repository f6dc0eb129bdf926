import { z } from 'zod'
import { defineEvent } from '../../kernel/events.ts'
import type { EventOf } from '../../kernel/facet.ts'

/** ISO 8601. */
const expiresAt = z.string()
const nothing = z.strictObject({})

export const machineSecretSet = defineEvent(
  'user.machine.secret.set',
  z.strictObject({ secretId: z.string() }),
)
export const machineSecretRemoved = defineEvent('user.machine.secret.removed', nothing)

/** Everything that happens to a machine's credentials. Digests and hashes are secrets: a token's is named by its own id. */
export const machineCredentialEvents = {
  'user.pat.added': z.strictObject({ tokenId: z.string(), expiresAt, scopes: z.array(z.string()) }),
  'user.pat.removed': z.strictObject({ tokenId: z.string() }),
  /** `publicKey` is an SPKI PEM; the private key was handed out or never here. */
  'user.machine.key.added': z.strictObject({
    keyId: z.string(),
    type: z.literal('json'),
    expiresAt,
    publicKey: z.string(),
  }),
  'user.machine.key.removed': z.strictObject({ keyId: z.string() }),
  [machineSecretSet.type]: machineSecretSet.payload,
  [machineSecretRemoved.type]: machineSecretRemoved.payload,
}

export type MachineCredentialEvent = EventOf<typeof machineCredentialEvents>
