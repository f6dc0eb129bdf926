import { isAppLink } from '../../../kernel/linkScheme.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { LoginRules } from '../events.ts'

const redirectInvalid = refuse(
  'login_policy.redirect_uri_invalid',
  'invalid_argument',
  'the default redirect URI lacks a scheme, or a host although its scheme is http or https; correct it or leave it empty',
)
const lifetimeNegative = refuse(
  'login_policy.lifetime_negative',
  'invalid_argument',
  'a check lifetime is negative; choose zero or more',
)

/** Refuses rules that no login policy may have. */
export function checkRules(rules: LoginRules): Refusal | undefined {
  if (!isRedirectUri(rules.defaultRedirectUri)) return redirectInvalid
  const lifetimes = [
    rules.passwordCheckLifetime,
    rules.externalLoginCheckLifetime,
    rules.mfaInitSkipLifetime,
    rules.secondFactorCheckLifetime,
    rules.multiFactorCheckLifetime,
  ]
  return lifetimes.some((seconds) => seconds < 0) ? lifetimeNegative : undefined
}

/** Empty, or a link to a web page or an application. */
function isRedirectUri(uri: string): boolean {
  return uri === '' || isAppLink(uri)
}
