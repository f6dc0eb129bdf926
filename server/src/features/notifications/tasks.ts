import { z } from 'zod'
import type { Stream } from '../../eventlog/types.ts'
import { sha256Hex } from '../../kernel/crypto/sha256.ts'
import type { StreamRef } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Deps, Task } from '../manifest.ts'
import { isExpired, sessionFacet } from '../sessions/index.ts'
import { notificationPolicy } from '../settings/index.ts'
import { type Human, isVerified } from '../users/index.ts'
import type { Send } from './adapters/outgoing.ts'
import { openSender } from './adapters/send.ts'
import { type Composed, compose, type Occasion } from './compose.ts'
import { deliveryFacet, pendingKey } from './deliveryState.ts'
import type { Channel } from './events.ts'
import { type CodeMessage, codeMessageOf, noticeOf } from './messages.ts'
import { openActiveProvider } from './openProvider.ts'
import { recipientOf } from './recipient.ts'

const codeJob = z.object({
  instanceId: z.string(),
  userId: z.string(),
  event: z.string(),
  sequence: z.number(),
  request: z.object({
    secretId: z.string(),
    expiresAt: z.string(),
    medium: z.string().optional(),
    urlTemplate: z.string().optional(),
    applicationName: z.string().optional(),
    codeId: z.string().optional(),
  }),
})

const otpJob = z.object({
  instanceId: z.string(),
  sessionId: z.string(),
  kind: z.enum(['sms', 'email']),
  codeSecret: z.string(),
  origin: z.string(),
  urlTemplate: z.string().optional(),
})

const noticeJob = z.object({
  instanceId: z.string(),
  userId: z.string(),
  event: z.string(),
  sequence: z.number(),
  address: z.string(),
})

/** The jobs that deliver messages. One that throws is tried again later; one that has become pointless ends quietly. */
export function notificationTasks(deps: Deps, send: Send = openSender()): Readonly<Record<string, Task>> {
  return {
    'notifications.code': (payload) => deliverCode(deps, send, codeJob.parse(payload)),
    'notify.otp': (payload) => deliverOtp(deps, send, otpJob.parse(payload)),
    'notifications.notice': (payload) => deliverNotice(deps, send, noticeJob.parse(payload)),
  }
}

/** A code of a user: sent only while it is the outstanding one, valid and not yet delivered. */
async function deliverCode(deps: Deps, send: Send, job: z.infer<typeof codeJob>): Promise<void> {
  const { instanceId, userId, event, request } = job
  const message = codeMessageOf(event)
  if (message === undefined) throw new Error(`no message is known for ${event}`)
  const ref = { instanceId, type: 'user', id: userId }
  const user = await deps.log.load(ref)
  const now = new Date()
  const human = recipientOf(user, now)
  const plain = await outstandingCode(
    deps,
    user,
    message,
    request.secretId,
    request.expiresAt,
    request.codeId,
  )
  if (human === undefined || plain === undefined) return
  const channel = message.channel({ medium: request.medium })
  const { template, link } = message
  const { expiresAt, urlTemplate = '', codeId, applicationName } = request
  const occasion: Occasion = {
    template,
    user,
    human,
    now,
    code: { plain, expiresAt, link, urlTemplate, ...(codeId !== undefined && { codeId }) },
    ...(applicationName !== undefined && { applicationName }),
  }
  const key = JSON.stringify([instanceId, userId, request.secretId])
  if (!(await deliver(deps, send, channel, occasion, addressOf(human, channel), event, key))) return
  await markSent(deps, ref, message, request.secretId, codeId)
}

/** A one-time code of a session, to a verified address only; its job was enqueued by the sessions feature. */
async function deliverOtp(deps: Deps, send: Send, job: z.infer<typeof otpJob>): Promise<void> {
  const { instanceId, sessionId, kind, codeSecret, origin, urlTemplate = '' } = job
  const event = `session.otp.${kind}.challenged`
  const message = codeMessageOf(event)
  const ref = { instanceId, type: 'session', id: sessionId }
  const session = await deps.log.load(ref)
  const state = session.state(sessionFacet)
  const now = new Date()
  if (message === undefined || state.kind !== 'live' || state.user === null || isExpired(state, now)) return
  const challenge = state.challenges[kind === 'sms' ? 'otpSms' : 'otpEmail']
  if (challenge?.secretId !== codeSecret) return
  const user = await deps.log.load({ instanceId, type: 'user', id: state.user.id })
  const human = recipientOf(user, now)
  const plain = await outstandingCode(deps, session, message, codeSecret, challenge.expiresAt, undefined)
  if (human === undefined || plain === undefined) return
  const { template, link } = message
  const code = { plain, expiresAt: challenge.expiresAt, link, urlTemplate, sessionId, origin }
  const occasion: Occasion = { template, user, human, now, code }
  const channel = message.channel({})
  const key = JSON.stringify([instanceId, sessionId, codeSecret])
  const address = isVerified(user, kind) ? addressOf(human, channel) : undefined
  if (!(await deliver(deps, send, channel, occasion, address, event, key))) return
  await markSent(deps, ref, message, codeSecret, undefined)
}

/** Tells the person what happened. */
async function deliverNotice(deps: Deps, send: Send, job: z.infer<typeof noticeJob>): Promise<void> {
  const { instanceId, userId, event, sequence, address } = job
  const notice = noticeOf(event)
  if (notice === undefined) throw new Error(`no notice is known for ${event}`)
  const user = await deps.log.load({ instanceId, type: 'user', id: userId })
  const now = new Date()
  const human = recipientOf(user, now)
  if (human === undefined) return
  if (notice.template === 'PasswordChange') {
    const policy = await notificationPolicy(deps.database, instanceId, user.owner)
    if (!policy.passwordChange) return
  }
  const { template, factor } = notice
  const occasion: Occasion = { template, user, human, now, ...(factor !== undefined && { factor }) }
  const key = JSON.stringify([instanceId, userId, event, sequence, address])
  const { sent } = notice
  if (!(await deliver(deps, send, 'email', occasion, address, event, key)) || sent === undefined) return
  await append(deps, { instanceId, type: 'user', id: userId }, (current) =>
    recipientOf(current, now) === undefined ? undefined : { type: sent, payload: {} },
  )
}

/** The code's plain text, unless it was delivered, used, replaced or has expired. */
async function outstandingCode(
  deps: Deps,
  stream: Stream,
  message: CodeMessage,
  secretId: string,
  expiresAt: string,
  codeId: string | undefined,
): Promise<string | undefined> {
  if (stream.state(deliveryFacet).pending[pendingKey(message.sent, codeId)] !== secretId) return undefined
  if (new Date(expiresAt) <= new Date()) return undefined
  return (await deps.log.secret(stream, secretId))?.toString()
}

function addressOf(human: Human, channel: Channel): string | undefined {
  return channel === 'email' ? human.email.address : human.phone?.number
}

/** False when there is nothing to send through or nobody to send to; then no delivery is told of. */
async function deliver(
  deps: Deps,
  send: Send,
  channel: Channel,
  occasion: Occasion,
  recipient: string | undefined,
  eventType: string,
  key: string,
): Promise<boolean> {
  const { user } = occasion
  const provider = await openActiveProvider(deps, user.instanceId, channel)
  if (provider === undefined || recipient === undefined) {
    const reason = recipient === undefined ? 'no address' : 'no active provider'
    deps.logger.warn(
      { instanceId: user.instanceId, userId: user.id, eventType, channel, reason },
      'a message was dropped',
    )
    return false
  }
  const composed: Composed | undefined = await compose(deps, occasion)
  if (composed === undefined) return false
  const messageId = sha256Hex(key).slice(0, 32)
  await send(provider, { channel, recipient, eventType, messageId, ...composed })
  return true
}

/** Tells of the delivery, unless the code was replaced in the meantime. */
function markSent(
  deps: Deps,
  ref: StreamRef,
  message: CodeMessage,
  secretId: string,
  codeId: string | undefined,
): Promise<void> {
  return append(deps, ref, (stream) =>
    stream.state(deliveryFacet).pending[pendingKey(message.sent, codeId)] === secretId
      ? { type: message.sent, payload: codeId === undefined ? {} : { codeId } }
      : undefined,
  )
}

async function append(
  deps: Deps,
  { instanceId, type, id }: StreamRef,
  event: (stream: Stream) => { readonly type: string; readonly payload: JsonObject } | undefined,
): Promise<void> {
  await deps.log.transact({ instanceId, creator: 'system', now: new Date() }, { type, id }, async (tx) => {
    const stream = await tx.load({ type, id })
    const one = event(stream)
    if (one !== undefined) await tx.append(stream, [one])
  })
}
