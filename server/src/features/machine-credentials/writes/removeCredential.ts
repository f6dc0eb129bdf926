import type { Call } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { clientSecretFacet } from '../clientSecretState.ts'
import { removeClientSecret, removeKey, removeToken } from '../commands/removeCredential.ts'
import { keysFacet } from '../keyState.ts'
import { tokensFacet } from '../tokenState.ts'
import { type NamedMachine, onMachine, type VisibleUser } from './machine.ts'

/** Removes a personal access token. */
export function removePersonalAccessToken(deps: Deps, call: Call, machine: NamedMachine, tokenId: string) {
  return remove(deps, call, machine, ({ state }) => removeToken(state(tokensFacet), tokenId))
}

/** Removes a key. */
export function removeMachineKey(deps: Deps, call: Call, machine: NamedMachine, keyId: string) {
  return remove(deps, call, machine, ({ state }) => removeKey(state(keysFacet), keyId))
}

/** Removes the client secret. */
export function removeMachineSecret(deps: Deps, call: Call, machine: NamedMachine) {
  return remove(deps, call, machine, ({ state }) => removeClientSecret(state(clientSecretFacet)))
}

function remove(
  deps: Deps,
  call: Call,
  machine: NamedMachine,
  decide: (user: VisibleUser) => Decision,
): Promise<Stream> {
  return onMachine(deps, call, machine, async (user, tx) => {
    await tx.append(user.stream, accept(decide(user)))
    return user.stream
  })
}
