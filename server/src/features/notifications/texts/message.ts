import type { Authenticator } from '../../../access/factorKinds.ts'

/** Every message; the contract defines the first ten. */
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
  'PhoneChanged',
  'PhoneRemoved',
  'UsernameChanged',
  'RecoveryCodesReplaced',
  'RecoveryCodeUsed',
] as const

/** The name of a message; the contract has methods for most of them. */
export type Template = (typeof templates)[number]

/** The fields of a message, named as in the contract's `MessageCustomText`. */
export const messageFields = [
  'title',
  'preHeader',
  'subject',
  'greeting',
  'text',
  'buttonText',
  'footerText',
] as const

/** The name of a field that administrators may set. */
export type MessageField = (typeof messageFields)[number]

/** A message in one language; a mail omits fields that are ''. An SMS has only its `text`. */
export type MessageText = { readonly [field in MessageField]: string }

/** The product's texts in one language: every message, the test mail, and the names of factors. */
export interface LanguageTexts {
  readonly test: Pick<MessageText, 'subject' | 'text'>
  readonly messages: Readonly<Record<Template, MessageText>>
  readonly factors: Readonly<Record<Authenticator, string>>
}
