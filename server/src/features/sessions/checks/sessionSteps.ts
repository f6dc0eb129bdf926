import type { RequestChallenges } from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import type { Checks } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { idpIntentCheck } from './notBuilt.ts'
import { type Delivery, otpChallenge } from './otpChallenge.ts'
import { otpCheck } from './otpCheck.ts'
import { passwordCheck } from './passwordCheck.ts'
import type { SessionStep } from './step.ts'
import { totpCheck } from './totpCheck.ts'
import { userCheck } from './userCheck.ts'
import { webAuthNChallenge } from './webAuthNChallenge.ts'
import { webAuthNCheck } from './webAuthNCheck.ts'

/** The checks of a request, with the user that it names already looked up. */
export type CheckRequest = Omit<Partial<Checks>, '$typeName' | '$unknown'> & {
  readonly userId?: string | undefined
}

/** The challenges of a request. */
export type ChallengeRequest = Omit<Partial<RequestChallenges>, '$typeName' | '$unknown'>

/** All checks in the order in which they run (platform notes §1); the first that fails ends the request. */
export const sessionChecks: readonly SessionStep<CheckRequest>[] = [
  { name: 'user', run: (step, { user, userId }) => user && userCheck(step, userId) },
  { name: 'password', run: (step, { password }) => password && passwordCheck(step, password.password) },
  { name: 'idpIntent', run: (_step, { idpIntent }) => idpIntent && idpIntentCheck() },
  { name: 'webAuthN', run: (step, { webAuthN }) => webAuthN && webAuthNCheck(step, webAuthN) },
  { name: 'totp', run: (step, { totp }) => totp && totpCheck(step, totp.code) },
  { name: 'otpSms', run: (step, { otpSms }) => otpSms && otpCheck(step, 'sms', otpSms.code) },
  { name: 'otpEmail', run: (step, { otpEmail }) => otpEmail && otpCheck(step, 'email', otpEmail.code) },
]

/** All challenges in the order in which they run, after the checks. */
export const sessionChallenges: readonly SessionStep<ChallengeRequest>[] = [
  { name: 'webAuthN', run: (step, { webAuthN }) => webAuthN && webAuthNChallenge(step, webAuthN) },
  { name: 'otpSms', run: (step, { otpSms }) => otpSms && otpChallenge(step, 'sms', smsDelivery(otpSms)) },
  {
    name: 'otpEmail',
    run: (step, { otpEmail }) => otpEmail && otpChallenge(step, 'email', emailDelivery(otpEmail)),
  },
]

/** Whether a check of the request may write to the user: then the user is what parallel requests queue on. */
export function writesToUser({
  password,
  webAuthN,
  totp,
  otpSms,
  otpEmail,
  idpIntent,
}: CheckRequest): boolean {
  return [password, webAuthN, totp, otpSms, otpEmail, idpIntent].some((check) => check !== undefined)
}

function smsDelivery({ returnCode }: NonNullable<ChallengeRequest['otpSms']>): Delivery {
  return { kind: returnCode ? 'return' : 'send' }
}

function emailDelivery({ deliveryType }: NonNullable<ChallengeRequest['otpEmail']>): Delivery {
  if (deliveryType.case === 'returnCode') return { kind: 'return' }
  const urlTemplate = deliveryType.case === 'sendCode' ? deliveryType.value.urlTemplate : undefined
  return urlTemplate === undefined ? { kind: 'send' } : { kind: 'send', urlTemplate }
}
