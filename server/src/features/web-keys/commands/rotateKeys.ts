import { isRefusal } from '../../../kernel/refusal.ts'
import { type WebKeyEvent, webKeyRemoved } from '../events.ts'
import type { WebKey, WebKeysState } from '../state.ts'
import { activateKey } from './changeKeys.ts'

const hour = 3_600_000
const day = 24 * hour

/** The lengths of a rotation, in milliseconds. */
export interface Rotation {
  /** The time for which a key signs. */
  readonly period: number
  /** The longest lifetime of a token that a key has signed. */
  readonly longestToken: number
}

/** How long a key is published before it signs: clients may keep the key set for minutes, some for hours. */
const published = { normally: day, atLeast: hour }

/**
 * Returns the step of a rotation that is due: another key is published a day before the active one has signed for the period,
 * then takes over, and a key goes when no token that it has signed is valid any more, though not before it has been idle for the period.
 */
export function rotateKeys(
  keys: WebKeysState,
  { period, longestToken }: Rotation,
  now: Date,
): { readonly events: readonly WebKeyEvent[]; readonly wanted: WebKey | undefined } {
  const age = ({ changedAt }: WebKey) => now.getTime() - Date.parse(changedAt)
  const active = keys.find(({ state }) => state === 'active')
  const next = keys.find(({ state }) => state === 'initial')
  const spent = keys.filter((key) => key.state === 'inactive' && age(key) >= Math.max(period, longestToken))
  const removed = spent.map(({ keyId }) => webKeyRemoved({ keyId }))
  if (active === undefined || age(active) < period - published.normally)
    return { events: removed, wanted: undefined }
  if (next === undefined) return { events: removed, wanted: active }
  const due = age(active) >= period && age(next) >= published.atLeast
  const taken = due ? activateKey(keys, next.keyId) : []
  return { events: [...removed, ...(isRefusal(taken) ? [] : taken)], wanted: undefined }
}
