import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { seal, unseal } from './sealing.ts'

const key = randomBytes(32)

test('opens a sealed value, and never seals to the same bytes twice', () => {
  const sealed = seal(key, Buffer.from('JBSWY3DPEHPK3PXP'), 'user/1')
  expect(unseal(key, sealed, 'user/1').toString()).toBe('JBSWY3DPEHPK3PXP')
  expect(seal(key, Buffer.from('JBSWY3DPEHPK3PXP'), 'user/1').equals(sealed)).toBe(false)
  expect(sealed.includes('JBSWY')).toBe(false)
})

test('refuses another key, another context and every flipped byte', () => {
  const sealed = seal(key, Buffer.from('x'), 'user/1')
  expect(() => unseal(randomBytes(32), sealed, 'user/1')).toThrow()
  expect(() => unseal(key, sealed, 'user/2')).toThrow()
  for (let at = 0; at < sealed.length; at++) {
    const broken = Buffer.from(sealed)
    broken.writeUInt8(broken.readUInt8(at) ^ 1, at)
    expect(() => unseal(key, broken, 'user/1')).toThrow()
  }
  expect(() => unseal(key, sealed.subarray(0, 20), 'user/1')).toThrow()
})

test('an opened value has memory of its own: one that is kept keeps nothing else', () => {
  const plain = unseal(key, seal(key, Buffer.from('JBSWY3DPEHPK3PXP'), 'user/1'), 'user/1')
  expect(plain.buffer.byteLength).toBe(16)
})
