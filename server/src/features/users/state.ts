import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type UserEvent, userEvents } from './events.ts'
import { userRows } from './rows.ts'

export type UserStatus = 'active' | 'inactive' | 'locked' | 'initial'

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
  /** When an automatic lock ends by itself; null for one that only an administrator ends. */
  readonly lockedUntil: string | null
  readonly username: string
  /** '' when the username is unique in the instance, else the organization inside which it is. */
  readonly scope: string
  readonly createdAt: string
}

export type Human = Common & {
  readonly kind: 'human'
  readonly profile: Profile
  readonly email: { readonly address: string; readonly verified: boolean }
  readonly phone: { readonly number: string; readonly verified: boolean } | null
  /** When the password was last set; null without one. */
  readonly passwordChangedAt: string | null
  /** Whether the next login must set another password. */
  readonly passwordChangeRequired: boolean
  /** Names the picture; '' without one. */
  readonly avatarKey: string
}

export type Machine = Common & {
  readonly kind: 'machine'
  readonly name: string
  readonly description: string
  readonly accessTokenType: 'bearer' | 'jwt'
  readonly hasSecret: boolean
}

export type UserState = { readonly kind: 'none' } | Human | Machine

const initial: UserState = { kind: 'none' }

/** Who a user is and in what state; removed users are `none`, their id may be used again. */
export const userFacet: Facet<UserState> = {
  name: 'user',
  streams: ['user'],
  events: userEvents,
  initial,
  evolve: (state, event) => evolve(state, event as Recorded<UserEvent>),
  rows: userRows,
}

/** Whether a lock holds at this instant: an automatic one ends by itself. */
export function isLocked(user: UserState, now: Date): boolean {
  if (user.kind === 'none' || user.status !== 'locked') return false
  return user.lockedUntil === null || new Date(user.lockedUntil) > now
}

/** Whether the user may log in at all at this instant: active or initial, or its automatic lock has ended. */
export function isUsable(user: UserState, now: Date): boolean {
  if (user.kind === 'none' || user.status === 'inactive') return false
  return user.status === 'locked' ? !isLocked(user, now) : true
}

function evolve(state: UserState, event: Recorded<UserEvent>): UserState {
  if (event.type === 'user.human.added' || event.type === 'user.machine.added') return created(event)
  if (state.kind === 'none') return state
  switch (event.type) {
    case 'user.removed':
      return initial
    case 'user.username.changed':
    case 'user.domain.claimed':
      return { ...state, username: event.payload.username, scope: event.payload.scope }
    case 'user.locked':
      return { ...state, status: 'locked', lockedUntil: event.payload.until }
    case 'user.unlocked':
    case 'user.reactivated':
      return { ...state, status: 'active', lockedUntil: null }
    case 'user.deactivated':
      return { ...state, status: 'inactive', lockedUntil: null }
    default:
      return state.kind === 'human' ? applyToHuman(state, event) : applyToMachine(state, event)
  }
}

function created(
  event: Recorded<UserEvent> & { type: 'user.human.added' | 'user.machine.added' },
): UserState {
  const common: Common = {
    status: 'active',
    lockedUntil: null,
    username: event.payload.username,
    scope: event.payload.scope,
    createdAt: event.createdAt,
  }
  if (event.type === 'user.machine.added') {
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

function applyToHuman(state: Human, event: Recorded): UserState {
  const own = event as Recorded<UserEvent>
  switch (own.type) {
    case 'user.human.profile.changed':
      return { ...state, profile: own.payload }
    case 'user.human.email.changed':
      return { ...state, email: { address: own.payload.email, verified: false } }
    case 'user.human.email.verified':
      return { ...state, email: { ...state.email, verified: true } }
    case 'user.human.phone.changed':
      return { ...state, phone: { number: own.payload.phone, verified: false } }
    case 'user.human.phone.verified':
      return state.phone ? { ...state, phone: { ...state.phone, verified: true } } : state
    case 'user.human.phone.removed':
      return { ...state, phone: null }
    case 'user.human.avatar.added':
      return { ...state, avatarKey: own.payload.storeKey }
    case 'user.human.avatar.removed':
      return { ...state, avatarKey: '' }
  }
  switch (event.type) {
    case 'user.human.password.changed':
      return {
        ...state,
        passwordChangedAt: event.createdAt,
        passwordChangeRequired: event.payload['changeRequired'] === true,
      }
    case 'user.human.initialization.code.added':
      return { ...state, status: 'initial' }
    case 'user.human.initialization.check.succeeded':
      return state.status === 'initial' ? { ...state, status: 'active' } : state
    default:
      return state
  }
}

function applyToMachine(state: Machine, event: Recorded): UserState {
  if (event.type === 'user.machine.changed') {
    return { ...state, ...(event as Recorded<UserEvent> & { type: 'user.machine.changed' }).payload }
  }
  if (event.type === 'user.machine.secret.set') return { ...state, hasSecret: true }
  return event.type === 'user.machine.secret.removed' ? { ...state, hasSecret: false } : state
}
