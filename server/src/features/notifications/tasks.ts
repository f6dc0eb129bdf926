import { handle, type JobOf, type TaskHandler } from '../../jobs/task.ts'
import { releaseJobs } from '../../jobs/waitingJobs.ts'
import type { Deps } from '../manifest.ts'
import { sendSessionCode } from '../one-time-codes/index.ts'
import { isExpired, openChallenge, sessionFacet } from '../sessions/index.ts'
import { notificationPolicy } from '../settings/index.ts'
import { isVerified } from '../users/index.ts'
import type { Send } from './adapters/outgoing.ts'
import { openSender } from './adapters/send.ts'
import type { Occasion } from './compose.ts'
import {
  addressOf,
  appendIf,
  deliver,
  markSent,
  outstandingCode,
  type RequestedCode,
  waitForProvider,
} from './deliver.ts'
import { sendNotice, sendUserCode, sendWaiting } from './jobs.ts'
import { type CodeMessage, codeMessageOf, noticeOf, sessionCodeMessages } from './messages.ts'
import { recipientOf } from './recipient.ts'

/** Handles the jobs that send messages. A job whose message is no longer due ends without an error. */
export function notificationTasks(deps: Deps, send: Send = openSender(deps)): readonly TaskHandler[] {
  return [
    handle(sendUserCode, (job) => deliverUserCode(deps, send, job)),
    handle(sendSessionCode, (job) => deliverSessionCode(deps, send, job)),
    handle(sendNotice, (job) => deliverNotice(deps, send, job)),
    handle(sendWaiting, ({ instanceId, channel }) =>
      releaseJobs(deps.database, { instanceId, reason: `${channel}-provider` }),
    ),
  ]
}

async function deliverUserCode(deps: Deps, send: Send, job: JobOf<typeof sendUserCode>): Promise<void> {
  const {
    instanceId,
    userId,
    event,
    secretId,
    expiresAt,
    codeId,
    applicationName,
    language,
    urlTemplate = '',
  } = job
  const message = codeMessageOf(event)
  if (message === undefined) throw new Error(`no message is known for ${event}`)
  const requested: RequestedCode = { message, secretId, expiresAt, codeId }
  const ref = { instanceId, type: 'user', id: userId }
  const user = await deps.log.load(ref)
  const now = deps.clock.now()
  const human = recipientOf(user, now)
  const plain = await outstandingCode(deps, user, requested)
  if (human === undefined || plain === undefined) return
  const { template, page } = message
  const occasion: Occasion = {
    template,
    user,
    human,
    now,
    page,
    code: { plain, expiresAt, urlTemplate, ...(codeId !== undefined && { codeId }) },
    ...(applicationName !== undefined && { applicationName }),
    language,
  }
  const channel = job.medium ?? message.channel
  const address = addressOf(human, channel)
  const key = [instanceId, userId, secretId]
  const delivered = await deliver(deps, send, { occasion, channel, address, event, key })
  if (delivered === 'sent') await markSent(deps, ref, requested)
  const { instanceId: _, ...again } = job
  if (delivered === 'no provider')
    await waitForProvider(deps, sendUserCode(again), requested, { instanceId, channel })
}

/** Sends to verified addresses only. */
async function deliverSessionCode(deps: Deps, send: Send, job: JobOf<typeof sendSessionCode>): Promise<void> {
  const { instanceId, sessionId, kind, secretId, origin, language, urlTemplate = '' } = job
  const message: CodeMessage = sessionCodeMessages[kind]
  const ref = { instanceId, type: 'session', id: sessionId }
  const session = await deps.log.load(ref)
  const state = session.state(sessionFacet)
  const now = deps.clock.now()
  if (state.kind !== 'live' || state.user === null || isExpired(state, now)) return
  const challenge = openChallenge(state, sessionCodeMessages[kind].requested)
  if (challenge?.secretId !== secretId) return
  const { expiresAt } = challenge
  const requested: RequestedCode = { message, secretId, expiresAt }
  const user = await deps.log.load({ instanceId, type: 'user', id: state.user.id })
  const human = recipientOf(user, now)
  const plain = await outstandingCode(deps, session, requested)
  if (human === undefined || plain === undefined) return
  const { template, page } = message
  const code = { plain, expiresAt, urlTemplate, sessionId, origin }
  const occasion: Occasion = {
    template,
    user,
    human,
    now,
    page,
    code,
    language,
  }
  const {
    channel,
    requested: { type: event },
  } = message
  const address = isVerified(user, kind) ? addressOf(human, channel) : undefined
  const key = [instanceId, sessionId, secretId]
  const delivered = await deliver(deps, send, { occasion, channel, address, event, key })
  if (delivered === 'sent') await markSent(deps, ref, requested)
  const { instanceId: _, ...again } = job
  if (delivered === 'no provider')
    await waitForProvider(deps, sendSessionCode(again), requested, { instanceId, channel })
}

async function deliverNotice(deps: Deps, send: Send, job: JobOf<typeof sendNotice>): Promise<void> {
  const { instanceId, userId, event, sequence, address } = job
  const notice = noticeOf(event)
  if (notice === undefined) throw new Error(`no notice is known for ${event}`)
  const ref = { instanceId, type: 'user', id: userId }
  const user = await deps.log.load(ref)
  const now = deps.clock.now()
  const human = recipientOf(user, now)
  if (human === undefined) return
  if (notice.template === 'PasswordChange') {
    const policy = await notificationPolicy(deps.database, instanceId, user.owner)
    if (!policy.passwordChange) return
  }
  const { template, factor, sent, page = 'account' } = notice
  const occasion: Occasion = { template, user, human, now, page, ...(factor !== undefined && { factor }) }
  const key = [instanceId, userId, event, sequence, address]
  const delivered = await deliver(deps, send, { occasion, channel: 'email', address, event, key })
  if (delivered !== 'sent' || sent === undefined) return
  await appendIf(
    deps,
    ref,
    { type: sent.type, payload: {} },
    (current) => recipientOf(current, now) !== undefined,
  )
}
