import { refuse } from '../../kernel/refusal.ts'

export const providerNotFound = refuse(
  'notification.provider_not_found',
  'not_found',
  'no such provider; check the id, or add one',
)
export const providerUnchanged = refuse(
  'notification.provider_unchanged',
  'failed_precondition',
  'the provider already has these values; change at least one of them',
)
export const providerActive = refuse(
  'notification.provider_active',
  'failed_precondition',
  'this provider is already active; deactivate it or activate another one',
)
export const providerInactive = refuse(
  'notification.provider_inactive',
  'failed_precondition',
  'this provider is not active; only the active one can be deactivated',
)
export const noSecret = refuse(
  'notification.provider_without_secret',
  'failed_precondition',
  'providers of this kind have no password or token; change the settings instead',
)
export const secretMissing = refuse(
  'notification.secret_missing',
  'invalid_argument',
  'the password or token is missing; give a value that is not empty',
)
export const hostInvalid = refuse(
  'notification.host_invalid',
  'invalid_argument',
  'the SMTP host is invalid; give a host name with an optional port, such as smtp.example.com:587',
)
export const senderInvalid = refuse(
  'notification.sender_invalid',
  'invalid_argument',
  'the sender or reply-to address is invalid; give a plain e-mail address, such as noreply@example.com',
)
export const oauthInvalid = refuse(
  'notification.oauth_invalid',
  'invalid_argument',
  'the sign-in with access tokens is incomplete; give a user, a client id and a token endpoint, an http or https address',
)
export const senderForeign = refuse(
  'notification.sender_domain_foreign',
  'failed_precondition',
  "the sender address is not of the instance's domains; change it, or the domain policy",
)
export const endpointInvalid = refuse(
  'notification.endpoint_invalid',
  'invalid_argument',
  'the endpoint is invalid; give an http or https address without user name and password',
)
