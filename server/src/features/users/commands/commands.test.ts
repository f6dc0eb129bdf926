import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../../kernel/facet.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { fold } from '../../../testing/fold.ts'
import {
  initializationCodeAdded,
  machineChanged,
  neverReleased,
  userDeactivated,
  userLocked,
  userMetadataRemoved,
  userMetadataSet,
  usernameChanged,
} from '../events.ts'
import { failureDelayMs, lockEvents, slowedBy } from '../lockout.ts'
import { metadataFacet } from '../metadataState.ts'
import { type Human, type Machine, type UserState, userFacet } from '../state.ts'
import { removeMetadata, setMetadata } from './changeMetadata.ts'
import { changeMachine, changeProfile, changeUsername } from './changeNames.ts'
import { deactivateUser, lockUser, reactivateUser, unlockUser } from './changeStatus.ts'
import { newHumanEvents, newMachineEvents } from './newUser.ts'

const now = new Date('2026-11-21T12:00:00.000Z')
const profile = {
  givenName: 'Ada',
  familyName: 'Lovelace',
  nickName: '',
  displayName: '',
  language: 'und',
  gender: 'unspecified',
} as const
const born = newHumanEvents({
  username: 'ada',
  scope: '',
  profile,
  email: { address: 'ada@mail.example', proof: { kind: 'verified' } },
})

const given = (...events: readonly EventBody[]) => fold(userFacet, events)
const metadata = (...events: readonly EventBody[]) => fold(metadataFacet, events)
const person = given(...born) as Human
const machine = given(
  ...newMachineEvents({
    username: 'm',
    scope: '',
    name: 'robot',
    description: '',
    accessTokenType: 'bearer',
  }),
) as Machine

const lockedByAdmin = userLocked({ automatic: false, until: null })
const lockedFor = (seconds: number) =>
  userLocked({ automatic: true, until: new Date(now.getTime() + seconds * 1000).toISOString() })
const initial = initializationCodeAdded({ secretId: 's', expiresAt: now.toISOString(), returned: false })

describe('states', () => {
  const states: Readonly<Record<string, UserState>> = {
    none: given(),
    active: person,
    initial: given(...born, initial),
    locked: given(...born, lockedByAdmin),
    'locked automatically': given(...born, lockedFor(60)),
    'locked until a moment ago': given(...born, lockedFor(-1)),
    inactive: given(...born, userDeactivated()),
  }
  const may = {
    lock: (state: UserState) => lockUser(state, now),
    unlock: (state: UserState) => unlockUser(state, now),
    deactivate: deactivateUser,
    reactivate: reactivateUser,
  }
  test.each([
    ['none', []],
    ['active', ['lock', 'deactivate']],
    ['initial', ['lock']],
    ['locked', ['unlock', 'deactivate']],
    ['locked automatically', ['lock', 'unlock', 'deactivate']],
    ['locked until a moment ago', ['lock', 'deactivate']],
    ['inactive', ['reactivate']],
  ])('a user that is %s can be changed by %j', (name, expected) => {
    const state = states[name] ?? given()
    const open = Object.entries(may).filter(([, decide]) => !isRefusal(decide(state)))
    expect(open.map(([verb]) => verb)).toEqual(expected)
  })

  test('an unknown user is not found by any change', () => {
    for (const decide of Object.values(may)) expect(decide(given())).toMatchObject({ kind: 'not_found' })
  })
})

describe('names', () => {
  test('only the given fields of a profile change; a blank display name becomes the full name', () => {
    expect(changeProfile(person, {})).toEqual([])
    expect(changeProfile(person, { givenName: 'Ada', nickName: undefined })).toEqual([])
    const [changed] = changeProfile(person, { familyName: 'King' })
    expect(changed?.payload).toEqual({ ...profile, familyName: 'King', displayName: 'Ada Lovelace' })
    const [blanked] = changeProfile(person, { familyName: 'King', displayName: '' })
    expect(blanked?.payload['displayName']).toBe('Ada King')
  })

  test('a username changes with its scope', () => {
    expect(changeUsername(person, 'ada', '')).toEqual([])
    expect(changeUsername(person, 'ada', 'o1')).toEqual([usernameChanged({ username: 'ada', scope: 'o1' })])
  })

  test('only the given fields of a machine change', () => {
    expect(changeMachine(machine, { name: 'robot', description: undefined })).toEqual([])
    expect(changeMachine(machine, { accessTokenType: 'jwt' })).toEqual([
      machineChanged({ name: 'robot', description: '', accessTokenType: 'jwt' }),
    ])
  })
})

describe('metadata', () => {
  const bytes = (text: string) => Buffer.from(text)
  const set = (key: string, text: string) => userMetadataSet({ key, value: bytes(text).toString('base64') })
  const has = metadata(set('a', '1'), set('b', '2'))

  test('only differences are set; empty values remove; the last value of a key counts', () => {
    const entries = [
      { key: ' a', value: bytes('1') },
      { key: 'b', value: bytes('') },
      { key: 'absent', value: bytes('') },
      { key: 'c', value: bytes('3') },
      { key: 'c', value: bytes('4') },
    ]
    expect(setMetadata(has, entries)).toEqual([userMetadataRemoved({ key: 'b' }), set('c', '4')])
    expect(setMetadata(has, [])).toMatchObject({ kind: 'failed_precondition' })
    expect(setMetadata(has, [{ key: ' ', value: bytes('1') }])).toMatchObject({ kind: 'invalid_argument' })
  })

  test('all keys are removed or none; names of the prototype are no keys', () => {
    expect(removeMetadata(has, ['a', 'a', 'b'])).toHaveLength(2)
    expect(removeMetadata(has, ['a', 'x'])).toMatchObject({ kind: 'not_found' })
    expect(removeMetadata(has, ['toString'])).toMatchObject({ kind: 'not_found' })
    expect(setMetadata(has, [{ key: '__proto__', value: bytes('1') }])).toHaveLength(1)
    expect(removeMetadata(metadata(set('__proto__', '1')), ['__proto__'])).toHaveLength(1)
  })
})

describe('lockout', () => {
  test('replies are delayed from the tenth failure on, by ten seconds at most', () => {
    expect([1, 5, 9, 10, 14, 15, 55, 1000].map(failureDelayMs)).toEqual([
      0, 0, 0, 1000, 1000, 2000, 10_000, 10_000,
    ])
    const refusal = { refused: true, code: 'x', kind: 'invalid_argument', message: '' } as const
    expect(slowedBy(10, { userEvents: [], refusal }).refusal?.delayMs).toBe(1000)
    expect(slowedBy(1000, { userEvents: [] })).toEqual({ userEvents: [] })
  })

  test('the limit locks, zero never does', () => {
    const policy = { limit: 3, releaseAfterSeconds: 60 }
    expect(lockEvents(2, policy, now)).toEqual([])
    expect(lockEvents(3, policy, now)).toEqual([lockedFor(60)])
    expect(lockEvents(3, { limit: 3, releaseAfterSeconds: 0 }, now)).toEqual([
      userLocked({ automatic: true, until: neverReleased }),
    ])
    expect(lockEvents(1000, { ...policy, limit: 0 }, now)).toEqual([])
  })
})
