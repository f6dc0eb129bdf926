import type { Translate } from '../texts/translate.ts'
import { type FieldOptions, idOf, passwordField } from './fields.ts'
import { type Html, html } from './html.ts'

/** The rules for a new password, as policies of the contract say them. */
export interface PasswordRules {
  /** Code points. */
  readonly minLength: number
  readonly hasUppercase: boolean
  readonly hasLowercase: boolean
  readonly hasNumber: boolean
  readonly hasSymbol: boolean
}

/** Renders a field for a new password with the rules that it must keep; scripts tick those that it keeps already. */
export function newPasswordField(
  t: Translate,
  options: Omit<FieldOptions, 'value' | 'hint'> & {
    readonly rules: PasswordRules
    /** Tells password managers whose password it is. */
    readonly loginName?: string | undefined
  },
): Html {
  const { rules, ...field } = options
  return passwordField(t, { ...field, autocomplete: 'new-password', hint: ruleList(t, field.name, rules) })
}

function ruleList(t: Translate, name: string, rules: PasswordRules): Html {
  const { minLength, hasUppercase, hasLowercase, hasNumber, hasSymbol } = rules
  const met = html`<span class="hidden" hidden>${t('password.rules.met')}</span>`
  const rule = (kind: string, text: string) => html`<li data-rule="${kind}">${text} ${met}</li>`
  return html`${t('password.rules.title')}<ul class="rules" data-rules="${idOf(name)}">${
    minLength > 0 && rule(String(minLength), t('password.rules.length', { count: minLength }))
  }${hasUppercase && rule('uppercase', t('password.rules.uppercase'))}${
    hasLowercase && rule('lowercase', t('password.rules.lowercase'))
  }${hasNumber && rule('number', t('password.rules.number'))}${
    hasSymbol && rule('symbol', t('password.rules.symbol'))
  }</ul>`
}
