import { refuse } from '../../../kernel/refusal.ts'
import { checkPassword } from '../../passwords/index.ts'
import { refusedStep, type Step, type StepOutcome } from './step.ts'

const noUser = refuse(
  'session.password_without_user',
  'failed_precondition',
  'this session has no user yet; check the user before the password',
)

/** Proves the user's password; a wrong one counts towards the lockout. */
export async function passwordCheck(step: Step, password: string): Promise<StepOutcome> {
  if (step.user === undefined) return refusedStep(noUser)
  const outcome = await checkPassword(step.tx, step.user, password)
  return { ...outcome, sessionEvents: [{ type: 'session.password.checked', payload: {} }] }
}
