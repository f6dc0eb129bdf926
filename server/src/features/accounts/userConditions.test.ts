import { expect, test } from 'vitest'
import { SearchConditions } from '../../database/search.ts'
import { statesV1, statesV2 } from './rpc/encode.ts'
import { type UserQuery, userConditions } from './userConditions.ts'

const now = new Date('2026-11-21T12:00:00.000Z')

function build(queries: readonly UserQuery[], states = statesV2) {
  const search = new SearchConditions('u.instance_id = $1', ['i1'])
  const condition = userConditions({ search, now, states, scopedUsernames: true }, queries)
  return { ...condition, values: search.values.slice(1) }
}

const email = (emailAddress: string, method: number): UserQuery => ({
  query: { case: 'emailQuery', value: { emailAddress, method } },
})
const state = (number: number): UserQuery => ({ query: { case: 'stateQuery', value: { state: number } } })
const not = (query?: UserQuery): UserQuery => ({ query: { case: 'notQuery', value: { query } } })
const refused = (code: string) => expect.objectContaining({ refusal: expect.objectContaining({ code }) })

test('no query matches everything and is counted by instance', () => {
  expect(build([])).toEqual({ sql: 'true', counts: 'instance_user_counts', values: [] })
})

test('texts are parameters in which wildcards mean themselves', () => {
  const { sql, values, counts } = build([email('50%_\\', 5)])
  expect(sql).toBe('(u.email_folded like $2::text)')
  expect(values).toEqual(['%50\\%\\_\\\\%'])
  expect(counts).toBeUndefined()
})

test('a case-sensitive method queries the folded column too, for its index', () => {
  const { sql, values } = build([email('Ada@x.example', 0)])
  expect(sql).toBe('((u.email_folded = $2::text and u.email = $3::text))')
  expect(values).toEqual(['ada@x.example', 'Ada@x.example'])
  expect(build([email('Ada', 2)]).values).toEqual(['ada', 'adb', 'Ada%'])
  expect(build([email('Ada', 6)]).values).toEqual(['%ada', '%Ada'])
})

test('a whole name or address finds few users by its index, unless it may also be left out', () => {
  const isFoundByKey = (queries: readonly UserQuery[], scopedUsernames = false) => {
    const search = new SearchConditions('u.instance_id = $1', ['i1'])
    userConditions({ search, now, states: statesV2, scopedUsernames }, queries)
    return search.foundByKey
  }
  const loginName: UserQuery = { query: { case: 'loginNameQuery', value: { loginName: 'ada', method: 1 } } }
  const either: UserQuery = { query: { case: 'orQuery', value: { queries: [email('a', 0), state(1)] } } }
  const key: UserQuery = { query: { case: 'metadataKeyFilter', value: { key: 'k', method: 0 } } }
  expect([email('a', 0), email('a', 1), loginName].map((query) => isFoundByKey([query]))).toEqual([
    true,
    true,
    true,
  ])
  expect(isFoundByKey([state(1), email('a', 0)])).toBe(true)
  // Many users have no address, and the alternatives of scoped names have no common index.
  for (const query of [email('', 0), email('a', 2), either, not(email('a', 0)), state(1)]) {
    expect(isFoundByKey([query])).toBe(false)
  }
  expect(isFoundByKey([loginName], true)).toBe(false)
  expect(isFoundByKey([email('a', 0), key])).toBe(false)
})

test('a beginning is the range of the texts that have it, in the order of code points', () => {
  const range = '((u.email_folded >= $2::text and u.email_folded < $3::text))'
  expect(build([email('ada', 3)])).toEqual({ sql: range, counts: undefined, values: ['ada', 'adb'] })
  expect(build([email('50%', 3)]).values).toEqual(['50%', '50&'])
  expect(build([email('\ud7ff', 3)]).values).toEqual(['\ud7ff', '\ue000'])
  expect(build([email('a\u{10ffff}', 3)]).values).toEqual(['a\u{10ffff}', 'b'])
  expect(build([email('\u{10ffff}', 3)]).sql).toBe('(u.email_folded >= $2::text)')
})

test('and, or and not of kind and state are counted by instance, with an organization by organization', () => {
  const machine: UserQuery = { query: { case: 'typeQuery', value: { type: 2 } } }
  const org: UserQuery = { query: { case: 'organizationIdQuery', value: { organizationId: 'o1' } } }
  const either: UserQuery = { query: { case: 'orQuery', value: { queries: [machine, not(state(1))] } } }
  expect(build([either]).counts).toBe('instance_user_counts')
  expect(build([either, org]).counts).toBe('user_counts')
  expect(build([either, not(org)]).counts).toBe('user_counts')
  expect(build([either, org, email('a', 0)]).counts).toBeUndefined()
})

test('states have the numbers of their generation; unused numbers match nobody', () => {
  expect(build([state(5)]).sql).toContain('u.status_rank = 5')
  expect(build([state(6)]).sql).toBe('(false)')
  expect(build([state(6)], statesV1).sql).toContain('u.status_rank = 5')
  expect(build([state(3)]).sql).toBe('(false)')
})

test('twenty levels are allowed, twenty-one are refused', () => {
  const nested = (levels: number) =>
    Array.from({ length: levels }).reduce<UserQuery>((inner) => not(inner), state(1))
  expect(build([nested(20)]).counts).toBe('instance_user_counts')
  expect(() => build([nested(21)])).toThrow(refused('user.query_too_deep'))
})

test('empty queries and unknown methods are refused', () => {
  const nothing: UserQuery = { query: { case: undefined } }
  for (const query of [
    nothing,
    not(),
    not(nothing),
    { query: { case: 'orQuery', value: { queries: [] } } } as const,
  ]) {
    expect(() => build([query])).toThrow(refused('search.empty_query'))
  }
  expect(() => build([email('a', 8)])).toThrow(refused('search.unknown_method'))
})

test('a thousand conditions are allowed, one more is refused', () => {
  const many = (length: number) => Array.from({ length }, () => state(1))
  expect(build(many(1000)).counts).toBe('instance_user_counts')
  expect(() => build(many(1001))).toThrow(refused('user.too_many_queries'))
})
