import { timingSafeEqual } from 'node:crypto'
import { sha256 } from './sha256.ts'

/** Compares two secrets in a time that depends neither on their content nor on their length. */
export function constantTimeEqual(left: Uint8Array | string, right: Uint8Array | string): boolean {
  return timingSafeEqual(sha256(left), sha256(right))
}
