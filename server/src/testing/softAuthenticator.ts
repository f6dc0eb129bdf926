import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { JsonObject } from '@bufbuild/protobuf'
import { isoCBOR } from '@simplewebauthn/server/helpers'

/** Deviations of a response from its options; tests use one at a time. */
export interface Bent {
  readonly origin?: string
  readonly challenge?: string
  readonly rpId?: string
  readonly userVerified?: boolean
  readonly userPresent?: boolean
  readonly signCount?: number
  readonly userHandle?: string
  readonly backupEligible?: boolean
  readonly backedUp?: boolean
  /** Signs with a key of its own instead of the registered one. */
  readonly forged?: boolean
  /** The attestation statement and its format; format `none` unless given. */
  readonly attestation?: { readonly format: string; readonly statement: Map<string, Statement> }
}

/** A value of an attestation statement. */
export type Statement = string | number | Uint8Array<ArrayBuffer> | Uint8Array<ArrayBuffer>[]

/** A security key in memory (ES256): completes both ceremonies and returns the JSON of a browser. */
export interface SoftAuthenticator {
  readonly credentialId: string
  register(options: JsonObject, bent?: Bent): JsonObject
  authenticate(options: JsonObject, bent?: Bent): JsonObject
}

const aaguid = Buffer.from('5a11 9047 0000 4000 8000 0000 0000 0001'.replaceAll(' ', ''), 'hex')

/** Makes an authenticator with one new credential. It counts its uses from 1 on. */
export function softAuthenticator(origin: string): SoftAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  const credentialId = id.toString('base64url')
  let uses = 0
  const head = { id: credentialId, rawId: credentialId, type: 'public-key' }
  return {
    credentialId,
    register(options, bent = {}) {
      const { rp, challenge } = options['publicKey'] as { rp: { id: string }; challenge: string }
      const credential = Buffer.concat([aaguid, uint(id.length, 2), id, coseKey(publicKey)])
      const authData = authenticatorData(rp.id, 0x40, bent.signCount ?? ++uses, bent, credential)
      const attestationObject = isoCBOR.encode(
        new Map<string, string | Uint8Array<ArrayBuffer> | Map<string, Statement>>([
          ['fmt', bent.attestation?.format ?? 'none'],
          ['attStmt', bent.attestation?.statement ?? new Map()],
          ['authData', Uint8Array.from(authData)],
        ]),
      )
      const clientDataJSON = text(clientData('webauthn.create', challenge, origin, bent))
      return { ...head, response: { clientDataJSON, attestationObject: text(attestationObject) } }
    },
    authenticate(options, bent = {}) {
      const { rpId, challenge } = options['publicKey'] as { rpId: string; challenge: string }
      const authData = authenticatorData(rpId, 0, bent.signCount ?? ++uses, bent, Buffer.alloc(0))
      const client = clientData('webauthn.get', challenge, origin, bent)
      const key = bent.forged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : privateKey
      const signature = sign('sha256', Buffer.concat([authData, sha256(client)]), key)
      const handle = bent.userHandle === undefined ? {} : { userHandle: bent.userHandle }
      const response = {
        clientDataJSON: text(client),
        authenticatorData: text(authData),
        signature: text(signature),
        ...handle,
      }
      return { ...head, response }
    },
  }
}

function clientData(type: string, challenge: string, origin: string, bent: Bent): Buffer {
  return Buffer.from(
    JSON.stringify({ type, challenge: bent.challenge ?? challenge, origin: bent.origin ?? origin }),
  )
}

function authenticatorData(
  rpId: string,
  flags: number,
  signCount: number,
  bent: Bent,
  credential: Buffer,
): Buffer {
  const set =
    flags |
    (bent.userPresent === false ? 0 : 0x01) |
    (bent.userVerified === false ? 0 : 0x04) |
    (bent.backupEligible ? 0x08 : 0) |
    (bent.backedUp ? 0x10 : 0)
  return Buffer.concat([sha256(bent.rpId ?? rpId), uint(set, 1), uint(signCount, 4), credential])
}

/** COSE_Key of ES256 (RFC 9052 §7): kty EC2, alg, curve P-256, x, y. */
function coseKey(publicKey: KeyObject): Uint8Array {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const coordinate = (value: string) => Uint8Array.from(Buffer.from(value, 'base64url'))
  return isoCBOR.encode(
    new Map<number, number | Uint8Array<ArrayBuffer>>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinate(x)],
      [-3, coordinate(y)],
    ]),
  )
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(value, 0, bytes)
  return buffer
}

function sha256(data: Uint8Array | string): Buffer {
  return createHash('sha256').update(data).digest()
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
