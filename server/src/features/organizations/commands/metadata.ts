import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { entryOf, type OrgMetadataState } from '../metadataState.ts'
import { orgMissing } from '../refusals.ts'
import type { OrgState } from '../state.ts'

const emptyKey = refuse(
  'organizations.metadata_empty_key',
  'invalid_argument',
  'a metadata key needs at least one character',
)
const emptyValue = refuse(
  'organizations.metadata_empty_value',
  'invalid_argument',
  'a metadata value needs at least one byte',
)
const nothingNamed = refuse(
  'organizations.metadata_nothing_named',
  'failed_precondition',
  'name at least one metadata entry',
)
const metadataNotFound = refuse(
  'organizations.metadata_not_found',
  'not_found',
  'the organization has no metadata with this key',
)

/** Sets entries (values in base64), all or none; what is so already stays as it is. */
export function setMetadata(
  org: OrgState,
  metadata: OrgMetadataState,
  entries: readonly { readonly key: string; readonly value: string }[],
): Decision {
  if (org.kind === 'none') return orgMissing
  if (entries.length === 0) return nothingNamed
  const wanted = new Map(entries.map(({ key, value }) => [key.trim(), value]))
  if (wanted.has('')) return emptyKey
  if ([...wanted.values()].includes('')) return emptyValue
  return [...wanted]
    .filter(([key, value]) => entryOf(metadata, key)?.value !== value)
    .map(([key, value]) => ({ type: 'org.metadata.set', payload: { key, value } }))
}

/** Removes entries, all or none. */
export function removeMetadata(org: OrgState, metadata: OrgMetadataState, keys: readonly string[]): Decision {
  if (org.kind === 'none') return orgMissing
  if (keys.length === 0) return nothingNamed
  const wanted = new Set(keys)
  if (![...wanted].every((key) => entryOf(metadata, key))) return metadataNotFound
  return [...wanted].map((key) => ({ type: 'org.metadata.removed', payload: { key } }))
}

/** Refusal of reading a key that is not there. */
export { metadataNotFound }
