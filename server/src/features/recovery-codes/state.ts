import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { factorRows } from '../second-factors/index.ts'
import { userRemoved, userUnlocked } from '../users/index.ts'
import {
  type RecoveryCodeEvent,
  recoveryCodeEvents,
  recoveryCodeFailed,
  recoveryCodesAdded,
  recoveryCodesRemoved,
  recoveryCodesReplaced,
  recoveryCodeUsed,
} from './events.ts'

/** A person's recovery codes: none, or one set of which some may be used. */
export type RecoveryCodesState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'ready'
      readonly secretId: string
      /** ISO 8601: when the first codes of this set were made. */
      readonly addedAt: string
      /** How many codes the set has, the used ones included. */
      readonly codes: number
      /** Some of the codes came from another system, so any text may be one. */
      readonly imported?: true | undefined
      /** Positions of used codes, in the order of their use. */
      readonly used: readonly number[]
      /** ISO 8601: when a code of this set was last used; null if none was. */
      readonly lastUsedAt: string | null
      /** Wrong codes since the last success or unlock; a new set never resets them (NIST SP 800-63B-4 §3.1.3.2). */
      readonly failedAttempts: number
    }

type HeardEvent = RecoveryCodeEvent | EventOf<typeof userRemoved | typeof userUnlocked>

const none: RecoveryCodesState = { kind: 'none' }

/** Recovery codes of one user: at most one set, its hashes a sealed secret that is deleted with it. */
export const recoveryCodesFacet: Facet<RecoveryCodesState, HeardEvent> = {
  name: 'recoveryCodes',
  streams: ['user'],
  events: recoveryCodeEvents,
  hears: [userRemoved, userUnlocked],
  initial: none,
  evolve,
  rows: (state, stream) =>
    state.kind === 'none'
      ? {}
      : factorRows(stream, 'recovery_code', codesLeft(state) > 0 ? 'ready' : 'used_up', state.addedAt),
  secrets: (state) => (state.kind === 'none' ? [] : [state.secretId]),
}

/** Returns how many codes were not used yet; 0 without a set. */
export function codesLeft(state: RecoveryCodesState): number {
  return state.kind === 'none' ? 0 : state.codes - state.used.length
}

function evolve(state: RecoveryCodesState, event: Recorded<HeardEvent>): RecoveryCodesState {
  switch (event.type) {
    case userRemoved.type:
    case recoveryCodesRemoved.type:
      return none
    case recoveryCodesAdded.type: {
      const { secretId, codes } = event.payload
      return state.kind === 'none' ? newSet(state, event) : { ...state, secretId, codes: state.codes + codes }
    }
    case recoveryCodesReplaced.type:
      return newSet(state, event)
    case recoveryCodeUsed.type:
      if (state.kind === 'none') return state
      return {
        ...state,
        used: [...state.used, event.payload.code],
        lastUsedAt: event.createdAt,
        failedAttempts: 0,
      }
    case recoveryCodeFailed.type:
      return state.kind === 'none' ? state : withFailures(state, state.failedAttempts + 1)
    case userUnlocked.type:
      return withFailures(state, 0)
  }
}

function newSet(
  state: RecoveryCodesState,
  { payload, createdAt }: Recorded<EventOf<typeof recoveryCodesAdded | typeof recoveryCodesReplaced>>,
): RecoveryCodesState {
  const failedAttempts = state.kind === 'none' ? 0 : state.failedAttempts
  return { kind: 'ready', ...payload, addedAt: createdAt, used: [], lastUsedAt: null, failedAttempts }
}

function withFailures(state: RecoveryCodesState, failedAttempts: number): RecoveryCodesState {
  if (state.kind === 'none' || state.failedAttempts === failedAttempts) return state
  return { ...state, failedAttempts }
}
