import type { Authenticator } from '../../../access/factorKinds.ts'

/** The messages that people get; the first ten are the contract's. */
export const templates = [
  'InitCode',
  'PasswordReset',
  'VerifyEmail',
  'VerifyPhone',
  'VerifySMSOTP',
  'VerifyEmailOTP',
  'DomainClaimed',
  'PasswordlessRegistration',
  'PasswordChange',
  'InviteUser',
  'FactorAdded',
  'FactorRemoved',
  'EmailChanged',
] as const

export type Template = (typeof templates)[number]

/** The parts of a message, as the contract's `MessageCustomText` names them. */
export const messageFields = [
  'title',
  'preHeader',
  'subject',
  'greeting',
  'text',
  'buttonText',
  'footerText',
] as const

export type MessageField = (typeof messageFields)[number]

/** A message in one language; what is '' is left out of the mail. An SMS is its `text` alone. */
export type MessageText = { readonly [field in MessageField]: string }

/** What a language brings along: every message, and how it names factors. */
export interface LanguageTexts {
  readonly messages: Readonly<Record<Template, MessageText>>
  readonly factors: Readonly<Record<Authenticator, string>>
}
