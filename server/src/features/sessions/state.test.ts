import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factorFields, factorKind } from '../../access/factorKinds.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { fold as foldEvents } from '../../testing/fold.ts'
import { type SessionState, sessionFacet } from './state.ts'

const id = fc.constantFrom('a', 'b', 'c')
const otp = fc.record({
  secretId: id,
  expiresAt: fc.constant('2026-11-21T10:00:00.000Z'),
  returned: fc.boolean(),
})
const none = fc.constant({})
const event: fc.Arbitrary<EventBody> = fc.oneof(
  fc.record({ type: fc.constant('session.added' as const), payload: none }),
  fc.record({ type: fc.constant('session.terminated' as const), payload: none }),
  fc.record({
    type: fc.constant('session.user.checked' as const),
    payload: fc.record({ userId: id, userOrgId: id }),
  }),
  fc.record({
    type: fc.constantFrom(
      'session.password.checked' as const,
      'session.intent.checked' as const,
      'session.totp.checked' as const,
      'session.otp.sms.checked' as const,
      'session.otp.email.checked' as const,
    ),
    payload: none,
  }),
  fc.record({
    type: fc.constantFrom('session.otp.sms.challenged' as const, 'session.otp.email.challenged' as const),
    payload: otp,
  }),
  fc.record({ type: fc.constant('session.token.set' as const), payload: fc.record({ tokenId: id }) }),
  fc.record({
    type: fc.constant('session.factor.removed' as const),
    payload: fc.record({ factor: fc.constantFrom(...factorFields), cause: id }),
  }),
)
const info = {
  instanceId: 'i1',
  type: 'session',
  id: 's1',
  owner: 'i1',
  sequence: 9,
  createdAt: '2026-11-21T09:00:00.000Z',
  changedAt: '2026-11-21T10:00:00.000Z',
}

const schemas = new Map(sessionFacet.events.map(({ type, payload }) => [type, payload]))

function fold(events: readonly EventBody[]): SessionState {
  return foldEvents(sessionFacet, events)
}

test('every history folds to a state that renders; an ended session leaves no row and no secret', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      for (const { type, payload } of events) schemas.get(type)?.parse(payload)
      const state = fold(events)
      const rows = sessionFacet.rows?.(state, info) ?? {}
      expect(rows['sessions'] ?? []).toHaveLength(state.kind === 'live' ? 1 : 0)
      const kinds = (rows['session_proofs'] ?? []).map(({ kind }) => kind)
      expect(new Set(kinds).size).toBe(kinds.length)
      if (state.kind === 'live' && state.user)
        expect(kinds).toEqual(expect.arrayContaining(state.proofs.map(({ kind }) => kind)))
      if (state.kind !== 'live') expect(sessionFacet.secrets?.(state)).toEqual([])
      expect(JSON.parse(JSON.stringify(state))).toEqual(state)
    }),
  )
})

test('after a factor is removed neither its proof nor an open challenge to it is left', () => {
  fc.assert(
    fc.property(fc.array(event), fc.constantFrom(...factorFields), (events, factor) => {
      const removed: EventBody = { type: 'session.factor.removed', payload: { factor, cause: 'x' } }
      const state = fold([{ type: 'session.added', payload: {} }, ...events, removed])
      if (state.kind !== 'live') return
      expect(state.proofs.map(({ kind }) => factorKind(kind).field)).not.toContain(factor)
      expect(state.challenges).not.toHaveProperty(factor)
    }),
  )
})
