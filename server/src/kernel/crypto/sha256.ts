import { hash } from 'node:crypto'

/** The SHA-256 digest: how random tokens are stored, and what chains events. Not for passwords. */
export function sha256(data: Uint8Array | string): Buffer {
  return hash('sha256', data, 'buffer')
}
