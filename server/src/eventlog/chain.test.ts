import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256 } from '../kernel/crypto/hmacSha256.ts'
import { sha256 } from '../kernel/crypto/sha256.ts'
import { canonicalJson, type JsonObject } from '../kernel/json.ts'
import { openEventChain } from './chain.ts'

const text = fc.string({ unit: 'grapheme' }).filter((some) => !some.includes('\0'))
const payload = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text)), {
  noNullPrototype: true,
})

const key = Buffer.alloc(32, 1)
const chain = openEventChain({ events: hmacSha256(key) })

test('an event is authenticated as canonical JSON after the previous hash', () => {
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
        const hashed = { stream, event: event as never, revision: event.revision }
        const unkeyed = sha256(Buffer.from(previous + said)).toString('hex')
        const keyed = createHmac('sha256', key)
          .update(Buffer.from(previous + said))
          .digest('hex')
        expect(chain.next(previous, hashed)).toBe(keyed)
        expect(chain.check(keyed, previous, hashed)).toBe('keyed')
        expect(chain.check(unkeyed, previous, hashed)).toBe('unkeyed')
        expect(chain.check(keyed, `${previous}0`, hashed)).toBe('broken')
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
  expect(() => chain.next('', { stream, event, revision: 1 })).toThrow('character that cannot be stored')
})

test('text that looks like an escape may be stored', () => {
  const stream = { instanceId: 'i', type: 't', id: 's', owner: 'o' }
  const event = { type: 'e', payload: { text: '\\u0000' }, sequence: 1, createdAt: '', creator: '' }
  expect(chain.next('', { stream, event, revision: 1 })).toHaveLength(64)
})
