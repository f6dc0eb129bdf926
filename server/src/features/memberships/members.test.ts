import { describe, expect, test } from 'vitest'
import type { EventBody, Recorded } from '../../kernel/facet.ts'
import { addMember } from './commands/addMember.ts'
import { changeMember } from './commands/changeMember.ts'
import { removeMember } from './commands/removeMember.ts'
import { type MembersState, membersFacet } from './state.ts'

const iam = ['IAM_OWNER', 'IAM_OWNER_VIEWER', 'IAM_LOGIN_CLIENT']
const added = (userId: string, roles: readonly string[]): EventBody => ({
  type: 'instance.member.added',
  payload: { userId, roles },
})
const instance: EventBody = { type: 'instance.added', payload: { name: 'one' } }

function given(...events: readonly EventBody[]): MembersState {
  return events.reduce<MembersState>((state, event, at) => {
    const recorded: Recorded = {
      ...event,
      sequence: at + 1,
      createdAt: `2026-01-01T00:00:0${at}.000Z`,
      creator: 'me',
    }
    return membersFacet.evolve(state, recorded)
  }, membersFacet.initial)
}

describe('adding a member', () => {
  const input = {
    level: 'instance',
    userId: 'ann',
    userExists: true,
    roles: ['IAM_OWNER'],
    assignable: iam,
  } as const

  test('takes each role once', () => {
    expect(addMember(given(instance), { ...input, roles: ['IAM_OWNER', 'IAM_OWNER'] })).toEqual([
      added('ann', ['IAM_OWNER']),
    ])
  })

  test.each([
    ['a role of another level', given(instance), { roles: ['ORG_OWNER'] }, 'memberships.unknown_role'],
    ['no role', given(instance), { roles: [] }, 'memberships.no_role'],
    ['no aggregate', given(), {}, 'memberships.aggregate_missing'],
    ['no such user', given(instance), { userExists: false }, 'memberships.user_missing'],
    ['a member', given(instance, added('ann', ['IAM_OWNER_VIEWER'])), {}, 'memberships.exists'],
  ])('refuses %s', (_, state, change, code) => {
    expect(addMember(state, { ...input, ...change })).toMatchObject({ code })
  })

  test('a user id may be a word of the language', () => {
    expect(addMember(given(instance), { ...input, userId: 'constructor' })).toHaveLength(1)
    const state = given(instance, added('__proto__', ['IAM_OWNER']))
    expect(addMember(state, { ...input, userId: '__proto__' })).toMatchObject({ code: 'memberships.exists' })
  })
})

describe('changing a member', () => {
  const input = { level: 'instance', userId: 'ann', roles: ['IAM_OWNER_VIEWER'], assignable: iam } as const
  const two = given(instance, added('ann', ['IAM_OWNER']), added('bob', ['IAM_OWNER']))

  test('replaces the roles', () => {
    expect(changeMember(two, input)).toEqual([
      { type: 'instance.member.changed', payload: { userId: 'ann', roles: ['IAM_OWNER_VIEWER'] } },
    ])
  })

  test('to the same roles changes nothing, in whatever order', () => {
    const state = given(instance, added('ann', ['IAM_OWNER', 'IAM_OWNER_VIEWER']))
    expect(changeMember(state, { ...input, roles: ['IAM_OWNER_VIEWER', 'IAM_OWNER'] })).toEqual([])
  })

  test.each([
    ['an unknown member', two, { userId: 'cid' }, 'memberships.not_found'],
    ['an unknown role', two, { roles: ['PROJECT_OWNER'] }, 'memberships.unknown_role'],
    ['the last owner', given(instance, added('ann', ['IAM_OWNER'])), {}, 'memberships.last_owner'],
  ])('refuses %s', (_, state, change, code) => {
    expect(changeMember(state, { ...input, ...change })).toMatchObject({ code })
  })
})

describe('removing a member', () => {
  const input = { level: 'instance', userId: 'ann' } as const

  test('ends the membership and its row', () => {
    const state = given(instance, added('ann', ['IAM_OWNER']), added('bob', ['IAM_OWNER']))
    const events = removeMember(state, input)
    expect(events).toEqual([{ type: 'instance.member.removed', payload: { userId: 'ann' } }])
    const after = membersFacet.evolve(state, {
      ...(events as readonly EventBody[])[0],
      sequence: 4,
      createdAt: '',
      creator: '',
    } as Recorded)
    const info = {
      instanceId: 'i',
      type: 'instance',
      id: 'i',
      owner: 'i',
      sequence: 4,
      createdAt: '',
      changedAt: '',
    }
    expect(membersFacet.rows?.(after, info)['memberships']).toMatchObject([
      { user_id: 'bob', roles: ['IAM_OWNER'] },
    ])
  })

  test('of nobody does nothing', () => {
    expect(removeMember(given(instance), input)).toEqual([])
  })

  test('refuses the last owner, even when the user itself goes', () => {
    const state = given(instance, added('ann', ['IAM_OWNER']), added('bob', ['IAM_OWNER_VIEWER']))
    expect(removeMember(state, { ...input, cascade: true })).toMatchObject({ code: 'memberships.last_owner' })
  })
})

test('a removed organization has no members left', () => {
  const member = { type: 'org.member.added', payload: { userId: 'ann', roles: ['ORG_OWNER'] } }
  const state = given({ type: 'org.added', payload: { name: 'a' } }, member, {
    type: 'org.removed',
    payload: {},
  })
  expect(state).toEqual({ kind: 'none' })
})
