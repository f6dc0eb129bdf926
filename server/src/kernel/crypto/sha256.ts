import { hash } from 'node:crypto'

/** The SHA-256 digest: how random tokens are stored, and what chains events. Not for passwords. */
export function sha256(data: Uint8Array | string): Buffer {
  // By way of a text: its bytes come from Node.js's pool of buffers, not from an allocation of their own.
  return Buffer.from(hash('sha256', data, 'latin1'), 'latin1')
}

/** The same of a text's UTF-8, in hexadecimal. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex')
}
