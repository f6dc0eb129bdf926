import { refuse } from '../../kernel/refusal.ts'

export const targetNotFound = refuse(
  'log_target.not_found',
  'not_found',
  'no such log target; check the id, or list the targets',
)
export const tooManyTargets = refuse(
  'log_target.too_many',
  'failed_precondition',
  'the instance already has 10 log targets; remove one, or let a receiver pass events on',
)
export const urlInvalid = refuse(
  'log_target.url_invalid',
  'invalid_argument',
  'the url is invalid; give an https address without user name, password and fragment, or an http address of this host (loopback)',
)
export const addressDenied = refuse(
  'log_target.address_denied',
  'invalid_argument',
  'the url leads to an address that is not public; use a public one, or let the operator allow it (SALLYPORT_OUTBOUND_ALLOW)',
)
export const headerInvalid = refuse(
  'log_target.credential_header_invalid',
  'invalid_argument',
  'the header of the credential is none that a receiver can be given; use authorization, or one of the receiver such as x-api-key',
)
export const valueInvalid = refuse(
  'log_target.credential_value_invalid',
  'invalid_argument',
  'the value of the credential is empty or has characters that a header cannot have; give printable ASCII characters',
)
export const credentialMissing = refuse(
  'log_target.credential_missing',
  'invalid_argument',
  'the credential was given for another host and is not sent to this one; give its value again, or null to remove it',
)
