import { readFromOf } from '../../access/personReads.ts'
import type { Transaction } from '../../eventlog/types.ts'
import { type ProjectDemands, projectDemandsSql } from '../authorizations/index.ts'
import { isDocumentAddress } from './clientDocument.ts'
import { anyClientSql } from './clientDocuments.ts'
import { type ClientRow, clientOf, type OidcClient } from './oidcClient.ts'

/** The application of a request as it is now. */
export interface RequestApplication {
  /** undefined unless it is active. */
  readonly client: OidcClient | undefined
  /** undefined unless its project is active. */
  readonly demands: ProjectDemands | undefined
}

interface Row {
  readonly client: ClientRow | null
  readonly demands: ProjectDemands | null
}

const statement = `select
  (select to_json(c) from (${anyClientSql('$1', '$2')}) c) as client,
  (select to_json(d) from (${projectDemandsSql({ instanceId: '$1', projectId: '$3' })}) d) as demands`

/**
 * Reads the application of a request and the demands of its project in one statement, in the unit of work that sends an answer. It may be
 * kept, unless a metadata document describes the client: documents change without events.
 */
export async function readApplication(
  tx: Pick<Transaction, 'instanceId' | 'kept' | 'find'>,
  { clientId, projectId }: { readonly clientId: string; readonly projectId: string },
): Promise<RequestApplication> {
  const { instanceId } = tx
  const row = await tx.kept({
    kind: 'request-application',
    key: `${instanceId} ${clientId} ${projectId}`,
    load: async () => (await tx.find<Row>(statement, [instanceId, clientId, projectId]))[0],
    readFrom: () => (isDocumentAddress(clientId) ? undefined : readFromOf(instanceId, [])),
  })
  return {
    client: row?.client ? clientOf(row.client) : undefined,
    demands: row?.demands ?? undefined,
  }
}
