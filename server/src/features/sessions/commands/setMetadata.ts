import { type Bounds, base64Bytes, isWithin } from '../../../kernel/bounds.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { sessionMetadataSet } from '../events.ts'

const bounds: Bounds = { entries: 100, bytes: 65_536 }

const tooMuch = refuse(
  'session.metadata_too_large',
  'invalid_argument',
  `a session holds at most ${bounds.entries} metadata entries of ${bounds.bytes / 1024} kB together; remove some or send less`,
)

/**
 * Merges entries (base64) into the session's metadata; an empty value deletes its key (session.v2 `SetSession`).
 * Without a change there is no event. Refuses more than 100 entries or 64 kB.
 */
export function setMetadata(
  current: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Decision {
  const effective = Object.entries(changes).filter(
    ([key, value]) => (Object.hasOwn(current, key) ? current[key] : '') !== value,
  )
  if (effective.length === 0) return []
  const merged = new Map([...Object.entries(current), ...effective])
  const kept = [...merged].filter(([, value]) => value !== '')
  if (
    !isWithin(
      kept.map(([key, value]) => [key, base64Bytes(value)] as const),
      bounds,
    )
  )
    return tooMuch
  return [sessionMetadataSet({ metadata: Object.fromEntries(kept) })]
}
