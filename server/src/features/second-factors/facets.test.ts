import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Facet } from '../../kernel/facet.ts'
import type { Json, JsonObject } from '../../kernel/json.ts'
import { fold as foldEvents, userStream } from '../../testing/fold.ts'
import { mfaInitFacet } from '../assurance/mfaInitState.ts'
import { codesFacets } from '../one-time-codes/state.ts'
import { totpFacet } from '../totp/state.ts'

type Given = readonly [type: string, payload?: JsonObject]

function fold<State extends Json>(facet: Facet<State>, given: readonly Given[], from?: State): State {
  const events = given.map(([type, payload = {}]) => ({ type, payload }))
  return foldEvents(facet, events, from)
}

const totp = 'user.human.mfa.otp'
const added: Given = [`${totp}.added`, { secretId: 's1' }]
const verified: Given = [`${totp}.verified`, { step: 7 }]

const anyEvent = fc.constantFrom<Given>(
  added,
  [`${totp}.added`, { secretId: 's2' }],
  verified,
  [`${totp}.verified`, {}],
  [`${totp}.removed`],
  [`${totp}.check.succeeded`, { step: 8 }],
  [`${totp}.check.failed`],
  ...(['sms', 'email'] as const).flatMap((kind): Given[] => [
    [`${totp}.${kind}.added`],
    [`${totp}.${kind}.removed`],
    [`${totp}.${kind}.check.succeeded`],
    [`${totp}.${kind}.check.failed`],
  ]),
  ['user.human.phone.verified'],
  ['user.human.phone.removed'],
  ['user.human.email.verified'],
  ['user.human.mfa.init.skipped'],
  ['user.locked', { automatic: true, until: null }],
  ['user.unlocked'],
  ['user.something.else'],
)

test('any history folds, one ready row at most per factor, and nothing is left of a removed user', () => {
  const facets = [totpFacet, codesFacets.sms, codesFacets.email, mfaInitFacet] as readonly Facet<Json>[]
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (history) => {
      for (const facet of facets) {
        const state = fold(facet, history)
        expect(facet.rows?.(state, userStream)['user_factors']?.length ?? 0).toBeLessThanOrEqual(1)
        const removed = fold(facet, [['user.removed']], state)
        expect(removed).toEqual(facet.initial)
        expect(facet.secrets?.(removed) ?? []).toEqual([])
        expect(facet.rows?.(removed, userStream)).toEqual({})
      }
    }),
  )
})
