import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyFile, parsePublicKey } from './machineKey.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const bytes = (key: KeyObject, type: 'spki' | 'pkcs1' | 'pkcs8') =>
  Buffer.from(
    type === 'pkcs8'
      ? key.export({ type, format: 'pem' })
      : key.export({ type: type as 'spki', format: 'pem' }),
  )
const spki = bytes(rsa.publicKey, 'spki').toString()

test('a public key is accepted in both PEM forms and stored as SPKI', () => {
  expect(parsePublicKey(bytes(rsa.publicKey, 'spki'))).toBe(spki)
  expect(parsePublicKey(bytes(rsa.publicKey, 'pkcs1'))).toBe(spki)
  expect(parsePublicKey(Buffer.from(`\n${spki}\n`))).toBe(spki)
})

test.each([
  ['text', Buffer.from('not a key')],
  ['a broken PEM', Buffer.from('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----')],
  ['a private key', bytes(rsa.privateKey, 'pkcs8')],
  ['a weak key', bytes(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey, 'spki')],
  ['a key of another kind', bytes(generateKeyPairSync('ed25519').publicKey, 'spki')],
])('%s is refused', (_, key) => {
  expect(parsePublicKey(key)).toMatchObject({ code: 'machine_credential.public_key_invalid' })
})

test('the key file has the members that clients read', () => {
  const expiresAt = new Date('9999-12-31T23:59:59Z')
  const file = keyFile({ keyId: 'k1', userId: 'u1', privateKey: 'PEM', expiresAt })
  expect(JSON.parse(Buffer.from(file).toString())).toEqual({
    type: 'serviceaccount',
    keyId: 'k1',
    key: 'PEM',
    expirationDate: '9999-12-31T23:59:59Z',
    userId: 'u1',
  })
})
