import { readDetails } from '../../../contract/details.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { MetadataRow } from './metadata.ts'
import { standing } from './standing.ts'

/** No entry with this key, or no such user here. */
export const metadataNotFound = refuse(
  'user.metadata_not_found',
  'not_found',
  'the user has no metadata with this key; check the key and the organization',
)

/** `zitadel.metadata.v1.Metadata`. */
export function metadataV1(row: MetadataRow) {
  return { key: row.key, value: row.value, details: readDetails(standing(row)) }
}
