import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { machineSecretRemoved, machineSecretSet } from '../machine-credentials/events.ts'
import { passwordChanged } from '../passwords/events.ts'
import {
  avatarAdded,
  avatarRemoved,
  domainClaimed,
  emailChanged,
  emailVerified,
  humanAdded,
  initializationCodeAdded,
  initializationSucceeded,
  machineAdded,
  machineChanged,
  phoneChanged,
  phoneRemoved,
  phoneVerified,
  profileChanged,
  userDeactivated,
  userEvents,
  userLocked,
  usernameChanged,
  userReactivated,
  userRemoved,
  userUnlocked,
} from './events.ts'
import { userRows } from './rows.ts'

/** `initial` until a person has finished the initialization. */
export type UserStatus = 'active' | 'inactive' | 'locked' | 'initial'

/** The names, language and gender of a person. */
export type Profile = {
  readonly givenName: string
  readonly familyName: string
  readonly nickName: string
  readonly displayName: string
  readonly language: string
  readonly gender: 'unspecified' | 'female' | 'male' | 'diverse'
}

type Common = {
  readonly status: UserStatus
  /** The end of an automatic lock; null if only an administrator unlocks. */
  readonly lockedUntil: string | null
  readonly username: string
  /** '' if the username is unique in the instance, else the organization inside which it is. */
  readonly scope: string
  readonly createdAt: string
}

/** A person; the address may be unverified. */
export type Human = Common & {
  readonly kind: 'human'
  readonly profile: Profile
  readonly email: { readonly address: string; readonly verified: boolean }
  readonly phone: { readonly number: string; readonly verified: boolean } | null
  /** The instant of the last change; null without a password. */
  readonly passwordChangedAt: string | null
  /** True if the next login must set another password. */
  readonly passwordChangeRequired: boolean
  /** Names the picture; '' without one. */
  readonly avatarKey: string
}

/** A user without password and factors, which authenticates by keys, tokens or a client secret. */
export type Machine = Common & {
  readonly kind: 'machine'
  readonly name: string
  readonly description: string
  readonly accessTokenType: 'bearer' | 'jwt'
  readonly hasSecret: boolean
}

/** `none` before the user is added and after it is removed. */
export type UserState = { readonly kind: 'none' } | Human | Machine

const initial: UserState = { kind: 'none' }

const heard = [
  initializationCodeAdded,
  initializationSucceeded,
  passwordChanged,
  machineSecretSet,
  machineSecretRemoved,
] as const
type HeardEvent = EventOf<typeof userEvents | typeof heard>

/** A user's identity and status; removed users are `none`, their id may be used again. */
export const userFacet: Facet<UserState, HeardEvent> = {
  name: 'user',
  streams: ['user'],
  events: userEvents,
  hears: heard,
  initial,
  evolve,
  rows: userRows,
}

/** The types of events that may change the row of a user in `users`, which names them. */
export const userRowEvents: ReadonlySet<string> = new Set([...userEvents, ...heard].map(({ type }) => type))

/** Reports whether a user is locked at this instant; an automatic lock ends by itself. */
export function isLocked(user: UserState, now: Date): boolean {
  if (user.kind === 'none' || user.status !== 'locked') return false
  return user.lockedUntil === null || new Date(user.lockedUntil) > now
}

/** Reports whether a user can log in at this instant: active or initial, or its automatic lock has ended. */
export function isUsable(user: UserState, now: Date): boolean {
  if (user.kind === 'none' || user.status === 'inactive') return false
  return user.status === 'locked' ? !isLocked(user, now) : true
}

function evolve(state: UserState, event: Recorded<HeardEvent>): UserState {
  if (event.type === humanAdded.type || event.type === machineAdded.type) return created(event)
  if (state.kind === 'none') return state
  switch (event.type) {
    case userRemoved.type:
      return initial
    case usernameChanged.type:
    case domainClaimed.type:
      return { ...state, username: event.payload.username, scope: event.payload.scope }
    case userLocked.type:
      return { ...state, status: 'locked', lockedUntil: event.payload.until }
    case userUnlocked.type:
    case userReactivated.type:
      return { ...state, status: 'active', lockedUntil: null }
    case userDeactivated.type:
      return { ...state, status: 'inactive', lockedUntil: null }
    default:
      return state.kind === 'human' ? applyToHuman(state, event) : applyToMachine(state, event)
  }
}

function created(event: Recorded<EventOf<typeof humanAdded | typeof machineAdded>>): UserState {
  const common: Common = {
    status: 'active',
    lockedUntil: null,
    username: event.payload.username,
    scope: event.payload.scope,
    createdAt: event.createdAt,
  }
  if (event.type === machineAdded.type) {
    const { name, description, accessTokenType } = event.payload
    return { ...common, kind: 'machine', name, description, accessTokenType, hasSecret: false }
  }
  const { username: _, scope: __, email, phone, ...profile } = event.payload
  return {
    ...common,
    kind: 'human',
    profile,
    email: { address: email, verified: false },
    phone: phone === undefined ? null : { number: phone, verified: false },
    passwordChangedAt: null,
    passwordChangeRequired: false,
    avatarKey: '',
  }
}

function applyToHuman(state: Human, event: Recorded<HeardEvent>): UserState {
  switch (event.type) {
    case profileChanged.type:
      return { ...state, profile: event.payload }
    case emailChanged.type:
      return { ...state, email: { address: event.payload.email, verified: false } }
    case emailVerified.type:
      return { ...state, email: { ...state.email, verified: true } }
    case phoneChanged.type:
      return { ...state, phone: { number: event.payload.phone, verified: false } }
    case phoneVerified.type:
      return state.phone ? { ...state, phone: { ...state.phone, verified: true } } : state
    case phoneRemoved.type:
      return { ...state, phone: null }
    case avatarAdded.type:
      return { ...state, avatarKey: event.payload.storeKey }
    case avatarRemoved.type:
      return { ...state, avatarKey: '' }
    case passwordChanged.type:
      return {
        ...state,
        passwordChangedAt: event.createdAt,
        passwordChangeRequired: event.payload.changeRequired,
      }
    case initializationCodeAdded.type:
      return { ...state, status: 'initial' }
    case initializationSucceeded.type:
      return state.status === 'initial' ? { ...state, status: 'active' } : state
    default:
      return state
  }
}

function applyToMachine(state: Machine, event: Recorded<HeardEvent>): UserState {
  switch (event.type) {
    case machineChanged.type:
      return { ...state, ...event.payload }
    case machineSecretSet.type:
      return { ...state, hasSecret: true }
    case machineSecretRemoved.type:
      return { ...state, hasSecret: false }
    default:
      return state
  }
}
