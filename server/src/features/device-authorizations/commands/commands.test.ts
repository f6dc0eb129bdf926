import { expect, test } from 'vitest'
import type { JsonObject } from '../../../kernel/json.ts'
import { fold } from '../../../testing/fold.ts'
import { newUserCode, userCodeMac } from '../codes.ts'
import { UserCodeGuesses } from '../guesses.ts'
import { type DeviceAuthorizationState, deviceAuthorizationFacet } from '../state.ts'
import { approveDevice, denyDevice, openDevice } from './answerDevice.ts'
import { redeemDevice } from './redeemDevice.ts'

const start = Date.parse('2026-11-30T12:00:00Z')
const at = (seconds: number) => new Date(start + seconds * 1000)
const request = {
  clientId: 'c1',
  appId: 'a1',
  projectId: 'p1',
  codeId: 's1',
  userCodeMac: 'mac',
  scope: ['openid'],
  audience: ['c1'],
  expiresAt: at(300).toISOString(),
}
const approval = {
  sessionId: 'x1',
  userId: 'u1',
  userSequence: 3,
  userOrgId: 'o1',
  authTime: at(1).toISOString(),
  proofs: [],
  acr: 'urn:sallyport:aal:1',
  amr: ['pwd'],
}

function given(
  ...events: readonly (readonly [type: string, payload: JsonObject])[]
): DeviceAuthorizationState {
  return fold(
    deviceAuthorizationFacet,
    events.map(([type, payload]) => ({ type: `device.authorization.${type}`, payload })),
  )
}
const pending = given(['added', request])
const approved = given(['added', request], ['approved', approval])
const denied = given(['added', request], ['canceled', { reason: 'denied' }])
const done = given(['added', request], ['approved', approval], ['done', { oidcSessionId: 't1' }])

test('a device is approved once, before its code expires', () => {
  expect(approveDevice(pending, approval, 1, at(299))).toMatchObject([
    { type: 'device.authorization.approved' },
  ])
  expect(approveDevice(pending, approval, 1, at(300))).toMatchObject({ code: 'device_authorization.handled' })
  for (const state of [approved, denied, done]) {
    expect(approveDevice(state, approval, 1, at(2))).toMatchObject({ code: 'device_authorization.handled' })
  }
  expect(openDevice(given(), at(0))).toMatchObject({ code: 'device_authorization.not_found' })
})

test('an approval must have the organization and the level that the application demands', () => {
  const bound = given(['added', { ...request, organization: 'o2' }])
  expect(approveDevice(bound, approval, 3, at(1))).toMatchObject({
    code: 'device_authorization.other_organization',
  })
  const strong = given(['added', { ...request, demandedLevel: 2 }])
  expect(approveDevice(strong, approval, 1, at(1))).toMatchObject({ code: 'device_authorization.acr_unmet' })
  expect(approveDevice(strong, approval, 2, at(1))).toHaveLength(1)
})

test('an approval can be taken back until the device has its tokens', () => {
  expect(denyDevice(pending)).toHaveLength(1)
  expect(denyDevice(approved)).toHaveLength(1)
  expect(denyDevice(denied)).toEqual([])
  expect(denyDevice(done)).toEqual([])
  expect(denyDevice(given())).toMatchObject({ code: 'device_authorization.not_found' })
})

test.each([
  ['pending', pending, 299, 'authorization_pending'],
  ['pending too long', pending, 300, 'expired_token'],
  ['denied', denied, 1, 'access_denied'],
  ['done', done, 1, 'invalid_grant'],
  ['unknown', given(), 1, 'invalid_grant'],
  ['approved too long ago', approved, 600, 'expired_token'],
])('a poll for a request that is %s', (_, state, seconds, outcome) => {
  expect(redeemDevice(state, 'c1', at(seconds))).toBe(outcome)
})

test('an approved request gives its tokens to its client only, also shortly after it expired', () => {
  expect(redeemDevice(approved, 'c1', at(599))).toBe(approved)
  expect(redeemDevice(approved, 'c2', at(1))).toBe('invalid_grant')
})

test('a finished request keeps neither row nor secret', () => {
  const stream = {
    instanceId: 'i1',
    type: 'device_auth',
    id: 'd1',
    owner: 'i1',
    createdAt: request.expiresAt,
  }
  expect(deviceAuthorizationFacet.rows?.(done, stream)).toEqual({})
  expect(deviceAuthorizationFacet.secrets?.(done)).toEqual([])
  expect(deviceAuthorizationFacet.secrets?.(approved)).toEqual(['s1'])
  expect(given(['added', request], ['canceled', { reason: 'expired' }])).toEqual({ kind: 'done' })
})

test('user codes are found however people type them', async () => {
  const log = { mac: async (_: string, __: string, text: string) => Buffer.from(text) }
  expect(newUserCode()).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
  const mac = await userCodeMac(log, 'i1', 'BCDF-GHJK')
  for (const text of ['bcdf-ghjk', ' BCDFGHJK ', 'bcdf ghjk'])
    expect(await userCodeMac(log, 'i1', text)).toBe(mac)
  for (const text of ['', 'BCDF-GHJ', 'BCDF-GHJK-L'])
    expect(await userCodeMac(log, 'i1', text)).toBeUndefined()
})

test('after thirty wrong codes a caller waits until the minute is over; others do not', () => {
  const guesses = new UserCodeGuesses()
  for (let wrong = 0; wrong < 30; wrong++) {
    expect(guesses.mayGuess('i1 u1', at(wrong))).toBe(true)
    guesses.countWrong('i1 u1', at(wrong))
  }
  expect(guesses.mayGuess('i1 u1', at(59))).toBe(false)
  expect(guesses.mayGuess('i1 u2', at(59))).toBe(true)
  expect(guesses.mayGuess('i1 u1', at(60))).toBe(true)
})
