import { passwordComplexityPolicy } from '../../features/settings/index.ts'
import { refuse } from '../../kernel/refusal.ts'
import type { PasswordRules } from '../kit/newPasswordField.ts'
import type { PageContext } from './pageContext.ts'

/** The refusal of a form without a new password. */
export const newPasswordMissing = refuse(
  'page.new_password_missing',
  'invalid_argument',
  'there is no new password; enter one',
)

/** Reads the rules for new passwords of an organization; of the instance for ''. */
export function readPasswordRules({ deps, call }: PageContext, orgId: string): Promise<PasswordRules> {
  return passwordComplexityPolicy(deps.database, call.instance.id, orgId)
}

/** Whether a refusal is about the new password, and not about the right to set it. */
export function isAboutNewPassword({ code }: { readonly code: string }): boolean {
  return code === newPasswordMissing.code || codes.has(code)
}

const codes: ReadonlySet<string> = new Set([
  'password.too_short',
  'password.too_long',
  'password.control_character',
  'password.no_lowercase',
  'password.no_uppercase',
  'password.no_number',
  'password.no_symbol',
  'password.unchanged',
])
