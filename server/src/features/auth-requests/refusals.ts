import { refuse } from '../../kernel/refusal.ts'

export const requestNotFound = refuse(
  'auth_request.not_found',
  'not_found',
  'there is no open authorization request with this id; let the application begin again',
)
export const requestHandled = refuse(
  'auth_request.handled',
  'failed_precondition',
  'this authorization request was answered already or has expired; let the application begin again',
)
export const redirectUriRemoved = refuse(
  'oidc.redirect_uri_removed',
  'failed_precondition',
  'the redirect URI of this request is not registered for the application any more; register it again, or begin again with another one',
)
export const callbackMissing = refuse(
  'auth_request.callback_missing',
  'invalid_argument',
  'the answer is missing; send a session or an error',
)
export const notProved = refuse(
  'auth_request.not_proved',
  'permission_denied',
  'this session has not proved enough for its user; check a factor on it, or call with the permission session.link',
)
export const otherOrganization = refuse(
  'auth_request.other_organization',
  'failed_precondition',
  'the application accepts only users of one organization, and this user belongs to another; choose another user',
)
export const otherUser = refuse(
  'auth_request.other_user',
  'failed_precondition',
  'the application accepts only the user of its id_token_hint or claims parameter, and this session is of another; check a session of that user, or answer with the error login_required',
)
