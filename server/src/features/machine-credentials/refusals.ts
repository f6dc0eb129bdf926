import { refuse } from '../../kernel/refusal.ts'

export const machineMissing = refuse(
  'machine_credential.machine_missing',
  'failed_precondition',
  'this machine user does not exist; only machines have keys, tokens and client secrets',
)
export const keyNotFound = refuse(
  'machine_credential.key_not_found',
  'not_found',
  'this user does not have this key; list the keys',
)
export const tokenNotFound = refuse(
  'machine_credential.token_not_found',
  'not_found',
  'this user does not have this personal access token; list the tokens',
)
