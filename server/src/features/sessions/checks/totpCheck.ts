import { refuse } from '../../../kernel/refusal.ts'
import { checkTotp } from '../../second-factors/index.ts'
import { refusedStep, type Step, type StepOutcome } from './step.ts'

const noUser = refuse(
  'session.totp_without_user',
  'invalid_argument',
  'this session has no user yet; check the user before the code',
)

/** Proves the user's authenticator app; a wrong code counts towards the lockout, a step is accepted once. */
export async function totpCheck(step: Step, code: string): Promise<StepOutcome> {
  if (step.user === undefined) return refusedStep(noUser)
  const outcome = await checkTotp(step.tx, step.user, code)
  return { ...outcome, sessionEvents: [{ type: 'session.totp.checked', payload: {} }] }
}
