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

/** The provider did not accept a message. Logs and job tables store the text, so it gives the reason by codes alone. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
}

/** Returns the code of a failed connection. The error's own text may repeat the message, so it is not used. */
export function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
    if (at.name === 'TimeoutError') return 'ETIMEDOUT'
  }
  return 'unknown error'
}
