import { type Refusal, refuse } from '../../../kernel/refusal.ts'

const unknownField = refuse(
  'notification.text_invalid',
  'invalid_argument',
  'the text has an unknown or malformed field; use only fields of messages, written as {{.FirstName}}',
)

/** The fields that texts may contain. */
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
  'CodesLeft',
] as const

/** Names that the contract's own examples have for two of the fields. */
const synonyms: ReadonlyMap<string, (typeof textFields)[number]> = new Map([
  ['OTP', 'Code'],
  ['VerifyURL', 'URL'],
])

/** Values by field; a missing one renders as ''. */
export type TextValues = { readonly [field in (typeof textFields)[number]]?: string }

const field = /\{\{\s*\.([A-Za-z][A-Za-z0-9]*)\s*\}\}/g
const known: ReadonlySet<string> = new Set([...textFields, ...synonyms.keys()])

/** Returns a refusal if double braces in a text enclose anything but the name of a field. */
export function refuseText(text: string): Refusal | undefined {
  const named = [...text.matchAll(field)].map(([, name = '']) => name)
  const rest = text.replace(field, '')
  const broken = rest.includes('{{') || rest.includes('}}') || named.some((name) => !known.has(name))
  return broken ? unknownField : undefined
}

/** Fills in the fields. Values are not parsed as templates. */
export function fillText(text: string, values: TextValues): string {
  return text.replace(
    field,
    (_whole, name: string) => values[synonyms.get(name) ?? (name as keyof TextValues)] ?? '',
  )
}
