import type { Decision } from '../../../kernel/facet.ts'
import type { MachineKey } from '../keyState.ts'
import { keyNotFound } from '../refusals.ts'

/** Ends a key: assertions signed with it are refused from now on. */
export function removeKey(keys: readonly MachineKey[], id: string): Decision {
  const known = keys.some(({ keyId }) => keyId === id)
  return known ? [{ type: 'user.machine.key.removed', payload: { keyId: id } }] : keyNotFound
}
