import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** The medium of a message. */
export type Channel = 'email' | 'sms'
/** Every medium. */
export const channels: readonly Channel[] = ['email', 'sms']

const oauthSettings = z.strictObject({
  tokenEndpoint: z.string(),
  scopes: z.array(z.string()),
  clientId: z.string(),
})
const smtpSettings = z.strictObject({
  senderAddress: z.string(),
  senderName: z.string(),
  tls: z.boolean(),
  /** `host:port`. */
  host: z.string(),
  /** '' if the server requires no login. */
  user: z.string(),
  replyToAddress: z.string(),
  /** If present, the user signs in with access tokens from there (SASL XOAUTH2), and the secret is the client's. */
  oauth: oauthSettings.optional(),
})
const httpSettings = z.strictObject({ endpoint: z.string() })
const twilioSettings = z.strictObject({
  sid: z.string(),
  /** A number, or the sid of a messaging service (`MG…`). */
  senderNumber: z.string(),
  /** '' to send plain messages. */
  verifyServiceSid: z.string(),
})

/** The address and sender of an SMTP provider, without its password. */
export type SmtpSettings = z.infer<typeof smtpSettings>
/** Where access tokens for a mail server come from, by client credentials (RFC 6749 §4.4). */
export type OauthSettings = z.infer<typeof oauthSettings>
/** The account of a Twilio provider, without its token. */
export type TwilioSettings = z.infer<typeof twilioSettings>

/** The address of a provider and its options, without its password, token or signing key. */
export type ProviderSettings =
  | ({ readonly kind: 'smtp' } & SmtpSettings)
  | ({ readonly kind: 'http' } & z.infer<typeof httpSettings>)
  | ({ readonly kind: 'twilio' } & TwilioSettings)

const named = z.strictObject({ id: z.string() })
const head = { ...named.shape, description: z.string() }
/** The password, token or signing key is a secret of the instance with this id. */
const secret = { secretId: z.string() }

/** Mail servers. */
export const smtpEvents = {
  added: defineEvent(
    'instance.smtp.config.added',
    smtpSettings.extend({ ...head, secretId: secret.secretId.optional() }),
  ),
  changed: defineEvent('instance.smtp.config.changed', smtpSettings.extend(head)),
  secretChanged: defineEvent('instance.smtp.config.password.changed', named.extend(secret)),
  secretRemoved: defineEvent('instance.smtp.config.password.removed', named),
}

/** Twilio accounts. */
export const twilioEvents = {
  added: defineEvent('instance.sms.config.twilio.added', twilioSettings.extend({ ...head, ...secret })),
  changed: defineEvent('instance.sms.config.twilio.changed', twilioSettings.extend(head)),
  secretChanged: defineEvent('instance.sms.config.twilio.token.changed', named.extend(secret)),
}

const eventsOf = <Prefix extends string>(prefix: Prefix) => ({
  /** HTTP endpoints as providers. */
  http: {
    /** Endpoints that 0.2.0 added have no signing key. */
    added: defineEvent(
      `${prefix}.http.added`,
      httpSettings.extend({ ...head, secretId: secret.secretId.optional() }),
    ),
    changed: defineEvent(`${prefix}.http.changed`, httpSettings.extend(head)),
    secretChanged: defineEvent(`${prefix}.http.signing_key.changed`, named.extend(secret)),
  },
  /** Providers of every kind. */
  any: {
    activated: defineEvent(`${prefix}.activated`, named),
    deactivated: defineEvent(`${prefix}.deactivated`, named),
    removed: defineEvent(`${prefix}.removed`, named),
  },
})

/** Events whose names depend on the channel alone. */
export const channelEvents = {
  email: eventsOf('instance.smtp.config'),
  sms: eventsOf('instance.sms.config'),
} as const satisfies Record<Channel, unknown>

/** Every event of an instance's providers. */
export const providerEvents = [
  ...Object.values(smtpEvents),
  ...Object.values(twilioEvents),
  ...Object.values(channelEvents).flatMap(({ http, any }) => [...Object.values(http), ...Object.values(any)]),
]
export type ProviderEvent = EventOf<typeof smtpEvents | typeof twilioEvents | typeof channelEvents>

/** The person was informed that another organization claimed the domain of their user name. */
export const domainClaimedSent = defineEvent('user.domain.claimed.sent', z.strictObject({}))
