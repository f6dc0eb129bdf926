import { type Refusal, refuse } from '../../../kernel/refusal.ts'

const unknownField = refuse(
  'notification.text_invalid',
  'invalid_argument',
  'the text is broken; use only the named fields of messages, written as {{.FirstName}}',
)

/** The named values that texts may hold. */
export const textFields = [
  'Code',
  'URL',
  'Expiry',
  'Domain',
  'UserName',
  'FirstName',
  'LastName',
  'NickName',
  'DisplayName',
  'PreferredLoginName',
  'LoginNames',
  'LastEmail',
  'VerifiedEmail',
  'LastPhone',
  'VerifiedPhone',
  'ChangeDate',
  'CreationDate',
  'ApplicationName',
  'TempUsername',
  'Factor',
] as const

/** Values by field; what is missing renders as nothing. */
export type TextValues = { readonly [field in (typeof textFields)[number]]?: string }

const field = /\{\{\s*\.([A-Za-z][A-Za-z0-9]*)\s*\}\}/g
const known: ReadonlySet<string> = new Set(textFields)

/** Why a text cannot be used: it holds something in braces that is no field. Nothing is ever executed. */
export function refuseText(text: string): Refusal | undefined {
  const named = [...text.matchAll(field)].map(([, name = '']) => name)
  const rest = text.replace(field, '')
  const broken = rest.includes('{{') || rest.includes('}}') || named.some((name) => !known.has(name))
  return broken ? unknownField : undefined
}

/** Fills the fields in; values are never read as templates themselves. */
export function fillText(text: string, values: TextValues): string {
  return text.replace(field, (_whole, name: string) => values[name as keyof TextValues] ?? '')
}
