import { timingSafeEqual } from 'node:crypto'
import type { EventLog } from '../../eventlog/types.ts'

/** Seconds of one slot. A nonce is accepted for at least one slot and at most two after it was given out. */
const slotSeconds = 60

/** The most milliseconds for which a nonce is accepted; that of the next slot counts, too. */
export const nonceLifetime = 3 * slotSeconds * 1000

/** The nonces of one instance at one instant (RFC 9449 §8). */
export interface DpopNonces {
  /** The nonce to give out. */
  readonly current: string
  /** Whether a nonce was given out in this slot or the one before; the next slot's counts for processes whose clocks differ. */
  isNonce(nonce: string): boolean
}

/** Computes the nonces of an instance, which every process accepts and none stores: the MACs of the slots of time. */
export async function dpopNonces(
  log: Pick<EventLog, 'mac'>,
  instanceId: string,
  now: Date,
): Promise<DpopNonces> {
  const slot = Math.floor(now.getTime() / 1000 / slotSeconds)
  const [current = '', ...others] = await Promise.all(
    [slot, slot - 1, slot + 1].map(async (at) => {
      const mac = await log.mac(instanceId, 'dpop nonce', String(at))
      return mac.subarray(0, 16).toString('base64url')
    }),
  )
  return { current, isNonce: (nonce) => [current, ...others].some((known) => isEqual(known, nonce)) }
}

function isEqual(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)]
  return first.length === second.length && timingSafeEqual(first, second)
}
