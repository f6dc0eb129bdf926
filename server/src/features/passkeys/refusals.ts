import { refuse } from '../../kernel/refusal.ts'

/** Refusals that several decisions of this feature share; the others are in their command's file. */
export const keyNotFound = refuse(
  'passkey.not_found',
  'not_found',
  'this user has no such key; list the keys to see which there are',
)
/** INVALID_ARGUMENT for every fault of an authenticator's response, where the contract's usual server returns INTERNAL. */
export const answerInvalid = refuse(
  'passkey.answer_invalid',
  'invalid_argument',
  "the authenticator's response does not match its challenge; start again and send the credential unchanged",
)
export const originWrong = refuse(
  'passkey.origin_wrong',
  'invalid_argument',
  'the response is from a page or app that does not belong to the relying party; name its domain when you start',
)
export const domainInvalid = refuse(
  'passkey.domain_invalid',
  'invalid_argument',
  'keys cannot be bound to this domain; name the host of the page that requests the key',
)
export const credentialTaken = refuse(
  'passkey.credential_taken',
  'already_exists',
  'this key is registered already; use another one',
)
