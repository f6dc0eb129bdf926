import { base64Bytes, isWithin, metadataBounds } from '../../../kernel/bounds.ts'
import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { userMetadataRemoved, userMetadataSet } from '../events.ts'
import type { MetadataState } from '../metadataState.ts'

const nothingToSet = refuse(
  'user.metadata_none_given',
  'failed_precondition',
  'the request has no metadata entry; give at least one',
)
const blankKey = refuse(
  'user.metadata_key_blank',
  'invalid_argument',
  'a metadata key is blank; give every entry a key',
)
const unknownKey = refuse(
  'user.metadata_unknown',
  'not_found',
  'the user has no metadata under this key; list the metadata to see the keys',
)

const tooMuch = refuse(
  'user.metadata_too_large',
  'invalid_argument',
  `a user holds at most ${metadataBounds.entries} metadata entries of ${metadataBounds.bytes / 1024} kB together; remove some or send less`,
)

/** An entry to set; an empty value removes the key. */
export interface MetadataEntry {
  readonly key: string
  readonly value: Uint8Array
}

/**
 * Sets entries. The last value of a key counts; an equal value changes nothing; an empty one removes the key. Refuses more than
 * `metadataBounds` in the end.
 */
export function setMetadata(state: MetadataState, entries: readonly MetadataEntry[]): Decision {
  if (entries.length === 0) return nothingToSet
  const wanted = new Map(entries.map(({ key, value }) => [key.trim(), value]))
  if (wanted.has('')) return blankKey
  const untouched = Object.entries(state).filter(([key]) => !wanted.has(key))
  const sizes = [
    ...untouched.map(([key, { value }]) => [key, base64Bytes(value)] as const),
    ...[...wanted].filter(([, { length }]) => length > 0).map(([key, { length }]) => [key, length] as const),
  ]
  if (!isWithin(sizes, metadataBounds)) return tooMuch
  return [...wanted].flatMap(([key, value]): EventBody[] => {
    const before = Object.hasOwn(state, key) ? state[key]?.value : undefined
    if (value.length === 0) return before === undefined ? [] : [userMetadataRemoved({ key })]
    const event = metadataSet(key, value)
    return event.payload.value === before ? [] : [event]
  })
}

/** Builds the event that sets one entry; the key is trimmed. */
function metadataSet(key: string, value: Uint8Array) {
  return userMetadataSet({ key: key.trim(), value: Buffer.from(value).toString('base64') })
}

/** Removes entries, all or none; refuses if one of the keys is unknown. */
export function removeMetadata(state: MetadataState, keys: readonly string[]): Decision {
  if (keys.length === 0) return nothingToSet
  const distinct = [...new Set(keys.map((key) => key.trim()))]
  return distinct.every((key) => Object.hasOwn(state, key))
    ? distinct.map((key) => userMetadataRemoved({ key }))
    : unknownKey
}
