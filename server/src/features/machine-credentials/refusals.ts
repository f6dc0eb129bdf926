import { refuse } from '../../kernel/refusal.ts'

/** Refusals that several decisions of this feature share. */
export const machineMissing = refuse(
  'machine_credential.machine_missing',
  'failed_precondition',
  'no such machine user; people have no keys, tokens or client secrets',
)
export const keyNotFound = refuse(
  'machine_credential.key_not_found',
  'not_found',
  'this user has no such key; list the keys to see which there are',
)
export const tokenNotFound = refuse(
  'machine_credential.token_not_found',
  'not_found',
  'this user has no such personal access token; list them to see which there are',
)
