import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { ClientSecretState } from '../clientSecretState.ts'
import {
  type ClientSecretEvent,
  type MachineKeyEvent,
  machineKeyRemoved,
  machineSecretRemoved,
  type TokenEvent,
  tokenRemoved,
} from '../events.ts'
import type { MachineKey } from '../keyState.ts'
import { keyNotFound, tokenNotFound } from '../refusals.ts'
import type { PersonalAccessToken } from '../tokenState.ts'

const secretNotSet = refuse(
  'machine_credential.secret_not_set',
  'failed_precondition',
  'this user does not have a client secret; generate one first',
)

/** Removes a personal access token, even a revoked one. */
export function removeToken(tokens: readonly PersonalAccessToken[], id: string): Decision<TokenEvent> {
  return tokens.some(({ tokenId }) => tokenId === id) ? [tokenRemoved({ tokenId: id })] : tokenNotFound
}

/** Removes a key; assertions signed with it are refused from then on. */
export function removeKey(keys: readonly MachineKey[], id: string): Decision<MachineKeyEvent> {
  return keys.some(({ keyId }) => keyId === id) ? [machineKeyRemoved({ keyId: id })] : keyNotFound
}

/** Removes the client secret. */
export function removeClientSecret(secret: ClientSecretState): Decision<ClientSecretEvent> {
  return secret.kind === 'none' ? secretNotSet : [machineSecretRemoved()]
}
