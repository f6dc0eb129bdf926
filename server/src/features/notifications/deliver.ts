import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { decideOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import type { Stream } from '../../eventlog/types.ts'
import { keepWaiting, releaseJobs } from '../../jobs/waitingJobs.ts'
import { sha256Hex } from '../../kernel/crypto/sha256.ts'
import type { EventBody, StreamRef } from '../../kernel/facet.ts'
import type { Job } from '../../kernel/job.ts'
import type { Deps } from '../manifest.ts'
import type { Human } from '../users/index.ts'
import { DeliveryError, type Send } from './adapters/outgoing.ts'
import { compose, type Occasion } from './compose.ts'
import { deliveryFacet, pendingKey } from './deliveryState.ts'
import type { Channel } from './events.ts'
import type { CodeMessage } from './messages.ts'
import { openActiveProvider } from './openProvider.ts'
import { activeProvider } from './queries.ts'
import { plainForSms } from './renderMessage.ts'

/** A message and its recipient. */
export interface Delivery {
  readonly occasion: Occasion
  readonly channel: Channel
  /** Undefined if the person has no address of this channel; the message is then dropped. */
  readonly address: string | undefined
  /** The type of the event that the message is about. */
  readonly event: string
  /** The same for every attempt, so that providers can recognize a repeated message. */
  readonly key: readonly (string | number)[]
}

/** The outcome of a delivery that did not fail. `dropped`: no address, or the instance was removed. */
export type Delivered = 'sent' | 'dropped' | 'no provider'

/** Sends a message through the channel's active provider. Throws `DeliveryError` if it was not accepted. */
export async function deliver(deps: Deps, send: Send, delivery: Delivery): Promise<Delivered> {
  const { occasion, channel, address: recipient, event: eventType, key } = delivery
  const { instanceId, id: userId } = occasion.user
  const about = { instanceId, userId, eventType, channel }
  if (recipient === undefined) {
    deps.logger.warn({ ...about, reason: 'no address' }, 'a message was dropped')
    return 'dropped'
  }
  const provider = await openActiveProvider(deps, instanceId, channel)
  if (provider === undefined) {
    deps.logger.warn(about, `no ${channel} provider is active; a message was not sent`)
    return 'no provider'
  }
  const composed = await compose(deps, occasion)
  if (composed === undefined) return 'dropped'
  const messageId = sha256Hex(JSON.stringify(key)).slice(0, 32)
  const message = channel === 'sms' ? plainForSms(composed.message) : composed.message
  const outgoing = { channel, recipient, eventType, messageId, ...composed, message }
  await send(provider, outgoing).catch((error: unknown) => {
    throw withFaultOfNumber(error, channel, recipient)
  })
  return 'sent'
}

/** A number that libphonenumber takes may still be no number that anything can be sent to; the refusal then says so. */
function withFaultOfNumber(error: unknown, channel: Channel, recipient: string): unknown {
  const faulty = channel === 'sms' && parsePhoneNumberFromString(recipient)?.isPossible() !== true
  if (!faulty || !(error instanceof DeliveryError)) return error
  return new DeliveryError(
    `${error.message}; the person's number is not a possible phone number`,
    error.permanent,
  )
}

/**
 * Keeps the job of a code until a provider of the channel is activated or the code expires. The provider is looked up again
 * afterwards: it may have been activated in between.
 */
export async function waitForProvider(
  deps: Deps,
  job: Job,
  code: RequestedCode,
  { instanceId, channel }: { readonly instanceId: string; readonly channel: Channel },
): Promise<void> {
  const wait = { instanceId, reason: `${channel}-provider` }
  const validFor = new Date(code.expiresAt).getTime() - deps.clock.now().getTime()
  await keepWaiting(deps.database, job, { ...wait, key: code.secretId }, validFor)
  if (await activeProvider(deps.database, instanceId, channel)) await releaseJobs(deps.database, wait)
}

/** Returns the person's address of a channel; undefined without one. */
export function addressOf(human: Human, channel: Channel): string | undefined {
  return channel === 'email' ? human.email.address : human.phone?.number
}

/** A requested code: its message, and its names on the stream. */
export interface RequestedCode {
  readonly message: CodeMessage
  readonly secretId: string
  readonly expiresAt: string
  readonly codeId?: string | undefined
}

/** Opens a code's plain text. Returns undefined if it was delivered, used or replaced, or has expired. */
export async function outstandingCode(
  { log, clock }: Deps,
  stream: Stream,
  code: RequestedCode,
): Promise<string | undefined> {
  if (!isPending(stream, code) || new Date(code.expiresAt) <= clock.now()) return undefined
  return (await log.secret(stream, code.secretId))?.toString()
}

/** Records the delivery of a code, unless it was replaced in the meantime. */
export function markSent(deps: Deps, ref: StreamRef, code: RequestedCode): Promise<void> {
  const { message, codeId } = code
  const sent = { type: message.sent.type, payload: codeId === undefined ? {} : { codeId } }
  return appendIf(deps, ref, sent, (stream) => isPending(stream, code))
}

/** Appends an event in the system's name if `holds` returns true for the current stream. */
export async function appendIf(
  { log, clock }: Deps,
  { instanceId, type, id }: StreamRef,
  event: EventBody,
  holds: (stream: Stream) => boolean,
): Promise<void> {
  const ref = { type, id }
  await decideOn(log, systemWriting(clock, instanceId), ref, (stream) => (holds(stream) ? [event] : []))
}

function isPending(stream: Stream, { message, codeId, secretId }: RequestedCode): boolean {
  return stream.state(deliveryFacet).pending[pendingKey(message.sent.type, codeId)] === secretId
}
