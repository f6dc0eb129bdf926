import { describe, expect, test } from 'vitest'
import { upcast } from '../eventlog/revisions.ts'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Facet, Recorded } from '../kernel/facet.ts'
import { canonicalJson, type Json, type JsonObject } from '../kernel/json.ts'
import { logSchema } from '../product.ts'
import { goldenMode, readGolden, writeGolden } from './goldenFile.ts'
import { samplePayload } from './samplePayload.ts'

/** Events as they were stored, and the states that the facet made of them. */
type Golden = {
  /** Of the facet. */
  readonly revision: number
  /** Each payload once, by `type@revision`. */
  readonly events: { readonly [event: string]: JsonObject }
  /** By stream type. */
  readonly streams: { readonly [stream: string]: Folded }
}

/** The fold of one stream's events. */
type Folded = {
  /** Each event with a digest of the state, rows and secrets after it; '=' if none of them changed. */
  readonly steps: readonly string[]
  readonly lastState: Json
}

const definitions = new Map(logSchema.facets.flatMap(({ events }) => events).map((one) => [one.type, one]))

/** The types that a facet receives. */
function receivedBy({ events, hears = [] }: Facet): readonly string[] {
  return [...new Set([...hears, ...events].map(({ type }) => type))]
}

/** The type on every stream of the facet where its owner may append it. */
function mayAppear(type: string, stream: string): boolean {
  const owner = logSchema.facets.find(({ events }) => events.some((event) => event.type === type))
  return owner?.streams.includes(stream) === true
}

const ending = /removed|terminated|deactivated|failed$/

/** All events that begin or add something, then all: those that end or remove something find a state that they change. */
function sampleEvents(facet: Facet, stream: string): readonly string[] {
  const types = receivedBy(facet).filter((type) => mayAppear(type, stream))
  const keys = types.map((type) => `${type}@${definitions.get(type)?.revision ?? 1}`)
  return [...keys.filter((key) => !ending.test(typeOf(key))), ...keys]
}

function definitionOf(type: string) {
  const definition = definitions.get(type)
  if (definition === undefined) throw new Error(`no facet owns ${type}`)
  return definition
}

function typeOf(key: string): string {
  return key.slice(0, key.lastIndexOf('@'))
}

function fold(facet: Facet, stream: string, keys: readonly string[], payloads: Golden['events']): Folded {
  let state = facet.initial
  let before = ''
  const received = new Set(receivedBy(facet))
  const steps = keys.map((key, at) => {
    const type = typeOf(key)
    const event: Recorded = {
      type,
      payload: upcast(definitions.get(type), Number(key.slice(type.length + 1)), payloads[key] ?? {}),
      sequence: at + 1,
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, at)).toISOString(),
      creator: 'creator',
    }
    if (received.has(type)) state = facet.evolve(state, event)
    const origin = {
      instanceId: 'i1',
      type: stream,
      id: 's1',
      owner: 'o1',
      createdAt: '2026-01-01T00:00:00.000Z',
    }
    const rendered = [facet.rows?.(state, origin) ?? {}, [...(facet.secrets?.(state) ?? [])]]
    const digest = sha256Hex(canonicalJson([state, ...rendered])).slice(0, 16)
    const step = digest === before ? `${key} =` : `${key} ${digest}`
    before = digest
    return step
  })
  return { steps, lastState: state }
}

describe.each(logSchema.facets.map((facet) => [facet.name, facet] as const))('facet %s', (name, facet) => {
  test('makes the same of the same events, or has a later revision', () => {
    const file = `facets/${name}.json`
    const golden = readGolden<Golden>(file)
    const { revision = 1 } = facet
    const payloads: Record<string, JsonObject> = { ...golden?.events }
    const streams: Record<string, Folded> = {}
    for (const stream of facet.streams) {
      const before = golden?.streams[stream]
      const known = before?.steps.map((step) => step.slice(0, step.indexOf(' '))) ?? []
      if (golden?.revision === revision && before !== undefined) {
        const again = fold(facet, stream, known, payloads)
        expect(again, `raise the revision of ${name}: a state, row or secret differs`).toEqual(before)
      }
      const added = sampleEvents(facet, stream).filter((key) => !known.includes(key))
      if (goldenMode === undefined) expect(added, 'run npm run golden').toEqual([])
      for (const key of added) payloads[key] ??= samplePayload(definitionOf(typeOf(key)).payload)
      streams[stream] = fold(facet, stream, [...known, ...added], payloads)
    }
    if (goldenMode !== undefined) writeGolden(file, { revision, events: payloads, streams })
    else expect(golden?.revision, 'run npm run golden').toBe(revision)
  })
})
