import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { userId } from '../../kernel/ids.ts'
import { accept } from '../../kernel/refusal.ts'
import { fold } from '../../testing/fold.ts'
import { addMember } from './commands/addMember.ts'
import { changeMember } from './commands/changeMember.ts'
import { removeMember } from './commands/removeMember.ts'
import { type MembersState, membersFacet } from './state.ts'

const ann = userId('ann')
const added = (userId: string, ...roles: readonly string[]): EventBody => ({
  type: 'instance.member.added',
  payload: { userId, roles },
})
const instance: EventBody = { type: 'instance.added', payload: { name: 'one' } }
const assignable = ['IAM_OWNER', 'IAM_OWNER_VIEWER']
const none = membersFacet.initial
const given = (...events: readonly EventBody[]): MembersState => fold(membersFacet, [instance, ...events])

describe('adding a member', () => {
  const input = {
    level: 'instance',
    userId: ann,
    userExists: true,
    roles: ['IAM_OWNER'],
    assignable,
  } as const

  test('takes each role once', () => {
    expect(addMember(given(), { ...input, roles: ['IAM_OWNER', 'IAM_OWNER'] })).toEqual([
      added('ann', 'IAM_OWNER'),
    ])
  })

  test.each([
    ['a role of another level', given(), { roles: ['ORG_OWNER'] }, 'memberships.unknown_role'],
    ['no role', given(), { roles: [] }, 'memberships.no_role'],
    ['an aggregate that does not exist', none, {}, 'memberships.aggregate_missing'],
    ['a user who does not exist', given(), { userExists: false }, 'memberships.user_missing'],
    ['a member', given(added('ann', 'IAM_OWNER_VIEWER')), {}, 'memberships.exists'],
  ])('refuses %s', (_, state, change, code) => {
    expect(addMember(state, { ...input, ...change })).toMatchObject({ code })
  })

  test('a user id may be a name that every object has', () => {
    expect(addMember(given(), { ...input, userId: userId('constructor') })).toHaveLength(1)
    const state = given(added('__proto__', 'IAM_OWNER'))
    expect(addMember(state, { ...input, userId: userId('__proto__') })).toMatchObject({
      code: 'memberships.exists',
    })
  })
})

describe('changing a member', () => {
  const input = { level: 'instance', userId: ann, roles: ['IAM_OWNER_VIEWER'], assignable } as const
  const two = given(added('ann', 'IAM_OWNER'), added('bob', 'IAM_OWNER'))

  test('replaces the roles', () => {
    expect(changeMember(two, input)).toEqual([
      { type: 'instance.member.changed', payload: { userId: 'ann', roles: ['IAM_OWNER_VIEWER'] } },
    ])
  })

  test('to the same roles in another order changes nothing', () => {
    const state = given(added('ann', 'IAM_OWNER', 'IAM_OWNER_VIEWER'))
    expect(changeMember(state, { ...input, roles: ['IAM_OWNER_VIEWER', 'IAM_OWNER'] })).toEqual([])
  })

  test.each([
    ['a user who is not a member', two, { userId: userId('cid') }, 'memberships.not_found'],
    ['an unknown role', two, { roles: ['PROJECT_OWNER'] }, 'memberships.unknown_role'],
  ])('refuses %s', (_, state, change, code) => {
    expect(changeMember(state, { ...input, ...change })).toMatchObject({ code })
  })
})

describe('removing a member', () => {
  const input = { level: 'instance', userId: ann } as const

  test('ends the membership and removes its row', () => {
    const owners = [added('ann', 'IAM_OWNER'), added('bob', 'IAM_OWNER')]
    const events = accept(removeMember(given(...owners), input))
    expect(events).toEqual([{ type: 'instance.member.removed', payload: { userId: 'ann' } }])
    const origin = { instanceId: 'i', type: 'instance', id: 'i', owner: 'i', createdAt: '' }
    expect(membersFacet.rows?.(given(...owners, ...events), origin)['memberships']).toMatchObject([
      { user_id: 'bob', roles: ['IAM_OWNER'] },
    ])
  })

  test('does nothing if the user is not one', () => {
    expect(removeMember(given(), input)).toEqual([])
  })
})

test('a removed organization has no members', () => {
  const state = fold(membersFacet, [
    { type: 'org.added', payload: { name: 'a' } },
    { type: 'org.member.added', payload: { userId: 'ann', roles: ['ORG_OWNER'] } },
    { type: 'org.removed', payload: {} },
  ])
  expect(state).toEqual({ kind: 'none' })
})
