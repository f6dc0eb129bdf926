import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../kernel/crypto/sha256.ts'
import { canonicalJson, type JsonObject } from '../kernel/json.ts'
import { chainHash } from './chain.ts'

const text = fc.string({ unit: 'grapheme' }).filter((some) => !some.includes('\0'))
const payload = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text)), {
  noNullPrototype: true,
})

test('an event is hashed as canonical JSON after the previous hash', () => {
  const events = fc.record({
    createdAt: text,
    creator: text,
    payload,
    revision: fc.integer({ min: 1 }),
    sequence: fc.nat(),
    type: text,
  })
  const streams = fc.record({ instanceId: text, type: text, id: text, owner: text })
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef') }),
      streams,
      events,
      (previous, stream, event) => {
        const { instanceId: instance, owner, id, type } = stream
        const said = canonicalJson({ ...event, instance, owner, stream: { id, type } } as JsonObject)
        expect(chainHash(previous, stream, event as never, event.revision)).toBe(
          sha256(Buffer.from(previous + said)).toString('hex'),
        )
      },
    ),
  )
})

test.each([
  ['NUL', '\0'],
  ['half of a surrogate pair', '\ud800'],
])('%s cannot be stored and is refused', (_, unstorable) => {
  const stream = { instanceId: 'i', type: 't', id: 's', owner: 'o' }
  const event = { type: 'e', payload: { text: unstorable }, sequence: 1, createdAt: '', creator: '' }
  expect(() => chainHash('', stream, event, 1)).toThrow('character that cannot be stored')
})

test('text that looks like an escape may be stored', () => {
  const stream = { instanceId: 'i', type: 't', id: 's', owner: 'o' }
  const event = { type: 'e', payload: { text: '\\u0000' }, sequence: 1, createdAt: '', creator: '' }
  expect(chainHash('', stream, event, 1)).toHaveLength(64)
})
