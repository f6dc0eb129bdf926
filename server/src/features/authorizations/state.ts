import type { Facet } from '../../kernel/facet.ts'
import {
  type AuthorizationEvent,
  authorizationAdded,
  authorizationCascadeChanged,
  authorizationCascadeRemoved,
  authorizationChanged,
  authorizationDeactivated,
  authorizationEvents,
  authorizationReactivated,
  authorizationRemoved,
} from './events.ts'
import { authorizationRows } from './rows.ts'

/** The roles of a user on a project, given by the organization that owns the project or has a grant of it. */
export type Authorization = {
  readonly kind: 'authorization'
  readonly userId: string
  readonly projectId: string
  readonly grantId: string | null
  readonly roleKeys: readonly string[]
  readonly projectSequence: number
  readonly status: 'active' | 'inactive'
  /** ISO 8601; absent if it has been in force since it was added. */
  readonly reactivatedAt?: string
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** An authorization; `none` before it is added and after it is removed. */
export type AuthorizationState = { readonly kind: 'none' } | Authorization

const none: AuthorizationState = { kind: 'none' }

/** One authorization; its stream's owner is the organization that gives it. */
export const authorizationFacet: Facet<AuthorizationState, AuthorizationEvent> = {
  name: 'authorization',
  streams: ['user_grant'],
  events: authorizationEvents,
  revision: 2,
  initial: none,
  evolve(state, event) {
    const { createdAt, sequence } = event
    const change = { changedAt: createdAt, sequence }
    if (event.type === authorizationAdded.type)
      return { kind: 'authorization', ...event.payload, status: 'active', createdAt, ...change }
    if (state.kind === 'none') return state
    switch (event.type) {
      case authorizationChanged.type:
      case authorizationCascadeChanged.type:
        return { ...state, ...event.payload, ...change }
      case authorizationDeactivated.type:
        return { ...state, ...change, status: 'inactive' }
      case authorizationReactivated.type:
        return { ...state, ...change, status: 'active', reactivatedAt: createdAt }
      case authorizationRemoved.type:
      case authorizationCascadeRemoved.type:
        return none
    }
  },
  rows: authorizationRows,
}
