import type { Decision } from '../../../kernel/facet.ts'
import { keyEvent } from '../events.ts'
import type { KeyKind } from '../keyKind.ts'
import type { KeysState } from '../keyState.ts'
import { keyNotFound } from '../refusals.ts'

/** Takes a key of this kind away, registered or pending. */
export function removeKey(kind: KeyKind, keys: KeysState, tokenId: string): Decision {
  if (!keys.some((key) => key.tokenId === tokenId)) return keyNotFound
  return [keyEvent(kind, 'removed', { tokenId })]
}
