/** The messages whose texts can be set, by their names in the REST API. */
export type MessageName =
  | 'init'
  | 'invite_user'
  | 'verifyemail'
  | 'verifyphone'
  | 'passwordreset'
  | 'password_change'
  | 'passwordless_registration'
  | 'verifyemailotp'
  | 'verifysmsotp'
  | 'domainclaimed'

/** The texts of one message. Of a text message only `text` is sent. */
const partNames = ['subject', 'title', 'preHeader', 'greeting', 'text', 'buttonText', 'footerText'] as const
export type PartName = (typeof partNames)[number]

/** A message in one language, as the REST API shows it; empty texts may be left out. */
export type Message = Partial<Record<PartName, string>> & { readonly isDefault?: boolean }
export type MessageValues = Record<PartName, string>

/** Returns whether it is a text message. */
export function isTextMessage(name: MessageName): boolean {
  return name === 'verifyphone' || name === 'verifysmsotp'
}

/** The parts of a message that are sent. */
export function partsOf(name: MessageName): readonly PartName[] {
  return isTextMessage(name) ? ['text'] : partNames
}

/** Returns every part of a message. */
export function valuesOf(message: Message): MessageValues {
  return Object.fromEntries(partNames.map((name) => [name, message[name] ?? ''])) as MessageValues
}

/** The placeholders of texts, with the values that stand in for those of a person in a preview. */
export const placeholders: Readonly<Record<string, string>> = {
  DisplayName: 'Ada Lovelace',
  FirstName: 'Ada',
  LastName: 'Lovelace',
  NickName: 'Ada',
  UserName: 'ada',
  PreferredLoginName: 'ada@example.com',
  LoginNames: 'ada@example.com',
  LastEmail: 'ada@example.com',
  VerifiedEmail: 'ada@example.com',
  LastPhone: '+41 79 123 45 67',
  VerifiedPhone: '+41 79 123 45 67',
  Code: 'K3M9QT',
  URL: 'https://login.example.com/…',
  Expiry: '1 hour',
  Domain: 'login.example.com',
  ApplicationName: 'Shop',
  ChangeDate: '2026-11-30',
  CreationDate: '2026-01-31',
  TempUsername: 'ada@temporary.example.com',
}

/** Returns a text with example values in its placeholders; an unknown placeholder stays as it is written. */
export function withExamples(text: string): string {
  return text.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (written, name: string) => placeholders[name] ?? written)
}
