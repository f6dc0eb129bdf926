import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

/** Generates an RSA key with 2048 bits, its halves as the PEM of SPKI and of PKCS #1, in the thread pool. */
export function newRsaKeyPair(): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
  return promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
}
