import { refuse } from '../../../kernel/refusal.ts'
import { refusedStep, type StepOutcome } from './step.ts'

const idpIntentNotBuilt = refuse(
  'session.idp_intent_unimplemented',
  'unimplemented',
  'logins at identity providers cannot be checked yet; use another factor',
)

/** Answers for identity provider intents until that feature gives its check. */
export async function idpIntentCheck(): Promise<StepOutcome> {
  return refusedStep(idpIntentNotBuilt)
}
