/** A channel by which messages reach people. */
export type Channel = 'email' | 'sms'
/** What delivers messages. */
export type ProviderKind = 'smtp' | 'http' | 'twilio'

/** How a mail server is used. */
export interface Smtp {
  readonly senderAddress?: string
  readonly senderName?: string
  readonly replyToAddress?: string
  readonly host?: string
  readonly tls?: boolean
  readonly user?: string
  readonly none?: object
  readonly plain?: object
  readonly xoauth2?: {
    readonly tokenEndpoint?: string
    readonly scopes?: readonly string[]
    readonly clientCredentials?: { readonly clientId?: string }
  }
}

/** A provider as the REST API shows it: never with its password, token or key. */
export interface Provider {
  readonly id: string
  readonly state?: string
  readonly description?: string
  readonly smtp?: Smtp
  readonly http?: { readonly endpoint?: string }
  readonly twilio?: {
    readonly sid?: string
    readonly senderNumber?: string
    readonly verifyServiceSid?: string
  }
}

/** The kinds of each channel, the usual one first. */
export const kindsOf: Readonly<Record<Channel, readonly ProviderKind[]>> = {
  email: ['smtp', 'http'],
  sms: ['twilio', 'http'],
}

/** Returns what kind of provider it is. */
export function kindOf({ smtp, twilio }: Provider): ProviderKind {
  if (smtp) return 'smtp'
  return twilio ? 'twilio' : 'http'
}

/** Returns whether messages go through the provider. */
export function isActive({ state }: Provider): boolean {
  return /(?<!IN)ACTIVE$/.test(state ?? '')
}

/** What a form asks about a provider, of all kinds. */
export interface ProviderValues {
  description: string
  senderAddress: string
  senderName: string
  replyToAddress: string
  host: string
  tls: boolean
  auth: 'none' | 'plain' | 'xoauth2'
  user: string
  tokenEndpoint: string
  scopes: string[]
  clientId: string
  endpoint: string
  /** True to replace the signing key. */
  newKey: boolean
  sid: string
  senderNumber: string
  verifyServiceSid: string
  /** The password, client secret or token; '' keeps the one that is stored. */
  secret: string
}

/** Returns the values of a provider, or those with which a new one begins. */
export function valuesOf(provider: Provider | undefined): ProviderValues {
  const { description = '', smtp = {}, http = {}, twilio = {} } = provider ?? {}
  const { tokenEndpoint = '', scopes = [], clientCredentials } = smtp.xoauth2 ?? {}
  return {
    description,
    senderAddress: smtp.senderAddress ?? '',
    senderName: smtp.senderName ?? '',
    replyToAddress: smtp.replyToAddress ?? '',
    host: smtp.host ?? '',
    tls: provider ? (smtp.tls ?? false) : true,
    auth: smtp.xoauth2 ? 'xoauth2' : smtp.none ? 'none' : 'plain',
    user: smtp.user ?? '',
    tokenEndpoint,
    scopes: [...scopes],
    clientId: clientCredentials?.clientId ?? '',
    endpoint: http.endpoint ?? '',
    newKey: false,
    sid: twilio.sid ?? '',
    senderNumber: twilio.senderNumber ?? '',
    verifyServiceSid: twilio.verifyServiceSid ?? '',
    secret: '',
  }
}

/** Returns the body with which a provider is added or changed. */
export function bodyOf(kind: ProviderKind, values: ProviderValues): object {
  const { description, endpoint, newKey, sid, senderNumber, verifyServiceSid, secret } = values
  if (kind === 'http') return { description, endpoint, ...(newKey && { expirationSigningKey: '0s' }) }
  if (kind === 'twilio')
    return { description, sid, senderNumber, verifyServiceSid, ...(secret !== '' && { token: secret }) }
  const { senderAddress, senderName, replyToAddress, host, tls } = values
  return { description, senderAddress, senderName, replyToAddress, host, tls, ...loginOf(values) }
}

function loginOf({ auth, user, secret, tokenEndpoint, scopes, clientId }: ProviderValues): object {
  if (auth === 'none') return { none: {} }
  if (auth === 'plain') return { user, plain: { password: secret } }
  return { user, xoauth2: { tokenEndpoint, scopes, clientCredentials: { clientId, clientSecret: secret } } }
}

/** Settings of well-known mail services, by their names. */
export const presets: readonly {
  readonly name: string
  readonly host: string
  readonly oauth?: { readonly tokenEndpoint: string; readonly scope: string }
}[] = [
  { name: 'Amazon SES', host: 'email-smtp.eu-west-1.amazonaws.com:587' },
  { name: 'Brevo', host: 'smtp-relay.brevo.com:587' },
  { name: 'Gmail', host: 'smtp.gmail.com:587' },
  { name: 'Mailgun', host: 'smtp.mailgun.org:587' },
  { name: 'Mailjet', host: 'in-v3.mailjet.com:587' },
  {
    name: 'Microsoft 365',
    host: 'smtp.office365.com:587',
    oauth: {
      tokenEndpoint: 'https://login.microsoftonline.com/TENANT/oauth2/v2.0/token',
      scope: 'https://outlook.office365.com/.default',
    },
  },
  { name: 'Postmark', host: 'smtp.postmarkapp.com:587' },
  { name: 'SendGrid', host: 'smtp.sendgrid.net:587' },
]
