import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { OidcClient } from '../../../features/applications/index.ts'
import { pushedStreamId, requestUriPrefix, takePushed } from '../../../features/auth-requests/index.ts'
import type { StreamRef } from '../../../kernel/facet.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { type Parameters, parametersOf } from '../parameters.ts'
import type { FoundClient } from './authorizeColumn.ts'
import { objectParameters } from './requestObject.ts'

/** The parameters as the browser brought them. */
export interface SentRequest {
  readonly tx: Transaction
  readonly found: FoundClient
  readonly client: OidcClient
  readonly sent: Parameters
}

/** The parameters that count, and the stream on which they were pushed. */
export interface ResolvedRequest {
  readonly parameters: Parameters
  readonly pushed: Stream | undefined
}

/** Returns the stream of the pushed request that the parameters name. */
export function pushedRef(sent: Parameters): Omit<StreamRef, 'instanceId'> | undefined {
  const id = pushedStreamId(sent.get('request_uri') ?? '')
  return id === undefined ? undefined : { type: 'auth_request', id }
}

/**
 * Returns the parameters that count: those of a pushed request (RFC 9126 §4), those of a signed request object (RFC 9101 §6.3), else the
 * sent ones. Besides the first two, only `client_id` counts. Throws if the client must use one of them and did not.
 */
export async function resolveRequest(on: OidcDeps, request: SentRequest): Promise<ResolvedRequest> {
  const { tx, client, sent } = request
  const requestUri = sent.get('request_uri')
  if (requestUri !== undefined) return { ...(await pushedParameters(tx, client, requestUri)) }
  if (client.requirePushedAuthorizationRequests) {
    throw new OAuthError(
      'invalid_request',
      'this application must push its requests; send them to /oauth/v2/par and bring the request_uri (RFC 9126)',
    )
  }
  return { parameters: await signedParameters(on, request), pushed: undefined }
}

/** Returns the parameters of a request object, or the sent ones if the client may send them unsigned. */
export async function signedParameters(
  on: OidcDeps,
  { found, client, sent }: Pick<SentRequest, 'found' | 'client' | 'sent'>,
): Promise<Parameters> {
  const object = sent.get('request')
  if (object !== undefined) return objectParameters(on, found, client, object)
  if (client.requireSignedRequestObject) {
    throw new OAuthError(
      'invalid_request',
      'this application must sign its requests; send them as the parameter request (RFC 9101)',
    )
  }
  return sent
}

async function pushedParameters(
  tx: Transaction,
  { clientId }: OidcClient,
  requestUri: string,
): Promise<{ readonly parameters: Parameters; readonly pushed: Stream }> {
  if (!requestUri.startsWith(requestUriPrefix)) {
    throw new OAuthError(
      'request_uri_not_supported',
      'requests by reference are not fetched; push the request to /oauth/v2/par, or send it as the parameter request',
    )
  }
  const taken = await takePushed(tx, requestUri, clientId)
  if (taken === undefined) {
    throw new OAuthError(
      'invalid_request_uri',
      'this request_uri is unknown, used, too old or of another application; push the request again',
    )
  }
  const entries = Object.entries(taken.parameters).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one as string]),
  )
  return { parameters: parametersOf(new URLSearchParams(entries)), pushed: taken.stream }
}
