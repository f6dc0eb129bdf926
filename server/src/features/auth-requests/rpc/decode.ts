import type { AuthorizationError } from '@zitadel/proto/zitadel/oidc/v2/authorization_pb.js'
import { ErrorReason } from '@zitadel/proto/zitadel/oidc/v2/authorization_pb.js'

/** The errors of the contract by their names in OAuth and OpenID Connect. */
const errors: Readonly<Record<ErrorReason, string>> = {
  [ErrorReason.UNSPECIFIED]: 'server_error',
  [ErrorReason.INVALID_REQUEST]: 'invalid_request',
  [ErrorReason.UNAUTHORIZED_CLIENT]: 'unauthorized_client',
  [ErrorReason.ACCESS_DENIED]: 'access_denied',
  [ErrorReason.UNSUPPORTED_RESPONSE_TYPE]: 'unsupported_response_type',
  [ErrorReason.INVALID_SCOPE]: 'invalid_scope',
  [ErrorReason.SERVER_ERROR]: 'server_error',
  [ErrorReason.TEMPORARY_UNAVAILABLE]: 'temporarily_unavailable',
  [ErrorReason.INTERACTION_REQUIRED]: 'interaction_required',
  [ErrorReason.LOGIN_REQUIRED]: 'login_required',
  [ErrorReason.ACCOUNT_SELECTION_REQUIRED]: 'account_selection_required',
  [ErrorReason.CONSENT_REQUIRED]: 'consent_required',
  [ErrorReason.INVALID_REQUEST_URI]: 'invalid_request_uri',
  [ErrorReason.INVALID_REQUEST_OBJECT]: 'invalid_request_object',
  [ErrorReason.REQUEST_NOT_SUPPORTED]: 'request_not_supported',
  [ErrorReason.REQUEST_URI_NOT_SUPPORTED]: 'request_uri_not_supported',
  [ErrorReason.REGISTRATION_NOT_SUPPORTED]: 'registration_not_supported',
}

/** The answer that an error of a login is for the client; an unknown reason is `server_error`. */
export function decodeError({ error, errorDescription, errorUri }: AuthorizationError) {
  return {
    error: errors[error] ?? 'server_error',
    ...(errorDescription && { description: errorDescription }),
    ...(errorUri && { uri: errorUri }),
  }
}
