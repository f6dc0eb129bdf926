import { acceptsPostLogoutUri, clientOf, type OidcClient } from '../../../features/applications/index.ts'
import { OAuthError } from '../oauthError.ts'
import type { LogoutRequest } from './endSessionEndpoint.ts'
import type { Hint } from './idTokenHint.ts'

/** Returns the client that asks: the named one, which must be that of the hint. Undefined if neither names one that is active. */
export function clientAskedFor({
  parameters,
  found,
  hint,
}: LogoutRequest & { readonly hint: Hint | undefined }): { readonly client: OidcClient | undefined } {
  const named = parameters.get('client_id')
  if (hint !== undefined && named !== undefined && named !== hint.clientId) {
    throw new OAuthError(
      'invalid_request',
      'the client_id is not that of the id_token_hint; send the same client, or one of the two only',
    )
  }
  const client = found.row.client === null ? undefined : clientOf(found.row.client)
  if (client === undefined && named !== undefined) {
    throw new OAuthError('invalid_request', 'the client is unknown or inactive; check client_id')
  }
  return { client }
}

/** Where the browser goes after a logout. */
export interface PostLogout {
  /** The registered URI with the state of the request; undefined if the request names none. */
  readonly target: string | undefined
  /** The registered URI. */
  readonly uri?: string | undefined
}

/** Returns where the browser goes after the logout. Without a client the URI of the request is ignored. */
export function postLogoutTarget({
  on,
  parameters,
  client,
  hint,
}: LogoutRequest & {
  readonly client: OidcClient | undefined
  readonly hint: Hint | undefined
}): PostLogout {
  const uri = parameters.get('post_logout_redirect_uri')
  if (uri === undefined || (client === undefined && hint === undefined)) return { target: undefined }
  if (client === undefined || !acceptsPostLogoutUri(client, uri)) {
    const { clientId = hint?.clientId, postLogoutRedirectUris: registered = [] } = client ?? {}
    on.logger.info({ clientId, uri, registered }, 'a post-logout redirect URI is not registered')
    throw new OAuthError(
      'invalid_request',
      'the post_logout_redirect_uri is not registered for this client; register it, or leave it out',
    )
  }
  const target = new URL(uri)
  const state = parameters.get('state')
  if (state !== undefined) target.searchParams.append('state', state)
  return { target: state === undefined ? uri : target.href, uri }
}
