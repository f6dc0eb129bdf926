import { refuse } from '../../../kernel/refusal.ts'

export const providerNotFound = refuse(
  'notification.provider_not_found',
  'not_found',
  'no such provider; check the id, or add one',
)
export const providerUnchanged = refuse(
  'notification.provider_unchanged',
  'failed_precondition',
  'the provider holds these values already; nothing was changed',
)
export const providerActive = refuse(
  'notification.provider_active',
  'failed_precondition',
  'this provider is active already',
)
export const providerInactive = refuse(
  'notification.provider_inactive',
  'failed_precondition',
  'this provider is not active',
)
export const noSecret = refuse(
  'notification.provider_without_secret',
  'failed_precondition',
  'a provider of this kind has no password or token to set',
)
export const secretMissing = refuse(
  'notification.secret_missing',
  'invalid_argument',
  'give the new password or token; it must not be empty',
)
export const hostInvalid = refuse(
  'notification.host_invalid',
  'invalid_argument',
  'the SMTP host must be a host name with an optional port, as smtp.example.com:587',
)
export const senderInvalid = refuse(
  'notification.sender_invalid',
  'invalid_argument',
  'sender and reply-to must be plain e-mail addresses, as noreply@example.com',
)
export const endpointInvalid = refuse(
  'notification.endpoint_invalid',
  'invalid_argument',
  'the endpoint must be an http or https address without user name and password',
)
