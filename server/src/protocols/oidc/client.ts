import { isSecretOf, secretsTable } from '../../eventlog/joinedReads.ts'
import {
  anyClientSql,
  type ClientRow,
  clientOf,
  type DocumentStanding,
  documentAddressSql,
  documentStandingSql,
  type OidcClient,
} from '../../features/applications/index.ts'
import type { ClientToAuthenticate } from './clientAuth/method.ts'
import { clientAuthMethods } from './clientAuth/methods.ts'
import { wrongCredentials } from './clientAuth/presented.ts'
import { type LookupPart, oneRow } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'

/** The columns of an app, or of a client that its metadata document describes. */
export interface ClientColumns {
  readonly client: ClientRow | null
  readonly client_sealed: Buffer | null
  /** null unless the client id is an address. */
  readonly client_document: DocumentStanding | null
}

/** Reads the client with the client id of the key, and its sealed secret. */
export const clientPart: LookupPart<'client_id', ClientColumns> = {
  keys: ['client_id'],
  joins: `${oneRow('c', anyClientSql('i.instance_id', 'w.client_id'))}
    ${oneRow(
      'cs',
      `select x.sealed from ${secretsTable} x where x.instance_id = i.instance_id and ${isSecretOf({ streamType: 'project', streamId: 'c.project_id', id: 'c.secret_id' })}`,
    )}`,
  columns: {
    client: 'case when c.app_id is not null then to_json(c) end',
    client_sealed: 'cs.sealed',
    client_document: `case when ${documentAddressSql('w.client_id')} then ${documentStandingSql('i.instance_id', 'w.client_id')} end`,
  },
  // Documents are cached without an event.
  reads: ({ client, client_document }) => (client === null || client_document !== null ? undefined : {}),
}

/** A request and what the look-up found, before its client is authenticated. */
export interface ClientRequest extends Omit<ClientToAuthenticate, 'on' | 'client' | 'secret'> {
  readonly found: ClientColumns
}

/** Returns the client once it has proved to be this client by the method that it is registered with; throws `invalid_client`. */
export async function authenticateClient(
  on: ClientToAuthenticate['on'],
  { found, ...request }: ClientRequest,
): Promise<OidcClient> {
  const client = found.client === null ? undefined : clientOfRow(found.client)
  const method = client && clientAuthMethods[client.authMethod]
  if (client === undefined || method === undefined) throw wrongCredentials(request.presented)
  const secret = async () => openSecret(on.log, request.place.instanceId, client, found.client_sealed)
  await method.verify({ ...request, on, client, secret })
  return client
}

/** By the row, which stays the same object while the app does not change. */
const clients = new WeakMap<ClientRow, OidcClient | undefined>()

function clientOfRow(row: ClientRow): OidcClient | undefined {
  if (!clients.has(row)) clients.set(row, clientOf(row))
  return clients.get(row)
}

async function openSecret(
  log: OidcDeps['log'],
  instanceId: string,
  { projectId, secretId }: OidcClient,
  sealed: Buffer | null,
): Promise<Buffer | undefined> {
  if (secretId === undefined || sealed === null) return undefined
  return log.unseal({ instanceId, type: 'project', id: projectId }, secretId, sealed)
}
