import { base64Bytes, isWithin, metadataBounds } from '../../../kernel/bounds.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type MetadataEvent, metadataEvents } from '../events.ts'
import { entryOf, type OrgMetadataState } from '../metadataState.ts'
import { orgMissing } from '../refusals.ts'
import type { OrgState } from '../state.ts'

const emptyKey = refuse(
  'organizations.metadata_empty_key',
  'invalid_argument',
  'a metadata key is empty; name it with at least one character',
)
const emptyValue = refuse(
  'organizations.metadata_empty_value',
  'invalid_argument',
  'a metadata value is empty; send at least one byte, or remove the key',
)
const nothingNamed = refuse(
  'organizations.metadata_nothing_named',
  'failed_precondition',
  'the request names no metadata; name at least one entry',
)
export const metadataNotFound = refuse(
  'organizations.metadata_not_found',
  'not_found',
  'the organization has no metadata with this key; list its metadata to see the keys',
)

const tooMuch = refuse(
  'organizations.metadata_too_large',
  'invalid_argument',
  `an organization holds at most ${metadataBounds.entries} metadata entries of ${metadataBounds.bytes / 1024} kB together; remove some or send less`,
)

/**
 * Sets entries (values in base64), all or none; undefined removes a key, which need not exist. Only values that change become events.
 * Refuses more than `metadataBounds`.
 */
export function setMetadata(
  org: OrgState,
  metadata: OrgMetadataState,
  entries: readonly { readonly key: string; readonly value: string | undefined }[],
): Decision<MetadataEvent> {
  if (org.kind === 'none') return orgMissing
  if (entries.length === 0) return nothingNamed
  const wanted = new Map(entries.map(({ key, value }) => [key.trim(), value]))
  if (wanted.has('')) return emptyKey
  if ([...wanted.values()].includes('')) return emptyValue
  const before = Object.entries(metadata).map(([key, { value }]) => [key, value] as const)
  const after = new Map([...before, ...wanted])
  const sizes = [...after].flatMap(([key, value]) =>
    value === undefined ? [] : [[key, base64Bytes(value)] as const],
  )
  if (!isWithin(sizes, metadataBounds)) return tooMuch
  return [...wanted]
    .filter(([key, value]) => entryOf(metadata, key)?.value !== value)
    .map(([key, value]) =>
      value === undefined ? metadataEvents.removed({ key }) : metadataEvents.set({ key, value }),
    )
}

/** Removes entries, all or none. */
export function removeMetadata(
  org: OrgState,
  metadata: OrgMetadataState,
  keys: readonly string[],
): Decision<MetadataEvent> {
  if (org.kind === 'none') return orgMissing
  if (keys.length === 0) return nothingNamed
  const wanted = new Set(keys)
  if (![...wanted].every((key) => entryOf(metadata, key))) return metadataNotFound
  return [...wanted].map((key) => metadataEvents.removed({ key }))
}
