import { z } from 'zod'
import { type Factor, type FactorStep, refusedStep, type StepOutcome } from '../../access/factor.ts'
import { defineEvent } from '../../kernel/events.ts'
import { refuse } from '../../kernel/refusal.ts'
import { passwordChanged, passwordFailed } from './events.ts'
import { checkPassword } from './writes/checkPassword.ts'

const noUser = refuse(
  'session.password_without_user',
  'failed_precondition',
  'this session has no user yet; check the user before the password',
)

const sessionPasswordChecked = defineEvent('session.password.checked', z.strictObject({}))

/** The password as a factor; a wrong one counts towards the lockout, a new one voids earlier proofs. */
export const passwordFactor: Factor = {
  field: 'password',
  kinds: { password: { voided: [passwordChanged], failed: passwordFailed } },
  session: { checked: sessionPasswordChecked },
  check: (step, { password }) => password && prove(step, password.password),
}

async function prove({ call, tx, user }: FactorStep, password: string): Promise<StepOutcome> {
  if (user === undefined) return refusedStep(noUser)
  return { ...(await checkPassword(call, tx, user, password)), sessionEvents: [sessionPasswordChecked()] }
}
