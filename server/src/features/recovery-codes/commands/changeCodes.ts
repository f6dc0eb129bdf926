import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { factorLocked, factorNotFound } from '../../second-factors/index.ts'
import { recoveryCodesAdded, recoveryCodesRemoved, recoveryCodesReplaced } from '../events.ts'
import { codesPerSet } from '../recoveryCode.ts'
import { codesLeft, type RecoveryCodesState } from '../state.ts'

const nothingToRecover = refuse(
  'second_factor.recovery_codes_without_factor',
  'failed_precondition',
  'this user has no second factor or passkey that recovery codes could stand in for; set one up first',
)

const changed = refuse(
  'second_factor.recovery_codes_changed',
  'failed_precondition',
  'the recovery codes were replaced or removed meanwhile; look at the present ones first',
)

/** Refuses more unused codes than a person may have. */
export const tooMany = refuse(
  'second_factor.recovery_codes_too_many',
  'failed_precondition',
  `a person has at most ${codesPerSet} unused recovery codes; ask for fewer, or remove the present ones first`,
)

/** New codes, whose hashes are the secret together with those of the set that they are added to. */
interface NewCodes {
  readonly secretId: string
  readonly codes: number
  /** They came from another system. */
  readonly imported?: true
}

/** Adds codes to those that a person with a factor of their own has; together at most ten are unused (factors notes §1.5). */
export function addRecoveryCodes(
  state: RecoveryCodesState,
  hasOwnFactor: boolean,
  added: NewCodes,
): Decision {
  if (!hasOwnFactor) return nothingToRecover
  return codesLeft(state) + added.codes > codesPerSet ? tooMany : [recoveryCodesAdded(added)]
}

/**
 * Gives a person with a factor of their own a set of codes; it replaces the present one as a whole. `present` is when the set that it may
 * replace was made, '' for none; undefined replaces any.
 */
export function replaceRecoveryCodes(
  state: RecoveryCodesState,
  hasOwnFactor: boolean,
  set: NewCodes,
  present?: string,
): Decision {
  if (!hasOwnFactor) return nothingToRecover
  if (present !== undefined && present !== (state.kind === 'none' ? '' : state.addedAt)) return changed
  return [state.kind === 'none' ? recoveryCodesAdded(set) : recoveryCodesReplaced(set)]
}

/** Removes all codes, used or not. */
export function removeRecoveryCodes(state: RecoveryCodesState): Decision {
  return state.kind === 'none' ? factorNotFound : [recoveryCodesRemoved({})]
}

/** Removes all codes as the contract has it: of a person who is not locked, and there need be none. */
export function clearRecoveryCodes(state: RecoveryCodesState, locked: boolean): Decision {
  if (locked) return factorLocked
  return state.kind === 'none' ? [] : [recoveryCodesRemoved({})]
}

/** Removes the codes of a person who has lost the last factor that they could stand in for. */
export function followLastFactor(state: RecoveryCodesState, hasOwnFactor: boolean, cause: string): Decision {
  return state.kind === 'none' || hasOwnFactor ? [] : [recoveryCodesRemoved({ cause })]
}
