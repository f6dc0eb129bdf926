import type { ClientColumns, clientPart } from './client.ts'
import { type FindRequest, type LookupPart, openRequestLookup } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'

/**
 * Opens the look-up of parts that have `clientPart`. If the client id is the address of a metadata document that the instance accepts,
 * the document is fetched first if none is cached or, for `fresh`, the cached one is stale; one that cannot be fetched is no client.
 */
// biome-ignore lint/suspicious/noExplicitAny: parts of any key and row; the result has their types.
export function openClientLookup<Part extends LookupPart<any, any>>(
  on: OidcDeps,
  parts: readonly (Part | typeof clientPart)[],
  demand: 'fresh' | 'cached',
): FindRequest<Part | typeof clientPart> {
  const find = openRequestLookup(on, parts)
  return async (head, keys, read) => {
    const found = await find(head, keys, read)
    const { instanceId, now } = found
    const row = found.row as ClientColumns
    const document = row.client_document
    if (!document?.accepted) return found
    const { freshUntil } = document
    const isStale = freshUntil !== null && Date.parse(freshUntil) <= now.getTime()
    if (freshUntil !== null && !(isStale && demand === 'fresh')) return found
    const clientId = (keys as { readonly client_id: string }).client_id
    if (await on.fetchClientDocument({ instanceId, clientId, now })) return find(head, keys, read)
    return { ...found, row: { ...row, client: null } } as typeof found
  }
}
