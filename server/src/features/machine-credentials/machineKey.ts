import { createPublicKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

const badPublicKey = refuse(
  'machine_credential.public_key_invalid',
  'invalid_argument',
  'the public key must be a PEM of an RSA public key with at least 2048 bits',
)

/** A fresh RSA key pair with 2048 bits: the public half as SPKI PEM, the private one as PKCS #1 PEM. */
export const generateMachineKey = async () =>
  promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })

/** The caller's own public key as SPKI PEM. A private key sent by mistake is refused, not stored. */
export function parsePublicKey(bytes: Uint8Array): string | Refusal {
  const pem = Buffer.from(bytes).toString('utf8').trim()
  if (!/^-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) return badPublicKey
  const key = readPublicKey(pem)
  const bits = key?.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0
  return key && bits >= 2048 ? key.export({ type: 'spki', format: 'pem' }).toString() : badPublicKey
}

/** The key file that clients of the contract read: JSON with the private key (users notes §3). */
export function keyFile(key: {
  readonly keyId: string
  readonly userId: string
  readonly privateKey: string
  readonly expiresAt: Date
}): Uint8Array {
  const { keyId, userId, privateKey, expiresAt } = key
  const expirationDate = expiresAt.toISOString().replace('.000Z', 'Z')
  return Buffer.from(
    JSON.stringify({ type: 'serviceaccount', keyId, key: privateKey, expirationDate, userId }),
  )
}

/** Undefined for what is no key at all: the parser has no other way to say so than to throw. */
function readPublicKey(pem: string) {
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}
