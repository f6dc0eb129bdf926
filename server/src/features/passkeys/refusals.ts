import { refuse } from '../../kernel/refusal.ts'

/** Refusals that more than one decision of this feature shares; the others stand where they are decided. */
export const keyNotFound = refuse(
  'passkey.not_found',
  'not_found',
  'this user has no such key; list the keys to see which there are',
)
/** The contract answers INTERNAL for everything that is wrong with an authenticator's answer. */
export const answerInvalid = refuse(
  'passkey.answer_invalid',
  'internal',
  "the authenticator's answer does not fit its challenge; start again and send the credential unchanged",
)
export const originWrong = refuse(
  'passkey.origin_wrong',
  'internal',
  'the answer comes from a page that does not belong to the relying party; name its domain when you start',
)
export const domainInvalid = refuse(
  'passkey.domain_invalid',
  'invalid_argument',
  'the domain is no host name that keys can be bound to; name the one of the page that asks for the key',
)
export const credentialTaken = refuse(
  'passkey.credential_taken',
  'already_exists',
  'this key is registered already; use another one',
)
