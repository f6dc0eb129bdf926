import type { EventBody } from '../../../kernel/facet.ts'
import { sessionMetadataSet } from '../events.ts'

/**
 * Merges entries (base64) into the session's metadata; an empty value deletes its key (session.v2 `SetSession`).
 * Without a change there is no event.
 */
export function setMetadata(
  current: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): readonly EventBody[] {
  const effective = Object.entries(changes).filter(([key, value]) => (current[key] ?? '') !== value)
  if (effective.length === 0) return []
  const merged = new Map([...Object.entries(current), ...effective])
  const metadata = Object.fromEntries([...merged].filter(([, value]) => value !== ''))
  return [sessionMetadataSet({ metadata })]
}
