import { type Factor, type FactorStep, refusedStep, type StepOutcome } from '../../access/factor.ts'
import { refuse } from '../../kernel/refusal.ts'
import { organizationKey } from '../passwords/index.ts'
import { countAttempt, factorNotReady } from '../second-factors/index.ts'
import { type CheckOutcome, isLocked, userFacet } from '../users/index.ts'
import { positionOfCode } from './codeHashes.ts'
import { countRecoveryCheck, refuseRecoveryCheck, refuseUsedCode } from './commands/checkCode.ts'
import {
  recoveryCodeFailed,
  recoveryCodesAdded,
  recoveryCodesRemoved,
  recoveryCodesReplaced,
  sessionRecoveryCodeChecked,
} from './events.ts'
import { parseRecoveryCode, significantCode } from './recoveryCode.ts'
import { recoveryCodesFacet } from './state.ts'

const noUser = refuse(
  'session.recovery_code_without_user',
  'invalid_argument',
  'this session has no user yet; check the user before the code',
)

/** Recovery codes as a factor; a wrong code counts towards the lockout, a code is accepted once, a new set voids earlier proofs. */
export const recoveryCodeFactor: Factor = {
  field: 'recoveryCode',
  kinds: {
    recovery_code: {
      added: recoveryCodesAdded,
      removed: recoveryCodesRemoved,
      voided: [recoveryCodesReplaced],
      failed: recoveryCodeFailed,
    },
  },
  session: { checked: sessionRecoveryCodeChecked },
  check: (step, { recoveryCode }) => recoveryCode && prove(step, recoveryCode.code),
}

async function prove(step: FactorStep, code: string): Promise<StepOutcome> {
  if (step.user === undefined) return refusedStep(noUser)
  const outcome = await checkRecoveryCode({ ...step, user: step.user }, code)
  return { ...outcome, sessionEvents: [sessionRecoveryCodeChecked()] }
}

/** Evaluates one code inside the caller's unit of work, which appends `userEvents` whatever the outcome. */
async function checkRecoveryCode(
  { call, tx, user }: FactorStep & { readonly user: NonNullable<FactorStep['user']> },
  typed: string,
): Promise<CheckOutcome> {
  const state = user.state(recoveryCodesFacet)
  const code = state.kind === 'ready' && state.imported ? significantCode(typed) : parseRecoveryCode(typed)
  const refusal = refuseRecoveryCheck(state, isLocked(user.state(userFacet), tx.now), code)
  if (refusal || state.kind === 'none') {
    return { userEvents: [], refusal: refusal ?? factorNotReady }
  }
  const stored = await tx.secret(user, state.secretId)
  const turn = { organization: organizationKey(user), signal: call.signal() }
  const position = stored && (await positionOfCode(stored, typed, turn))
  const used = refuseUsedCode(state, position)
  if (used) return { userEvents: [], refusal: used }
  return countAttempt(tx, user, state.failedAttempts, (failures, lockAfter) =>
    countRecoveryCheck(failures, position, lockAfter),
  )
}
