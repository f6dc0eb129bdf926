import { refuse } from '../../../kernel/refusal.ts'
import { refusedStep, type StepOutcome } from './step.ts'

const webAuthNNotBuilt = refuse(
  'session.webauthn_unimplemented',
  'unimplemented',
  'passkeys and security keys cannot be checked yet; use another factor',
)
const idpIntentNotBuilt = refuse(
  'session.idp_intent_unimplemented',
  'unimplemented',
  'logins at identity providers cannot be checked yet; use another factor',
)

/** Answers for WebAuthn until the passkeys feature gives its check and challenge. */
export async function webAuthNStep(): Promise<StepOutcome> {
  return refusedStep(webAuthNNotBuilt)
}

/** Answers for identity provider intents until that feature gives its check. */
export async function idpIntentCheck(): Promise<StepOutcome> {
  return refusedStep(idpIntentNotBuilt)
}
