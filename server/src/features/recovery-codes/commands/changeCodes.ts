import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { factorNotFound } from '../../second-factors/index.ts'
import { recoveryCodesAdded, recoveryCodesRemoved, recoveryCodesReplaced } from '../events.ts'
import type { RecoveryCodesState } from '../state.ts'

const nothingToRecover = refuse(
  'second_factor.recovery_codes_without_factor',
  'failed_precondition',
  'this user has no second factor or passkey that recovery codes could stand in for; set one up first',
)

/** Gives a person with a factor of their own a set of codes; it replaces the present one as a whole. */
export function replaceRecoveryCodes(
  state: RecoveryCodesState,
  hasOwnFactor: boolean,
  set: { readonly secretId: string; readonly codes: number },
): Decision {
  if (!hasOwnFactor) return nothingToRecover
  return [state.kind === 'none' ? recoveryCodesAdded(set) : recoveryCodesReplaced(set)]
}

/** Removes all codes, used or not. */
export function removeRecoveryCodes(state: RecoveryCodesState): Decision {
  return state.kind === 'none' ? factorNotFound : [recoveryCodesRemoved({})]
}

/** Removes the codes of a person who has lost the last factor that they could stand in for. */
export function followLastFactor(state: RecoveryCodesState, hasOwnFactor: boolean, cause: string): Decision {
  return state.kind === 'none' || hasOwnFactor ? [] : [recoveryCodesRemoved({ cause })]
}
