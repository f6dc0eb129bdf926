import { passwordComplexityPolicy } from '../../features/settings/index.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { PasswordRules } from '../kit/newPasswordField.ts'
import type { PageContext } from './pageContext.ts'

const missing = refuse('page.new_password_missing', 'invalid_argument', 'there is no new password; enter one')
const tooLong = refuse(
  'page.new_password_too_long',
  'invalid_argument',
  'the new password is longer than any policy allows; choose a shorter one',
)
/** The refusal of a form that needs the present password and has none. */
export const presentPasswordMissing = refuse(
  'page.password_missing',
  'invalid_argument',
  'there is no present password; enter it',
)

/** The most characters of a password that the contract's methods take; policies allow less. */
const maxLength = 200

/** Refuses a new password for which no policy needs to be asked: none, and one that is longer than any. */
export function refuseNewPassword(password: string): Refusal | undefined {
  if (password === '') return missing
  return [...password].length > maxLength ? tooLong : undefined
}

/** Reads the rules for new passwords of an organization; of the instance for ''. */
export function readPasswordRules({ deps, call }: PageContext, orgId: string): Promise<PasswordRules> {
  return passwordComplexityPolicy(deps.database, call.instance.id, orgId)
}

/** Whether a refusal is about the new password, and not about the right to set it. */
export function isAboutNewPassword({ code }: { readonly code: string }): boolean {
  return codes.has(code)
}

const codes: ReadonlySet<string> = new Set([
  missing.code,
  tooLong.code,
  'password.too_short',
  'password.too_long',
  'password.control_character',
  'password.no_lowercase',
  'password.no_uppercase',
  'password.no_number',
  'password.no_symbol',
  'password.unchanged',
])
