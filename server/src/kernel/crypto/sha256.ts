import { hash } from 'node:crypto'

/** Returns the SHA-256 digest, as stored for random tokens. Not for passwords. */
export function sha256(data: Uint8Array | string): Buffer {
  // Through a text, whose bytes come from Node.js's buffer pool instead of a separate allocation.
  return Buffer.from(hash('sha256', data, 'latin1'), 'latin1')
}

/** Returns the SHA-256 digest of a text's UTF-8, in hexadecimal. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex')
}
