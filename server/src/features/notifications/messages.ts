import type { Authenticator } from '../../access/factorKinds.ts'
import type { EventDefinition, EventOf } from '../../kernel/events.ts'
import { sessionCodeEvents } from '../one-time-codes/index.ts'
import { codeRequested, codeSent } from '../passkeys/index.ts'
import { passwordChanged, passwordChangeSent, resetCodeAdded, resetCodeSent } from '../passwords/index.ts'
import { factorsAdded, factorsRemoved } from '../sessions/index.ts'
import {
  domainClaimed,
  emailChanged,
  emailCodeAdded,
  emailCodeSent,
  initializationCodeAdded,
  initializationCodeSent,
  inviteCodeAdded,
  inviteCodeSent,
  phoneCodeAdded,
  phoneCodeSent,
} from '../users/index.ts'
import { type Channel, domainClaimedSent } from './events.ts'
import type { Template } from './texts/message.ts'

/** A message that carries a code. */
export interface CodeMessage {
  /** The event that requests the message. */
  readonly requested: EventDefinition
  /** The event that records its delivery. */
  readonly sent: EventDefinition
  readonly template: Template
  /** The channel, unless the request names a medium. */
  readonly channel: Channel
  /** Path of the hosted login and its fixed parameters; undefined for messages without a link. */
  readonly link?: { readonly path: string; readonly parameters?: Readonly<Record<string, string>> }
}

const login = '/ui/v2/login'

/** Codes of users. */
export const userCodeMessages = [
  {
    requested: emailCodeAdded,
    sent: emailCodeSent,
    template: 'VerifyEmail',
    channel: 'email',
    link: { path: `${login}/verify` },
  },
  { requested: phoneCodeAdded, sent: phoneCodeSent, template: 'VerifyPhone', channel: 'sms' },
  {
    requested: resetCodeAdded,
    sent: resetCodeSent,
    template: 'PasswordReset',
    channel: 'email',
    link: { path: `${login}/password/set` },
  },
  {
    requested: initializationCodeAdded,
    sent: initializationCodeSent,
    template: 'InitCode',
    channel: 'email',
    link: { path: `${login}/verify`, parameters: { initialization: 'true' } },
  },
  {
    requested: inviteCodeAdded,
    sent: inviteCodeSent,
    template: 'InviteUser',
    channel: 'email',
    link: { path: `${login}/verify`, parameters: { invite: 'true' } },
  },
  {
    requested: codeRequested,
    sent: codeSent,
    template: 'PasswordlessRegistration',
    channel: 'email',
    link: { path: `${login}/passkey/set` },
  },
] as const satisfies readonly CodeMessage[]

/** One-time codes of sessions, which enqueue these messages themselves. */
export const sessionCodeMessages = {
  email: {
    requested: sessionCodeEvents.email.challenged,
    sent: sessionCodeEvents.email.sent,
    template: 'VerifyEmailOTP',
    channel: 'email',
    link: { path: `${login}/otp/email` },
  },
  sms: {
    requested: sessionCodeEvents.sms.challenged,
    sent: sessionCodeEvents.sms.sent,
    template: 'VerifySMSOTP',
    channel: 'sms',
  },
} as const satisfies Record<Channel, CodeMessage>

/** Every message that carries a code. */
export const codeMessages = [...userCodeMessages, ...Object.values(sessionCodeMessages)]
export type CodeEvent = EventOf<(typeof codeMessages)[number]['requested' | 'sent']>

const byRequest = new Map<string, CodeMessage>(
  codeMessages.map((message) => [message.requested.type, message]),
)

/** Returns the message that an event requests; undefined for other events. */
export function codeMessageOf(eventType: string): CodeMessage | undefined {
  return byRequest.get(eventType)
}

/** A message that informs a person of an event on their account. */
export interface Notice {
  readonly event: EventDefinition
  readonly template: Template
  /** The event that records its delivery, if there is one. */
  readonly sent?: EventDefinition
  /** The kind of factor that was added or removed. */
  readonly factor?: Authenticator
}

/** Every notice. */
export const notices: readonly Notice[] = [
  { event: passwordChanged, template: 'PasswordChange', sent: passwordChangeSent },
  { event: domainClaimed, template: 'DomainClaimed', sent: domainClaimedSent },
  { event: emailChanged, template: 'EmailChanged' },
  ...factorsAdded.map(({ kind, event }) => ({ event, template: 'FactorAdded', factor: kind }) as const),
  ...factorsRemoved.map(({ kind, event }) => ({ event, template: 'FactorRemoved', factor: kind }) as const),
]

const byEvent = new Map(notices.map((notice) => [notice.event.type, notice]))

/** Returns the notice of an event; undefined for other events. */
export function noticeOf(eventType: string): Notice | undefined {
  return byEvent.get(eventType)
}
