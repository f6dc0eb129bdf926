import { z } from 'zod'
import type { EventOf } from '../../kernel/facet.ts'

/** ISO 8601. */
const expiresAt = z.string()
const nothing = z.strictObject({})

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
  'user.machine.secret.set': z.strictObject({ secretId: z.string() }),
  'user.machine.secret.removed': nothing,
}

export type MachineCredentialEvent = EventOf<typeof machineCredentialEvents>
