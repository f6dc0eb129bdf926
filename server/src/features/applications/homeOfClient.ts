import { isWebLink } from '../../kernel/linkScheme.ts'
import { isDocumentAddress } from './clientDocument.ts'
import type { OidcClient } from './oidcClient.ts'

/**
 * Returns where the pages of a client begin: its `client_uri`, else the origin of the redirect URI of a request. Only what the client has
 * registered counts, by the letter, so that no request leads to another place; undefined for native apps and metadata documents.
 */
export function homeOfClient(
  { clientId, kind, clientUri, redirectUris }: OidcClient,
  redirectUri: string | null,
): string | undefined {
  if (isDocumentAddress(clientId)) return undefined
  if (clientUri !== undefined) return clientUri
  if (kind === 'native' || redirectUri === null) return undefined
  return redirectUris.includes(redirectUri) && isWebLink(redirectUri)
    ? `${new URL(redirectUri).origin}/`
    : undefined
}
