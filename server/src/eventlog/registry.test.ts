import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, type EventOf } from '../kernel/events.ts'
import type { Facet } from '../kernel/facet.ts'
import { buildRegistry } from './registry.ts'
import { emptySnapshot, evolveSnapshot } from './snapshot.ts'
import type { Reaction } from './types.ts'

const lampAdded = defineEvent('lamp.added', z.strictObject({ name: z.string() }))
const lampLit = defineEvent('lamp.lit', z.strictObject({}))
const lampBroken = defineEvent('lamp.broken', z.strictObject({}))

const lamp: Facet<string, EventOf<typeof lampAdded>> = {
  name: 'lamp',
  streams: ['lamp'],
  events: [lampAdded],
  initial: '',
  evolve: (_, event) => event.payload.name,
}
const light: Facet<string[], EventOf<typeof lampLit | typeof lampAdded>> = {
  name: 'light',
  streams: ['lamp'],
  events: [lampLit],
  hears: [lampAdded],
  initial: [],
  evolve: (state, event) => [...state, event.type],
}

const registryOf = (facets: readonly Facet[], reactions: readonly Reaction[] = []) =>
  buildRegistry({ facets, reactions, tables: [], constraints: {} })

describe('the registry', () => {
  test('gives a facet the events that it owns or hears, and no others', () => {
    const registry = registryOf([lamp, light])
    const entries = registry.entries('lamp')
    const events = [lampAdded({ name: 'desk' }), lampLit()]
    const after = events.reduce(
      (before, event, at) =>
        evolveSnapshot(before, entries, { ...event, sequence: at + 1, createdAt: '', creator: '' }, 'o', ''),
      emptySnapshot({ instanceId: 'i', type: 'lamp', id: '1' }, entries),
    )
    expect(after.states).toEqual(['desk', ['lamp.added', 'lamp.lit']])
  })

  test('refuses a facet or a reaction that hears an event without an owner', () => {
    expect(() => registryOf([light])).toThrow('facet light hears lamp.added, which no facet owns')
    const reaction: Reaction = { on: [lampBroken], react: async () => undefined }
    expect(() => registryOf([lamp, light], [reaction])).toThrow('a reaction hears lamp.broken')
  })

  test('refuses a second definition of an event', () => {
    const again = defineEvent('lamp.added', z.strictObject({}))
    expect(() => registryOf([lamp, { ...light, hears: [again] }])).toThrow(/not its owner's/)
    expect(() => registryOf([lamp, { ...light, events: [again], hears: [] }])).toThrow(/belongs to both/)
  })

  test('checks payloads against the definition', () => {
    const registry = registryOf([lamp])
    registry.check('lamp', 'lamp.added', { name: 'desk' })
    expect(() => registry.check('lamp', 'lamp.added', {})).toThrow(/does not match its schema/)
  })
})
