import { expect, test } from 'vitest'
import type { Call } from '../../../access/call.ts'
import { userId } from '../../../kernel/ids.ts'
import type { UserRow } from '../queries.ts'
import { userReplyV2, userV2 } from './encode.ts'

const row = (part: Partial<UserRow> = {}): UserRow => ({
  user_id: userId('7'),
  org_id: '1' as UserRow['org_id'],
  kind: 'human',
  status: 'active',
  locked_until: null,
  username: 'ada',
  scope: '',
  given_name: 'Ada',
  family_name: 'Lovelace',
  nick_name: '',
  display_name: 'Ada Lovelace',
  preferred_language: 'en',
  gender: 'female',
  email: 'ada@example.com',
  email_verified: true,
  phone: '',
  phone_verified: false,
  password_changed_at: null,
  password_change_required: false,
  avatar_key: 'picture',
  description: '',
  access_token_type: 'bearer',
  has_secret: false,
  created_at: '2026-01-01T00:00:00Z',
  changed: { at: '2026-01-02T00:00:00Z', sequence: 3 },
  skipped_at: null,
  domains: null,
  ...part,
})

function at(url: string, now = '2026-06-01T12:00:00Z'): Pick<Call, 'now' | 'origin'> {
  return { now: new Date(now), origin: { url, domain: 'example.com', secure: true } }
}

test('a row is encoded once for each origin in turn, and the shared message cannot be changed', () => {
  const ada = row()
  const first = userV2(ada, at('https://a.example.com'))
  expect(userV2(ada, at('https://a.example.com', '2027-01-01T00:00:00Z'))).toBe(first)
  expect(() => Object.assign(first, { username: 'eve' })).toThrow(TypeError)
  const other = userV2(ada, at('https://b.example.com'))
  expect(JSON.stringify(other.type)).toContain('https://b.example.com/')
  expect(JSON.stringify(first.type)).toContain('https://a.example.com/')
  expect(userV2(row(), at('https://a.example.com'))).not.toBe(first)
})

test('a reply has the details of its user', () => {
  const ada = row()
  const { details, user } = userReplyV2(ada, at('https://a.example.com'))
  expect(details).toEqual(user?.details)
  expect(details?.sequence).toBe(3n)
  expect(userReplyV2(ada, at('https://a.example.com'))).toBe(userReplyV2(ada, at('https://a.example.com')))
})

test('a lock that ends by itself ends in the replies of the same row, too', () => {
  const locked = row({ status: 'locked', locked_until: '2026-06-01T12:00:00Z' })
  const before = userV2(locked, at('https://a.example.com', '2026-06-01T11:59:59Z'))
  const after = userV2(locked, at('https://a.example.com', '2026-06-01T12:00:00Z'))
  expect([before.state, after.state]).toEqual([4, 1])
})
