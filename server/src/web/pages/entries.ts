import { emailInvalid, parseEmail } from '../../features/accounts/index.ts'
import { DomainError, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Problem } from '../kit/view.ts'
import type { PageContext } from './pageContext.ts'
import { problemOf } from './problemOf.ts'

const maxLength = 200

const tooLong = refuse(
  'page.entry_too_long',
  'invalid_argument',
  `an entry is too long; use at most ${maxLength} characters`,
)
const nameEmpty = refuse(
  'page.name_part_empty',
  'invalid_argument',
  'a name is empty; enter given name and family name',
)
/** The refusal of a form without the code that was sent. */
export const codeMissing = refuse(
  'page.code_missing',
  'invalid_argument',
  'there is no code; enter the one from the mail',
)
/** The refusal of a sent code that cannot be right. */
export const wrongCode = refuse(
  'page.code_wrong',
  'invalid_argument',
  'the code is wrong, used or expired; check it or request a new one',
)

/** Returns the problems of fields that are longer than the contract's methods take, in code points. */
export function longEntries(
  context: PageContext,
  form: URLSearchParams,
  fields: readonly string[],
): readonly Problem[] {
  return fields
    .filter((field) => [...(form.get(field) ?? '')].length > maxLength)
    .map((field) => problemOf(context, tooLong, { field }))
}

/** Returns the problem of the first of a person's names that is blank; empty if they have both. */
export function blankNames(context: PageContext, form: URLSearchParams): readonly Problem[] {
  return ['givenName', 'familyName']
    .filter((field) => !form.get(field)?.trim())
    .slice(0, 1)
    .map((field) => problemOf(context, nameEmpty, { field }))
}

/** Returns the e-mail address of a form, or the refusal of one that is malformed or longer than any. */
export function typedEmail(form: URLSearchParams): string | Refusal {
  const email = (form.get('email') ?? '').trim()
  return [...email].length > maxLength ? emailInvalid : parseEmail(email)
}

/** The longest code that the contract's methods take. */
const maxCode = 20

/** Returns the sent code of a form without spaces; throws if there is none, or one that no method takes. */
export function sentCode(form: URLSearchParams): string {
  const code = (form.get('code') ?? '').replaceAll(/\s/g, '')
  if (code === '') throw new DomainError(codeMissing)
  if (code.length > maxCode) throw new DomainError(wrongCode)
  return code
}
