import type { Authenticator } from '../../access/factorKinds.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { sessionCodeEvents } from '../one-time-codes/index.ts'
import { factorsAdded, factorsRemoved } from '../sessions/index.ts'
import type { Channel } from './events.ts'
import type { Template } from './texts/message.ts'

/** A message that carries a code: what asks for it, what tells of its delivery, how it looks, where its link leads. */
export interface CodeMessage {
  /** The public event after delivery. */
  readonly sent: string
  readonly template: Template
  channel(payload: JsonObject): Channel
  /** Path of the hosted login, and its fixed parameters; none for messages without a link. */
  readonly link?: { readonly path: string; readonly parameters?: Readonly<Record<string, string>> }
}

const byEmail = (): Channel => 'email'
const bySms = (): Channel => 'sms'
const login = '/ui/v2/login'

/** By the event that asks for the message; its payload has `secretId`, `expiresAt`, `returned` and perhaps `urlTemplate`. */
const codeMessages: Readonly<Record<string, CodeMessage>> = {
  'user.human.email.code.added': {
    sent: 'user.human.email.code.sent',
    template: 'VerifyEmail',
    channel: byEmail,
    link: { path: `${login}/verify` },
  },
  'user.human.phone.code.added': {
    sent: 'user.human.phone.code.sent',
    template: 'VerifyPhone',
    channel: bySms,
  },
  'user.human.password.code.added': {
    sent: 'user.human.password.code.sent',
    template: 'PasswordReset',
    channel: ({ medium }) => (medium === 'sms' ? 'sms' : 'email'),
    link: { path: `${login}/password/set` },
  },
  'user.human.initialization.code.added': {
    sent: 'user.human.initialization.code.sent',
    template: 'InitCode',
    channel: byEmail,
    link: { path: `${login}/verify`, parameters: { initialization: 'true' } },
  },
  'user.human.invite.code.added': {
    sent: 'user.human.invite.code.sent',
    template: 'InviteUser',
    channel: byEmail,
    link: { path: `${login}/verify`, parameters: { invite: 'true' } },
  },
  'user.human.passwordless.initialization.code.requested': {
    sent: 'user.human.passwordless.initialization.code.sent',
    template: 'PasswordlessRegistration',
    channel: byEmail,
    link: { path: `${login}/passkey/set` },
  },
  [sessionCodeEvents.email.challenged.type]: {
    sent: sessionCodeEvents.email.sent.type,
    template: 'VerifyEmailOTP',
    channel: byEmail,
    link: { path: `${login}/otp/email` },
  },
  [sessionCodeEvents.sms.challenged.type]: {
    sent: sessionCodeEvents.sms.sent.type,
    template: 'VerifySMSOTP',
    channel: bySms,
  },
}

/** The message that an event asks for; undefined for other events. */
export function codeMessageOf(eventType: string): CodeMessage | undefined {
  return Object.hasOwn(codeMessages, eventType) ? codeMessages[eventType] : undefined
}

/** Events on users that ask for a code to be delivered; sessions enqueue theirs themselves. */
export const userCodeEvents = Object.keys(codeMessages).filter((type) => type.startsWith('user.'))

/** Events that tell of the delivery of a code. */
export const sentCodes: ReadonlySet<string> = new Set(Object.values(codeMessages).map(({ sent }) => sent))

/** A message that only tells the person what happened. */
export interface Notice {
  readonly template: Template
  /** The public event after delivery, where there is one. */
  readonly sent?: string
  /** Which factor it is about. */
  readonly factor?: Authenticator
}

const notices: Readonly<Record<string, Notice>> = {
  'user.human.password.changed': { template: 'PasswordChange', sent: 'user.human.password.change.sent' },
  'user.domain.claimed': { template: 'DomainClaimed', sent: 'user.domain.claimed.sent' },
  'user.human.email.changed': { template: 'EmailChanged' },
  ...factorNotices('FactorAdded', factorsAdded),
  ...factorNotices('FactorRemoved', factorsRemoved),
}

function factorNotices(template: Template, events: typeof factorsAdded): Readonly<Record<string, Notice>> {
  return Object.fromEntries(events.map(({ kind, event }) => [event.type, { template, factor: kind }]))
}

/** What the person is told after an event; undefined for other events. */
export function noticeOf(eventType: string): Notice | undefined {
  return Object.hasOwn(notices, eventType) ? notices[eventType] : undefined
}

/** Events after which the person is told. */
export const noticeEvents = Object.keys(notices)
