import { expect, test } from 'vitest'
import { withProjectLevel } from '../../authorizations/index.ts'
import type { AuthorizationRequest } from '../events.ts'
import { meetAssurance, meetIdentity } from './meetDemands.ts'

const addedAt = '2026-01-01T00:00:00.000Z'
const earlier = (seconds: number) => new Date(Date.parse(addedAt) - seconds * 1000).toISOString()
const request = (more: Partial<AuthorizationRequest>) => more as AuthorizationRequest
const proved = { userId: 'u', userOrgId: 'o', level: 1, provedAt: earlier(10) } as const

test('a level is met by itself and by higher ones', () => {
  for (const level of [0, 1, 2, 3] as const) {
    for (const demandedLevel of [1, 2, 3]) {
      const refusal = meetAssurance(request({ demandedLevel }), addedAt, { ...proved, level })
      expect(refusal?.code).toBe(level >= demandedLevel ? undefined : 'auth_request.acr_unmet')
    }
  }
  expect(meetAssurance(request({}), addedAt, { ...proved, level: 0, provedAt: null })).toBeUndefined()
})

test('max_age counts from the arrival of the request back, so that a slow login is not punished', () => {
  const age = (maxAge: number, provedAt: string | null) =>
    meetAssurance(request({ maxAge }), addedAt, { ...proved, provedAt })?.code
  expect(age(10, earlier(10))).toBeUndefined()
  expect(age(9, earlier(10))).toBe('auth_request.auth_too_old')
  expect(age(0, addedAt)).toBeUndefined()
  expect(age(0, earlier(-3000))).toBeUndefined()
  expect(age(0, earlier(0.001))).toBe('auth_request.auth_too_old')
  expect(age(999_999, null)).toBe('auth_request.auth_too_old')
})

test('the words say which level is missing', () => {
  const refusal = meetAssurance(request({ demandedLevel: 2 }), addedAt, proved)
  expect(refusal?.message).toMatch(/demands urn:sallyport:aal:2 .* has urn:sallyport:aal:1/)
})

test('the higher one of the levels of request and project counts', () => {
  expect(withProjectLevel(request({}), null).demandedLevel).toBeUndefined()
  expect(withProjectLevel(request({}), 'urn:sallyport:aal:2').demandedLevel).toBe(2)
  expect(withProjectLevel(request({ demandedLevel: 3 }), 'urn:sallyport:aal:2').demandedLevel).toBe(3)
})

test('organization and user must be those that the request names', () => {
  expect(meetIdentity(request({ organization: 'o', demandedUserId: 'u' }), proved)).toBeUndefined()
  expect(meetIdentity(request({ organization: 'x' }), proved)?.code).toBe('auth_request.other_organization')
  expect(meetIdentity(request({ demandedUserId: 'x' }), proved)?.code).toBe('auth_request.other_user')
  expect(meetIdentity(request({ hintUserId: 'u', demandedUserIds: ['x', 'u'] }), proved)).toBeUndefined()
  expect(meetIdentity(request({ demandedUserIds: ['x', 'y'] }), proved)?.code).toBe('auth_request.other_user')
  expect(meetIdentity(request({ hintUserId: 'x' }), proved)?.code).toBe('auth_request.other_user')
  const apart = request({ hintUserId: 'u', demandedUserId: 'x' })
  expect(meetIdentity(apart, proved)?.code).toBe('auth_request.other_user')
})
