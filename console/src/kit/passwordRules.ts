import { useRead } from '../api/useRead.ts'
import { kitTexts } from './texts.ts'

/** What a password of an organization needs. */
export interface PasswordRules {
  readonly minLength: number
  readonly requiresLowercase: boolean
  readonly requiresUppercase: boolean
  readonly requiresNumber: boolean
  readonly requiresSymbol: boolean
}

interface Reply {
  readonly settings?: Partial<Omit<PasswordRules, 'minLength'>> & { readonly minLength?: string }
}

/** Reads the rules of an organization, or of the instance without one; undefined until they are there. */
export function usePasswordRules(orgId: string | undefined): PasswordRules | undefined {
  const query = orgId ? `?${new URLSearchParams({ 'ctx.orgId': orgId })}` : '?ctx.instance=true'
  const { data } = useRead<Reply>(`/v2/settings/password/complexity${query}`, { orgId: '' })
  const settings = data?.settings
  return (
    settings && {
      minLength: Number(settings.minLength ?? 0),
      requiresLowercase: settings.requiresLowercase ?? false,
      requiresUppercase: settings.requiresUppercase ?? false,
      requiresNumber: settings.requiresNumber ?? false,
      requiresSymbol: settings.requiresSymbol ?? false,
    }
  )
}

/** A rule in words, and whether a password keeps it. */
export interface CheckedRule {
  readonly text: string
  readonly met: boolean
}

/** Checks a password as the server does: its length counts in code points, and every character but letters and digits is a symbol. */
export function checkPassword(password: string, rules: PasswordRules): readonly CheckedRule[] {
  const { passwordRules: texts } = kitTexts
  const checks: readonly (CheckedRule & { readonly needed: boolean })[] = [
    { needed: true, text: texts.length(rules.minLength), met: [...password].length >= rules.minLength },
    { needed: rules.requiresLowercase, text: texts.lowercase, met: /[a-z]/.test(password) },
    { needed: rules.requiresUppercase, text: texts.uppercase, met: /[A-Z]/.test(password) },
    { needed: rules.requiresNumber, text: texts.number, met: /[0-9]/.test(password) },
    { needed: rules.requiresSymbol, text: texts.symbol, met: /[^a-zA-Z0-9]/.test(password) },
  ]
  return checks.filter(({ needed }) => needed)
}

/** Returns texts for the two fields of a new password that are not valid. */
export function newPasswordProblems(
  { password, repeated }: { readonly password: string; readonly repeated: string },
  rules: PasswordRules | undefined,
): { password?: string; repeated?: string } {
  const { passwordRules: texts, form } = kitTexts
  if (password === '') return { password: form.required }
  if (rules && checkPassword(password, rules).some(({ met }) => !met)) return { password: texts.notMet }
  return repeated === password ? {} : { repeated: texts.notEqual }
}
