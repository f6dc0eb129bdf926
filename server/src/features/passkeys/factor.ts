import type { CheckWebAuthN } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import {
  type RequestChallenges_WebAuthN,
  UserVerificationRequirement,
} from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import {
  type CheckRequest,
  type Factor,
  type FactorStep,
  type KindEvents,
  refusedStep,
  type StepOutcome,
} from '../../access/factor.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { UserVerification } from './adapters/webAuthn.ts'
import { challengeKeys, checkKey } from './assertion.ts'
import { answeredChallenge, noUserToCheck } from './commands/answerChallenge.ts'
import { challengeKey, noUserToChallenge } from './commands/challengeKey.ts'
import { keyEvents, sessionKeyChallenged, sessionKeyChecked, sessionKeyFailed } from './events.ts'
import type { KeyKind } from './keyKind.ts'
import { keyFacets, readyKeys } from './keyState.ts'
import { loginExpectation } from './loginChallenge.ts'

/** WebAuthn keys as factors; a session holds the proof of one key at a time. */
export const keyFactor: Factor = {
  field: 'webAuthN',
  kinds: { u2f: eventsOf('u2f'), passkey: eventsOf('passkey') },
  session: { checked: sessionKeyChecked, challenged: sessionKeyChallenged, failed: sessionKeyFailed },
  check: (step, { webAuthN, passkey }) =>
    webAuthN ? check(step, webAuthN) : passkey && checkLogin(step, passkey),
  challenge: (step, { webAuthN }) => webAuthN && challenge(step, webAuthN),
}

function eventsOf(kind: KeyKind): KindEvents {
  const { verified: added, removed, checkFailed: failed } = keyEvents[kind]
  return { added, removed, failed, isReady: (user) => readyKeys(user.state(keyFacets[kind])).length > 0 }
}

/** Requests an assertion on this session; the options for the browser are in the reply. */
async function challenge(
  { call, tx, user }: FactorStep,
  { domain, userVerificationRequirement }: RequestChallenges_WebAuthN,
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

/**
 * Proves that one of the user's keys signed this session's open challenge, which every response uses up, a refused one, too. A
 * key that contradicts its registration fails, and the user's log records it.
 */
async function check(
  { config: { androidApps }, tx, user, open }: FactorStep,
  { credentialAssertionData }: CheckWebAuthN,
): Promise<StepOutcome> {
  const answered = answeredChallenge(open(sessionKeyChallenged), user !== undefined, tx.now)
  if (isRefusal(answered)) return refusedStep(answered)
  if (user === undefined) throw new Error('a challenge was answered without a user')
  const { proof, ...outcome } = await checkKey(user, answered, credentialAssertionData, {
    now: tx.now,
    androidApps,
  })
  return { ...outcome, sessionEvents: [proof === undefined ? sessionKeyFailed() : sessionKeyChecked(proof)] }
}

/** Proves that a passkey of the user signed a challenge of a page. Nothing is left open for a refused response to use up. */
async function checkLogin(
  { config: { androidApps }, call, tx, user }: FactorStep,
  { challenge, credential }: NonNullable<CheckRequest['passkey']>,
): Promise<StepOutcome> {
  if (user === undefined) return refusedStep(noUserToCheck)
  const expected = loginExpectation(call, challenge, credential)
  if (isRefusal(expected)) return refusedStep(expected)
  const { proof, ...outcome } = await checkKey(user, expected, credential, { now: tx.now, androidApps })
  return { ...outcome, sessionEvents: proof === undefined ? [] : [sessionKeyChecked(proof)] }
}

const verifications: Readonly<Record<UserVerificationRequirement, UserVerification>> = {
  [UserVerificationRequirement.UNSPECIFIED]: 'preferred',
  [UserVerificationRequirement.REQUIRED]: 'required',
  [UserVerificationRequirement.PREFERRED]: 'preferred',
  [UserVerificationRequirement.DISCOURAGED]: 'discouraged',
}
