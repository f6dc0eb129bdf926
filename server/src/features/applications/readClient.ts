import { readFromOf } from '../../access/personReads.ts'
import type { Transaction } from '../../eventlog/types.ts'
import { isDocumentAddress } from './clientDocument.ts'
import { anyClientSql } from './clientDocuments.ts'
import { type ClientRow, clientOf, type OidcClient } from './oidcClient.ts'

const statement = anyClientSql('$1', '$2')

/**
 * Returns the client of an id as it is now, for a unit of work; undefined unless it is active. It may be kept, unless a metadata document
 * describes it: documents change without events.
 */
export async function readClient(
  tx: Pick<Transaction, 'instanceId' | 'kept' | 'find'>,
  clientId: string,
): Promise<OidcClient | undefined> {
  const { instanceId } = tx
  const row = await tx.kept({
    kind: 'client',
    key: `${instanceId} ${clientId}`,
    load: async () => (await tx.find<ClientRow>(statement, [instanceId, clientId]))[0],
    readFrom: () => (isDocumentAddress(clientId) ? undefined : readFromOf(instanceId, [])),
  })
  return row && clientOf(row)
}
