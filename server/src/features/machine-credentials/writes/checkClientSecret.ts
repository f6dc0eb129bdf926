import { workOn } from '../../../eventlog/decideOn.ts'
import type { Writing } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { clientSecretDigest, matchClientSecret } from '../clientSecret.ts'
import { clientSecretFacet } from '../clientSecretState.ts'
import { machineSecretUpdated } from '../events.ts'

/** A machine's stored secret, as the look-up has read it. */
export interface StoredClientSecret {
  readonly userId: string
  readonly secretId: string
  readonly sealed: Buffer
}

/** Whether a secret is the machine's. One that version 0.2.0 hashed with argon2id is stored as a digest from then on. */
export async function checkClientSecret(
  { log }: Pick<Deps, 'log'>,
  writing: Writing,
  { userId, secretId, sealed }: StoredClientSecret,
  secret: string,
): Promise<boolean> {
  const ref = { type: 'user', id: userId }
  const stored = await log.unseal({ ...ref, instanceId: writing.instanceId }, secretId, sealed)
  const match = await matchClientSecret(secret, stored)
  if (match !== 'stretched') return match === 'yes'
  await workOn(log, writing, ref, async (user, tx) => {
    const state = user.state(clientSecretFacet)
    if (state.kind !== 'set' || state.secretId !== secretId) return
    const updatedId = newId()
    tx.seal(user, updatedId, clientSecretDigest(secret))
    await tx.append(user, [machineSecretUpdated({ secretId: updatedId })])
  })
  return true
}
