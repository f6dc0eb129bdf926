import { expect, test } from 'vitest'
import type { EventBody, Facet } from '../../kernel/facet.ts'
import type { Json } from '../../kernel/json.ts'
import { fold } from '../../testing/fold.ts'
import { initializationFacet } from './codeState.ts'
import {
  emailChanged,
  initializationCodeAdded,
  initializationSucceeded,
  inviteCodeAdded,
  inviteFailed,
  inviteSucceeded,
  userRemoved,
} from './events.ts'
import { inviteFacet } from './inviteState.ts'

const secretsOf = <State extends Json>(facet: Facet<State>, events: readonly EventBody[]) =>
  facet.secrets?.(fold(facet, events))
const later = { secretId: 's', expiresAt: '2026-11-21T13:00:00.000Z', returned: false }
const invited = inviteCodeAdded(later)

test('an invite code is void after the third wrong try, or the first one after it expired', () => {
  expect(secretsOf(inviteFacet, [invited, inviteFailed(), inviteFailed()])).toEqual(['s'])
  expect(secretsOf(inviteFacet, [invited, inviteFailed(), inviteFailed(), inviteFailed()])).toEqual([])
  const expired = inviteCodeAdded({ ...later, expiresAt: '2026-11-21T00:00:01.000Z' })
  expect(secretsOf(inviteFacet, [expired, inviteFailed()])).toEqual([])
})

test('an invitation keeps the link and application of the last one', () => {
  const last = inviteCodeAdded({ ...later, urlTemplate: 'u', applicationName: 'a' })
  const state = fold(inviteFacet, [last, inviteSucceeded()])
  expect(state).toEqual({ code: null, urlTemplate: 'u', applicationName: 'a' })
})

test.each([
  ['used', initializationSucceeded()],
  ['for an address that changes', emailChanged({ email: 'a@b.example' })],
  ['removed with its person', userRemoved()],
])('an initialization code keeps no secret once it is %s', (_, event) => {
  const started = initializationCodeAdded(later)
  expect(secretsOf(initializationFacet, [started])).toEqual(['s'])
  expect(secretsOf(initializationFacet, [started, event])).toEqual([])
})
