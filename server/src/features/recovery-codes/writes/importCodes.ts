import type { Call } from '../../../access/call.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId, type OrgId } from '../../../kernel/ids.ts'
import { accept } from '../../../kernel/refusal.ts'
import { organizationKey } from '../../passwords/index.ts'
import { hashCodes, importedSet } from '../codeHashes.ts'
import { addRecoveryCodes } from '../commands/changeCodes.ts'
import { type ImportedCode, readImport } from '../commands/readImport.ts'
import { hasOwnFactor } from '../ownFactors.ts'
import { recoveryCodesFacet } from '../state.ts'

export type { ImportedCode } from '../commands/readImport.ts'

/** Codes of another system, ready to append. */
interface PreparedCodes {
  /** Appends the codes to a person with a factor that they can stand in for, and seals their hashes. */
  appendTo(tx: Transaction, user: Stream): Promise<void>
}

/**
 * Prepares the codes that a new person of this organization has from another system; undefined without any. The caller has checked
 * `user.write`. Throws a refusal.
 */
export async function prepareImportedCodes(
  call: Pick<Call, 'instance' | 'signal'>,
  orgId: OrgId,
  codes: readonly ImportedCode[],
): Promise<PreparedCodes | undefined> {
  if (codes.length === 0) return undefined
  const { texts, hashes } = accept(readImport(codes))
  const organization = organizationKey({ instanceId: call.instance.id, owner: orgId })
  const stored = await hashCodes(texts, { organization, signal: call.signal() }, importedSet(hashes))
  return {
    async appendTo(tx, user) {
      const set = { secretId: newId(), codes: codes.length, imported: true } as const
      await tx.append(user, accept(addRecoveryCodes(user.state(recoveryCodesFacet), hasOwnFactor(user), set)))
      tx.seal(user, set.secretId, stored)
    },
  }
}
