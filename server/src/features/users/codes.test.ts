import { expect, test } from 'vitest'
import type { EventBody, Facet, Recorded } from '../../kernel/facet.ts'
import type { Json } from '../../kernel/json.ts'
import { initializationFacet } from './initializationState.ts'
import { inviteFacet } from './inviteState.ts'

const expiresAt = '2026-11-21T13:00:00.000Z'
const within = '2026-11-21T12:00:00.000Z'
const after = '2026-11-21T13:00:00.000Z'

function fold<State extends Json>(
  facet: Facet<State>,
  events: readonly EventBody[],
  createdAt = within,
): State {
  const recorded = events.map(
    (event, at): Recorded => ({ ...event, sequence: at + 1, createdAt, creator: 'test' }),
  )
  return recorded.reduce((state, event) => facet.evolve(state, event), facet.initial)
}
const secretsOf = <State extends Json>(
  facet: Facet<State>,
  events: readonly EventBody[],
  createdAt?: string,
) => facet.secrets?.(fold(facet, events, createdAt))

const invited = {
  type: 'user.human.invite.code.added',
  payload: { secretId: 'i', expiresAt, returned: false },
}
const inviteFailed = { type: 'user.human.invite.check.failed', payload: {} }
const started = {
  type: 'user.human.initialization.code.added',
  payload: { secretId: 'c', expiresAt, returned: false },
}

test('an invite code dies with the third wrong try, or at the first after its time', () => {
  expect(secretsOf(inviteFacet, [invited, inviteFailed, inviteFailed])).toEqual(['i'])
  expect(secretsOf(inviteFacet, [invited, inviteFailed, inviteFailed, inviteFailed])).toEqual([])
  expect(secretsOf(inviteFacet, [invited, inviteFailed], after)).toEqual([])
})

test('the next invitation remembers link and application of the last', () => {
  const payload = { ...invited.payload, urlTemplate: 'u', applicationName: 'a' }
  const used = { type: 'user.human.invite.check.succeeded', payload: {} }
  const state = fold(inviteFacet, [{ ...invited, payload }, used])
  expect(state).toEqual({ code: null, urlTemplate: 'u', applicationName: 'a' })
})

test.each([
  ['used', { type: 'user.human.initialization.check.succeeded', payload: {} }],
  ['removed with its person', { type: 'user.removed', payload: {} }],
])('an initialization code keeps no secret once it is %s', (_, event) => {
  expect(secretsOf(initializationFacet, [started])).toEqual(['c'])
  expect(secretsOf(initializationFacet, [started, event])).toEqual([])
})
