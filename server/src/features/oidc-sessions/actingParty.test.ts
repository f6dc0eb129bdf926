import { expect, test } from 'vitest'
import type { Membership } from '../../access/principal.ts'
import { type ActingParty, mayStillAct } from './actingParty.ts'

const party = (userId: string, orgId: string, ...memberships: readonly Membership[]): ActingParty => ({
  userId,
  orgId,
  memberships,
})
const role = (aggregateId: string, ...roles: readonly string[]): Membership => ({
  scope: 'org',
  aggregateId,
  roles,
})
const may = (allowed: boolean, ...parties: readonly ActingParty[]) =>
  mayStillAct({ instanceId: 'i', allowed, parties })

const person = party('person', 'one')
const manager = party('manager', 'one', role('one', 'ORG_OWNER'))
const actor = party('actor', 'one', role('one', 'ORG_END_USER_IMPERSONATOR'))
const senior = party('senior', 'one', role('one', 'ORG_ADMIN_IMPERSONATOR'))
const stranger = party('stranger', 'two', role('two', 'ORG_ADMIN_IMPERSONATOR'))

test.each([
  ['by the permission in the organization of the user', true, [person, actor], true],
  ['not if the instance does not allow it', false, [person, actor], false],
  ['not without a role', true, [person, party('actor', 'one')], false],
  ['not by a role elsewhere', true, [person, stranger], false],
  ['not for administrators by that for users', true, [manager, actor], false],
  ['for administrators by that for them', true, [manager, senior], true],
  ['not once the actor is gone', true, [person, party('actor', '')], false],
] as const)('an actor acts %s', (_, allowed, parties, expected) => {
  expect(may(allowed, ...parties)).toBe(expected)
})

test('one behind another acts for the user, or for a party between them', () => {
  const between = party('between', 'two', role('one', 'ORG_END_USER_IMPERSONATOR'))
  expect(may(true, person, actor, senior)).toBe(true)
  expect(may(true, person, between, stranger)).toBe(true)
  expect(may(true, person, actor, stranger)).toBe(false)
  expect(may(true, person, between, party('stranger', 'two'))).toBe(false)
  expect(may(true, person, party('between', 'two'), stranger)).toBe(false)
})
