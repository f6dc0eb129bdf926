import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { userMetadataRemoved } from '../events.ts'
import { type MetadataState, metadataSet } from '../metadataState.ts'

const nothingToSet = refuse(
  'user.metadata_none_given',
  'failed_precondition',
  'give at least one metadata entry',
)
const blankKey = refuse('user.metadata_key_blank', 'invalid_argument', 'a metadata key must not be blank')
const unknownKey = refuse('user.metadata_unknown', 'not_found', 'the user has no metadata under this key')

/** One entry to be; an empty value takes the key away. */
export interface MetadataEntry {
  readonly key: string
  readonly value: Uint8Array
}

/** Sets entries, each key once: the last one given counts, same values are no change, empty ones remove the key. */
export function setMetadata(state: MetadataState, entries: readonly MetadataEntry[]): Decision {
  if (entries.length === 0) return nothingToSet
  const wanted = new Map(entries.map(({ key, value }) => [key.trim(), value]))
  if (wanted.has('')) return blankKey
  return [...wanted].flatMap(([key, value]): EventBody[] => {
    const before = Object.hasOwn(state, key) ? state[key]?.value : undefined
    if (value.length === 0) return before === undefined ? [] : [userMetadataRemoved({ key })]
    const event = metadataSet(key, value)
    return event.payload.value === before ? [] : [event]
  })
}

/** Removes entries, all or none; refuses when one of the keys is unknown. */
export function removeMetadata(state: MetadataState, keys: readonly string[]): Decision {
  if (keys.length === 0) return nothingToSet
  const distinct = [...new Set(keys.map((key) => key.trim()))]
  return distinct.every((key) => Object.hasOwn(state, key))
    ? distinct.map((key) => userMetadataRemoved({ key }))
    : unknownKey
}
