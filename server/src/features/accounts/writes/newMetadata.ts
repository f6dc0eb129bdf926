import type { EventBody } from '../../../kernel/facet.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import { type MetadataEntry, setMetadata } from '../../users/index.ts'

const metadataInvalid = refuse(
  'user.metadata_invalid',
  'invalid_argument',
  'metadata needs a key that is not blank and a value that is not empty',
)

/** Builds the events that give a new user its metadata; unlike later changes it has no empty value, which would remove a key. */
export function newMetadata(entries: readonly MetadataEntry[] = []): readonly EventBody[] {
  if (entries.some(({ key, value }) => !key.trim() || value.length === 0)) {
    throw new DomainError(metadataInvalid)
  }
  return entries.length === 0 ? [] : accept(setMetadata({}, entries))
}
