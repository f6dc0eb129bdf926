import type { SessionEvent } from '../events.ts'

/**
 * Merges entries (base64) into the session's metadata; an empty value deletes its key (session.v2 `SetSession`).
 * Nothing happens when nothing changes.
 */
export function setMetadata(
  current: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): readonly SessionEvent[] {
  const effective = Object.entries(changes).filter(([key, value]) => (current[key] ?? '') !== value)
  if (effective.length === 0) return []
  const merged = new Map([...Object.entries(current), ...effective])
  const metadata = Object.fromEntries([...merged].filter(([, value]) => value !== ''))
  return [{ type: 'session.metadata.set', payload: { metadata } }]
}
