import type { CheckWebAuthN } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { isRefusal } from '../../../kernel/refusal.ts'
import { checkKey } from '../../passkeys/index.ts'
import { answeredKeyChallenge } from '../commands/checkKey.ts'
import { refusedStep, type Step, type StepOutcome } from './step.ts'

/**
 * Proves that one of the user's keys answered this session's open challenge, which an answer spends. A key whose
 * counter did not grow fails, and the user's log says so.
 */
export async function webAuthNCheck(
  step: Step,
  { credentialAssertionData }: Pick<CheckWebAuthN, 'credentialAssertionData'>,
): Promise<StepOutcome> {
  const { tx, user } = step
  const challenge = answeredKeyChallenge(step.session, user !== undefined, tx.now)
  if (isRefusal(challenge)) return refusedStep(challenge)
  if (user === undefined) throw new Error('a challenge was answered without a user')
  const { proof, ...outcome } = await checkKey(user, challenge, credentialAssertionData, tx.now)
  if (proof === undefined) return { ...outcome, sessionEvents: [] }
  return { ...outcome, sessionEvents: [{ type: 'session.webAuthN.checked', payload: { ...proof } }] }
}
