import type { Decision } from '../../../kernel/facet.ts'
import { keyEvents } from '../events.ts'
import type { KeyKind } from '../keyKind.ts'
import type { KeysState } from '../keyState.ts'
import { keyNotFound } from '../refusals.ts'

/** Removes a key of this kind, registered or pending. */
export function removeKey(kind: KeyKind, keys: KeysState, tokenId: string): Decision {
  if (!keys.some((key) => key.tokenId === tokenId)) return keyNotFound
  return [keyEvents[kind].removed({ tokenId })]
}
