import { z } from 'zod'
import type { EventSchemas } from '../../kernel/facet.ts'

/** What messages travel over. */
export type Channel = 'email' | 'sms'

const named = z.strictObject({ id: z.string() })
/** The password or token is a sealed secret of the instance, named here. */
const newSecret = z.strictObject({ id: z.string(), secretId: z.string() })

const smtpSettings = z.strictObject({
  senderAddress: z.string(),
  senderName: z.string(),
  tls: z.boolean(),
  /** `host:port`. */
  host: z.string(),
  /** '' for a server that asks for no login. */
  user: z.string(),
  replyToAddress: z.string(),
})
const httpSettings = z.strictObject({ endpoint: z.string() })
const twilioSettings = z.strictObject({
  sid: z.string(),
  /** A number, or the sid of a messaging service (`MG…`). */
  senderNumber: z.string(),
  /** '' to send plain messages. */
  verifyServiceSid: z.string(),
})

export type SmtpSettings = z.infer<typeof smtpSettings>
export type HttpSettings = z.infer<typeof httpSettings>
export type TwilioSettings = z.infer<typeof twilioSettings>

/** How a provider is reached, without what it is reached with. */
export type ProviderSettings =
  | ({ readonly kind: 'smtp' } & SmtpSettings)
  | ({ readonly kind: 'http' } & HttpSettings)
  | ({ readonly kind: 'twilio' } & TwilioSettings)

const head = { id: z.string(), description: z.string() }

/** The public prefix of events on any provider of a channel. */
const channelEvents: Readonly<Record<Channel, string>> = {
  email: 'instance.smtp.config',
  sms: 'instance.sms.config',
}

/** What may be added and changed under which public event name: channel, then kind. */
export const settingsEvents = {
  'instance.smtp.config': { channel: 'email', kind: 'smtp' },
  'instance.smtp.config.http': { channel: 'email', kind: 'http' },
  'instance.sms.config.twilio': { channel: 'sms', kind: 'twilio' },
  'instance.sms.config.http': { channel: 'sms', kind: 'http' },
} as const satisfies Record<string, { channel: Channel; kind: ProviderSettings['kind'] }>

/** The public prefix of `added` and `changed` of a provider. */
export function settingsEvent(channel: Channel, kind: ProviderSettings['kind']): string {
  if (kind === 'http') return `${channelEvents[channel]}.http`
  return kind === 'smtp' ? channelEvents.email : `${channelEvents.sms}.twilio`
}

/** Everything that happens to the providers of an instance. */
export const providerEvents: EventSchemas = {
  'instance.smtp.config.added': smtpSettings.extend({ ...head, secretId: z.string().optional() }),
  'instance.smtp.config.changed': smtpSettings.extend(head),
  'instance.smtp.config.password.changed': newSecret,
  'instance.smtp.config.http.added': httpSettings.extend(head),
  'instance.smtp.config.http.changed': httpSettings.extend(head),
  'instance.smtp.config.activated': named,
  'instance.smtp.config.deactivated': named,
  'instance.smtp.config.removed': named,
  'instance.sms.config.twilio.added': twilioSettings.extend({ ...head, secretId: z.string() }),
  'instance.sms.config.twilio.changed': twilioSettings.extend(head),
  'instance.sms.config.twilio.token.changed': newSecret,
  'instance.sms.config.http.added': httpSettings.extend(head),
  'instance.sms.config.http.changed': httpSettings.extend(head),
  'instance.sms.config.activated': named,
  'instance.sms.config.deactivated': named,
  'instance.sms.config.removed': named,
}

/** Deliveries that no other feature tells of. */
export const deliveryEvents: EventSchemas = {
  'user.domain.claimed.sent': z.strictObject({}),
}

/** The event that switches a provider on or off, or takes it away. */
export function lifeEvent(channel: Channel, verb: 'activated' | 'deactivated' | 'removed', id: string) {
  return { type: `${channelEvents[channel]}.${verb}`, payload: { id } }
}
