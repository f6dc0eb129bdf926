import { type Factor, type FactorStep, refusedStep, type StepOutcome } from '../../access/factor.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import { isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { countAttempt, factorNotReady } from '../second-factors/index.ts'
import { codeFits, newCode } from '../settings/index.ts'
import { type CheckOutcome, isLocked, isVerified, userFacet } from '../users/index.ts'
import { type Channel, channels } from './channel.ts'
import { answeredChallenge, refuseExpired } from './commands/answerCode.ts'
import { challengeCode } from './commands/challengeCode.ts'
import { countCode, refuseCodes } from './commands/countCode.ts'
import { codeEvents, sessionCodeEvents } from './events.ts'
import { sendSessionCode } from './jobs.ts'
import { codesFacets } from './state.ts'

/** The longest lifetime of a code (ASVS 6.5.5). */
const longestMs = 10 * 60_000

/** The delivery of a code: in the reply, or by a message whose link follows the template. */
type Delivery = { readonly kind: 'return' } | { readonly kind: 'send'; readonly urlTemplate?: string }

/** Codes by SMS as a factor; it is lost with the phone. */
export const smsFactor: Factor = {
  ...factorOf('sms'),
  check: (step, { otpSms }) => otpSms && check(step, 'sms', otpSms.code),
  challenge: (step, { otpSms }) =>
    otpSms && challenge(step, 'sms', { kind: otpSms.returnCode ? 'return' : 'send' }),
}

/** Codes by e-mail as a factor. */
export const emailFactor: Factor = {
  ...factorOf('email'),
  check: (step, { otpEmail }) => otpEmail && check(step, 'email', otpEmail.code),
  challenge(step, { otpEmail }) {
    if (otpEmail === undefined) return undefined
    const { case: kind, value } = otpEmail.deliveryType
    if (kind === 'returnCode') return challenge(step, 'email', { kind: 'return' })
    const urlTemplate = kind === 'sendCode' ? value.urlTemplate : undefined
    return challenge(step, 'email', { kind: 'send', ...(urlTemplate !== undefined && { urlTemplate }) })
  },
}

function factorOf(channel: Channel): Pick<Factor, 'field' | 'kinds' | 'session'> {
  const { kind, field, verified, addressRemoved, addressLost } = channels[channel]
  const { added, removed, failed } = codeEvents[channel]
  return {
    field,
    kinds: {
      [kind]: {
        added,
        removed,
        failed,
        voided: addressRemoved,
        address: { changed: addressLost.filter((lost) => !addressRemoved.includes(lost)), verified },
        isReady: (user: Stream) => user.state(codesFacets[channel]).kind === 'ready',
      },
    },
    session: sessionCodeEvents[channel],
  }
}

/**
 * Challenges this session with a one-time code. The plain code is sealed as a secret of the session; the job that sends it
 * names that secret and never holds the code.
 */
async function challenge(step: FactorStep, channel: Channel, delivery: Delivery): Promise<StepOutcome> {
  const { tx, session, user, call } = step
  const { kind, field } = channels[channel]
  const code = await newCode(tx, call, kind, longestMs)
  const events = challengeCode(
    channel,
    {
      hasUser: user !== undefined,
      unavailable: user && unavailable(user, channel, tx.now),
      verified: user !== undefined && isVerified(user, channel),
    },
    { secretId: code.secretId, expiresAt: code.expiresAt, returned: delivery.kind === 'return' },
  )
  if (isRefusal(events)) return refusedStep(events)
  return {
    sessionEvents: events,
    userEvents: [],
    reply: delivery.kind === 'return' ? { [field]: code.plain } : {},
    commit: () => {
      tx.seal(session, code.secretId, code.plain)
      if (delivery.kind === 'return') return
      const { urlTemplate } = delivery
      const job = { sessionId: session.id, kind: channel, secretId: code.secretId, origin: call.origin.url }
      tx.enqueue(sendSessionCode({ ...job, urlTemplate, language: tx.language }))
    },
  }
}

/**
 * Proves that the code of this session's open challenge was received. A code counts once and on this session only; a wrong
 * or late one counts towards the user's lockout, and the challenge stays open.
 */
async function check(step: FactorStep, channel: Channel, code: string): Promise<StepOutcome> {
  const { tx, user, session } = step
  const { challenged, checked } = sessionCodeEvents[channel]
  const standing = { hasUser: user !== undefined, unavailable: user && unavailable(user, channel, tx.now) }
  const answered = answeredChallenge(step.open(challenged), code, standing)
  if (isRefusal(answered)) return refusedStep(answered)
  if (user === undefined) throw new Error('a challenge was answered without a user')
  const stored = await tx.secret(session, answered.secretId)
  const outcome = await codeAttempt(tx, user, channel, codeFits(code, stored, answered.expiresAt, tx.now))
  const late = refuseExpired(answered, tx.now)
  return { ...outcome, ...(late && { refusal: late }), sessionEvents: [checked()] }
}

/** Counts one attempt with a code that the caller compared; the unit of work appends `userEvents` whatever the outcome. */
async function codeAttempt(
  tx: Transaction,
  user: Stream,
  channel: Channel,
  valid: boolean,
): Promise<CheckOutcome> {
  const codes = user.state(codesFacets[channel])
  const refusal = unavailable(user, channel, tx.now)
  if (refusal || codes.kind !== 'ready') return { userEvents: [], refusal: refusal ?? factorNotReady }
  return countAttempt(tx, user, codes.failedAttempts, (failures, lockAfter) =>
    countCode(channel, failures, valid, lockAfter),
  )
}

/** Returns why a code of this channel cannot be requested or checked now: factor absent, or user locked. */
function unavailable(user: Stream, channel: Channel, now: Date): Refusal | undefined {
  return refuseCodes(user.state(codesFacets[channel]), isLocked(user.state(userFacet), now))
}
