import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { keyEvents } from '../events.ts'
import type { KeyKind } from '../keyKind.ts'
import { type KeysState, readyKeys } from '../keyState.ts'
import { keyNotFound } from '../refusals.ts'

/** Characters of a name, as the contract has them. */
const longest = 200
const nameInvalid = refuse(
  'passkey.name_invalid',
  'invalid_argument',
  `the name is empty or longer than ${longest} characters; send a shorter one`,
)

/** Gives a registered key of this kind another name, without the spaces around it; the present one changes nothing. */
export function renameKey(kind: KeyKind, keys: KeysState, tokenId: string, text: string) {
  const name = text.trim()
  const key = readyKeys(keys).find((one) => one.tokenId === tokenId)
  if (key === undefined) return keyNotFound satisfies Refusal
  if (name === '' || [...name].length > longest) return nameInvalid satisfies Refusal
  return key.name === name ? [] : [keyEvents[kind].renamed({ tokenId, name })]
}
