import { type Factor, type FactorStep, refusedStep, type StepOutcome } from '../../access/factor.ts'
import type { Stream } from '../../eventlog/types.ts'
import { refuse } from '../../kernel/refusal.ts'
import { countAttempt, factorNotReady } from '../second-factors/index.ts'
import { type CheckOutcome, isLocked, userFacet } from '../users/index.ts'
import { countTotpCheck, refuseTotpCheck, refuseUsedStep } from './commands/checkTotp.ts'
import { sessionTotpChecked, totpCheckFailed, totpRemoved, totpVerified } from './events.ts'
import { totpStep } from './seed.ts'
import { totpFacet } from './state.ts'

const noUser = refuse(
  'session.totp_without_user',
  'invalid_argument',
  'this session has no user yet; check the user before the code',
)

/** The authenticator app as a factor; a wrong code counts towards the lockout, a step is accepted once. */
export const totpFactor: Factor = {
  field: 'totp',
  kinds: {
    totp: {
      added: totpVerified,
      removed: totpRemoved,
      failed: totpCheckFailed,
      isReady: (user) => user.state(totpFacet).kind === 'ready',
    },
  },
  session: { checked: sessionTotpChecked },
  check: (step, { totp }) => totp && prove(step, totp.code),
}

async function prove(step: FactorStep, code: string): Promise<StepOutcome> {
  const { user } = step
  if (user === undefined) return refusedStep(noUser)
  return { ...(await checkTotp(step, user, code)), sessionEvents: [sessionTotpChecked()] }
}

/** Evaluates one code inside the caller's unit of work, which appends `userEvents` whatever the outcome. */
async function checkTotp({ tx, session }: FactorStep, user: Stream, code: string): Promise<CheckOutcome> {
  const totp = user.state(totpFacet)
  const refusal = refuseTotpCheck(totp, isLocked(user.state(userFacet), tx.now), code)
  if (refusal || totp.kind !== 'ready') return { userEvents: [], refusal: refusal ?? factorNotReady }
  const seed = await tx.secret(user, totp.secretId)
  const step = seed && totpStep(seed, code, tx.now)
  const used = refuseUsedStep(totp, step, session.id)
  if (used) return { userEvents: [], refusal: used }
  return countAttempt(tx, user, totp.failedAttempts, (failures, lockAfter) =>
    countTotpCheck(failures, step, lockAfter),
  )
}
