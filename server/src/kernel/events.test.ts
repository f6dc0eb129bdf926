import { describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, type EventOf } from './events.ts'
import type { Recorded } from './facet.ts'

const lampAdded = defineEvent(
  'lamp.added',
  z.strictObject({ name: z.string(), watts: z.number().optional() }),
)
const lampLit = defineEvent('lamp.lit', z.strictObject({}))
const lampDimmed = defineEvent('lamp.dimmed', z.strictObject({ to: z.number().optional() }))

describe('an event definition', () => {
  test('builds the events of its type', () => {
    expect(lampAdded({ name: 'desk' })).toEqual({ type: 'lamp.added', payload: { name: 'desk' } })
    expect(lampLit()).toEqual({ type: 'lamp.lit', payload: {} })
    expect(lampDimmed()).toEqual({ type: 'lamp.dimmed', payload: {} })
    expect(lampDimmed({ to: 3 }).payload).toEqual({ to: 3 })
    expect(lampAdded.type).toBe('lamp.added')
    expect(lampAdded.revision).toBe(1)
  })

  test('requires a payload that has members', () => {
    // @ts-expect-error: a lamp has a name
    lampAdded()
    // @ts-expect-error: nothing is known of a lit lamp
    lampLit({ to: 3 })
  })

  test('narrows the union of its events by type', () => {
    const definitions = { lampAdded, others: [lampLit, lampDimmed] } as const
    type LampEvent = EventOf<typeof definitions>
    expectTypeOf<LampEvent['type']>().toEqualTypeOf<'lamp.added' | 'lamp.lit' | 'lamp.dimmed'>()
    expectTypeOf<EventOf<typeof lampAdded | typeof lampLit>['type']>().toEqualTypeOf<
      'lamp.added' | 'lamp.lit'
    >()
    const nameOf = (event: Recorded<LampEvent>): string => {
      switch (event.type) {
        case lampAdded.type:
          return event.payload.name
        case lampDimmed.type:
          return String(event.payload.to)
        case lampLit.type:
          return ''
      }
    }
    expect(nameOf({ ...lampAdded({ name: 'desk' }), sequence: 1, createdAt: '', creator: '' })).toBe('desk')
  })

  test('needs an upcast from each older revision', () => {
    const renamed = (payload: object) => ({ ...payload, watts: 0 })
    const options = { revision: 2, upcasts: [renamed] }
    expect(defineEvent('lamp.added', lampAdded.payload, options).revision).toBe(2)
    expect(() => defineEvent('lamp.added', lampAdded.payload, { revision: 2 })).toThrow(/1 upcasts, not 0/)
  })
})
