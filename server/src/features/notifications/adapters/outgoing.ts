import { JobFailure } from '../../../jobs/jobFailure.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Channel, ProviderSettings } from '../events.ts'
import type { RenderedMessage } from '../renderMessage.ts'

/** A rendered message with its recipient. */
export interface OutgoingMessage {
  readonly channel: Channel
  /** The mail address or phone number. */
  readonly recipient: string
  readonly message: RenderedMessage
  /** The public event that the message is about. */
  readonly eventType: string
  /** The same for every attempt, so that receivers can drop repetitions. */
  readonly messageId: string
  /** The values of the message by name, for providers that have their own texts. */
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

/** Sends a message. Throws `DeliveryError` if the provider does not accept it. */
export type Send = (provider: OpenProvider, outgoing: OutgoingMessage) => Promise<void>

/**
 * A message was not delivered. The text names the provider's host and the cause, but never what the provider replied, which may
 * repeat the message or the recipient. A permanent one is a refusal of this very message, which would be refused again.
 */
export class DeliveryError extends JobFailure {
  override readonly name = 'DeliveryError'
}
