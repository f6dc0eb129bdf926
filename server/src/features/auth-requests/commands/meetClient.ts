import type { Refusal } from '../../../kernel/refusal.ts'
import {
  acceptsRedirectUri,
  clientInactive,
  type OidcClient,
  responseTypeNotAllowed,
} from '../../applications/index.ts'
import type { ErrorAnswer } from '../answerUrl.ts'
import type { AuthorizationRequest } from '../events.ts'
import { redirectUriRemoved } from '../refusals.ts'

/**
 * Returns the client of a request if anything may still be sent to its redirect URI, be it an error: the client is active, and the URI is
 * registered by now (RFC 6749 §3.1.2.4, §4.1.2.1, §10.6). Asked at each answer, so that a removal counts for requests under way.
 */
export function receivingClient(
  client: OidcClient | undefined,
  { projectId, redirectUri, responseType }: AuthorizationRequest,
): OidcClient | Refusal {
  if (client === undefined || client.projectId !== projectId) return clientInactive
  return acceptsRedirectUri(client, redirectUri, responseType) ? client : redirectUriRemoved
}

/** Returns the error that a client receives instead of a code or tokens if it may not have them any more; undefined if it may. */
export function refuseResponseType(
  client: OidcClient,
  { responseType }: AuthorizationRequest,
): ErrorAnswer | undefined {
  const description = responseTypeNotAllowed(client, responseType)
  return description === undefined ? undefined : { error: 'unauthorized_client', description }
}
