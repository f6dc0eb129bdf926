import {
  type RequestChallenges_WebAuthN,
  UserVerificationRequirement,
} from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import { isRefusal } from '../../../kernel/refusal.ts'
import { challengeKeys, type UserVerification } from '../../passkeys/index.ts'
import { challengeKey, noUserToChallenge } from '../commands/challengeKey.ts'
import { refusedStep, type Step, type StepOutcome } from './step.ts'

/** Asks for an assertion on this session; the options for the browser are in the reply. */
export async function webAuthNChallenge(
  { call, tx, user }: Step,
  {
    domain,
    userVerificationRequirement,
  }: Pick<RequestChallenges_WebAuthN, 'domain' | 'userVerificationRequirement'>,
): Promise<StepOutcome> {
  if (user === undefined) return refusedStep(noUserToChallenge)
  const userVerification = verifications[userVerificationRequirement]
  const made = await challengeKeys(call, user, { domain, userVerification })
  if (isRefusal(made)) return refusedStep(made)
  return {
    sessionEvents: challengeKey(made.challenge, tx.now),
    userEvents: [],
    reply: { webAuthN: { publicKeyCredentialRequestOptions: made.options } },
  }
}

const verifications: Readonly<Record<UserVerificationRequirement, UserVerification>> = {
  [UserVerificationRequirement.UNSPECIFIED]: 'preferred',
  [UserVerificationRequirement.REQUIRED]: 'required',
  [UserVerificationRequirement.PREFERRED]: 'preferred',
  [UserVerificationRequirement.DISCOURAGED]: 'discouraged',
}
