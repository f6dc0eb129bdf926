import type { Transaction } from '../../../eventlog/types.ts'
import type { StreamRef } from '../../../kernel/facet.ts'
import { newId } from '../../../kernel/ids.ts'
import { clientSecretDigest, newClientSecret } from '../../machine-credentials/index.ts'
import { secretGenerator } from '../../settings/index.ts'

/**
 * Generates a client secret from the instance's generator, at least 32 random characters long. `seal` stores its digest.
 */
export async function newSecret(tx: Transaction) {
  const secretId = newId()
  const text = newClientSecret(await secretGenerator(tx, tx.instanceId, 'app_secret'))
  return {
    secretId,
    text,
    seal: (project: StreamRef) => tx.seal(project, secretId, clientSecretDigest(text)),
  }
}
