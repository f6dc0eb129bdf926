import type { Authenticator } from '../../access/factorKinds.ts'
import type { HostedPageName } from '../../access/hostedLinks.ts'
import type { EventDefinition, EventOf } from '../../kernel/events.ts'
import { sessionCodeEvents } from '../one-time-codes/index.ts'
import { codeRequested, codeSent } from '../passkeys/index.ts'
import { passwordChanged, passwordChangeSent, resetCodeAdded, resetCodeSent } from '../passwords/index.ts'
import { recoveryCodesReplaced, recoveryCodeUsed } from '../recovery-codes/events.ts'
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
  phoneChanged,
  phoneCodeAdded,
  phoneCodeSent,
  phoneRemoved,
  usernameChanged,
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
  /** The page to which the message leads; undefined for messages without a link. */
  readonly page?: HostedPageName
}

/** Codes of users. */
export const userCodeMessages = [
  {
    requested: emailCodeAdded,
    sent: emailCodeSent,
    template: 'VerifyEmail',
    channel: 'email',
    page: 'verify_email',
  },
  { requested: phoneCodeAdded, sent: phoneCodeSent, template: 'VerifyPhone', channel: 'sms' },
  {
    requested: resetCodeAdded,
    sent: resetCodeSent,
    template: 'PasswordReset',
    channel: 'email',
    page: 'reset_password',
  },
  {
    requested: initializationCodeAdded,
    sent: initializationCodeSent,
    template: 'InitCode',
    channel: 'email',
    page: 'initialize',
  },
  {
    requested: inviteCodeAdded,
    sent: inviteCodeSent,
    template: 'InviteUser',
    channel: 'email',
    page: 'invite',
  },
  {
    requested: codeRequested,
    sent: codeSent,
    template: 'PasswordlessRegistration',
    channel: 'email',
    page: 'add_passkey',
  },
] as const satisfies readonly CodeMessage[]

/** One-time codes of sessions, which enqueue these messages themselves. */
export const sessionCodeMessages = {
  email: {
    requested: sessionCodeEvents.email.challenged,
    sent: sessionCodeEvents.email.sent,
    template: 'VerifyEmailOTP',
    channel: 'email',
    page: 'otp_email',
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
  /** The page to which the notice leads; the account by default. */
  readonly page?: HostedPageName
}

/** Every notice. */
export const notices: readonly Notice[] = [
  { event: passwordChanged, template: 'PasswordChange', sent: passwordChangeSent },
  { event: domainClaimed, template: 'DomainClaimed', sent: domainClaimedSent, page: 'log_in' },
  { event: emailChanged, template: 'EmailChanged' },
  { event: phoneChanged, template: 'PhoneChanged' },
  { event: phoneRemoved, template: 'PhoneRemoved' },
  { event: usernameChanged, template: 'UsernameChanged' },
  { event: recoveryCodesReplaced, template: 'RecoveryCodesReplaced' },
  { event: recoveryCodeUsed, template: 'RecoveryCodeUsed' },
  ...factorsAdded.map(({ kind, event }) => ({ event, template: 'FactorAdded', factor: kind }) as const),
  ...factorsRemoved.map(({ kind, event }) => ({ event, template: 'FactorRemoved', factor: kind }) as const),
]

const byEvent = new Map(notices.map((notice) => [notice.event.type, notice]))

/** Returns the notice of an event; undefined for other events. */
export function noticeOf(eventType: string): Notice | undefined {
  return byEvent.get(eventType)
}
