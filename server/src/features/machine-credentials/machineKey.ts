import { createPublicKey } from 'node:crypto'
import { newRsaKeyPair } from '../../kernel/crypto/rsaKeyPair.ts'
import { newId, type UserId } from '../../kernel/ids.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { type MachineKeyEvent, machineKeyAdded } from './events.ts'

const badPublicKey = refuse(
  'machine_credential.public_key_invalid',
  'invalid_argument',
  'this is not the PEM of an RSA public key with at least 2048 bits; send one, or none to have a key generated',
)

/** A key before it is appended. */
interface NewMachineKey {
  readonly keyId: string
  readonly event: MachineKeyEvent
  /** Empty if the caller generated the key. */
  readonly file: Uint8Array
}

/** Generates an RSA key with 2048 bits. `file` holds the only copy of the private key. */
export async function newMachineKey({
  userId,
  expiresAt,
}: {
  readonly userId: UserId
  readonly expiresAt: Date
}): Promise<NewMachineKey> {
  const { publicKey, privateKey } = await newRsaKeyPair()
  const key = givenMachineKey(publicKey, expiresAt)
  return { ...key, file: keyFile({ keyId: key.keyId, userId, privateKey, expiresAt }) }
}

/** Prepares a public key that the caller generated. */
export function givenMachineKey(publicKey: string, expiresAt: Date): NewMachineKey {
  const keyId = newId()
  const event = machineKeyAdded({ keyId, type: 'json', expiresAt: expiresAt.toISOString(), publicKey })
  return { keyId, event, file: new Uint8Array() }
}

/** Converts the caller's public key to SPKI PEM; refuses a private key that was sent by mistake. */
export function parsePublicKey(bytes: Uint8Array): string | Refusal {
  const pem = Buffer.from(bytes).toString('utf8').trim()
  if (!/^-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) return badPublicKey
  const key = readPublicKey(pem)
  const bits = key?.asymmetricKeyType === 'rsa' ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0
  return key && bits >= 2048 ? key.export({ type: 'spki', format: 'pem' }).toString() : badPublicKey
}

/** Writes the key file that clients of the contract read: JSON with the private key (users notes §3). */
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

function readPublicKey(pem: string) {
  try {
    return createPublicKey(pem)
  } catch {
    return undefined
  }
}
