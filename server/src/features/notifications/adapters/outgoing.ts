import type { JsonObject } from '../../../kernel/json.ts'
import type { Channel, ProviderSettings } from '../events.ts'
import type { RenderedMessage } from '../renderMessage.ts'

/** A message on its way out. */
export interface OutgoingMessage {
  readonly channel: Channel
  /** The mail address or phone number. */
  readonly recipient: string
  readonly message: RenderedMessage
  /** The public event that the message is about. */
  readonly eventType: string
  /** The same for every try of the same message, so that receivers can drop repetitions. */
  readonly messageId: string
  /** The values of the message by name, for providers that write their own texts. */
  readonly args: JsonObject
}

/** A provider with its secret opened. */
export interface OpenProvider {
  readonly instanceId: string
  readonly id: string
  readonly description: string
  /** Changes with every change of the provider. */
  readonly version: string
  readonly settings: ProviderSettings
  readonly secret: string | undefined
}

/** Hands a message over; throws `DeliveryError` when the other side does not take it. */
export type Send = (provider: OpenProvider, outgoing: OutgoingMessage) => Promise<void>

/** The other side did not take a message. The text names the reason by codes alone: it goes to logs and job tables. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
}

/** The wording of a failed connection by its code, without anything that was sent. */
export function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
    if (at.name === 'TimeoutError') return 'ETIMEDOUT'
  }
  return 'unknown error'
}
