import { localizedPage } from '../../language/localizedPage.ts'
import type { Because, ExplainedStep } from './explanation.ts'
import { factorName, texts } from './texts.ts'

export const steps: Readonly<Record<string, string>> = localizedPage('whySteps', {
  identify: 'Asks for the login name.',
  choose_account: 'Asks which account to use.',
  blocked: 'Refuses the login.',
  initialize: 'Sends the person to the set-up of the account.',
  first_factor: 'Asks for the first proof',
  set_up_first: 'Lets the person set up a first way to log in',
  change_password: 'Demands another password.',
  change_username: 'Demands another username.',
  verify_email: 'Demands a proof of the e-mail address.',
  second_factor: 'Asks for a second factor',
  enrol: 'Demands that a second factor is set up',
  refused: 'Refuses this application.',
  done: 'Lets the person in.',
})

/** Says what the login pages would do, with the choices that they offer. */
export function stepText({ kind, options = [], skippable = false }: ExplainedStep): string {
  const text = kind === 'enrol' && skippable ? texts.why.offered : (steps[kind] ?? kind)
  if (options.length === 0) return /[.!?。！？]$/.test(text) ? text : `${text}.`
  return `${text}: ${options.map(factorName).join(', ')}.`
}

export const reasons: Readonly<Record<string, string>> = localizedPage('whyReasons', {
  not_proved: 'Nothing that counts has been proved yet.',
  prompt_login: 'The application wants a new login.',
  prompt_select_account: 'The application wants an account to be chosen.',
  max_age: 'The application accepts no older proof.',
  first_factor_expired: 'The first factor counts for a limited time.',
  second_factor_expired: 'The second factor counts for a limited time.',
  own_second_factor: 'The person has a second factor.',
  force_mfa: 'Everybody needs two factors.',
  force_mfa_local_only: 'Everybody who logs in here needs two factors.',
  required_level: 'The application or project demands a higher level of assurance.',
  second_factor_offered: 'A second factor is recommended.',
  password_change_required: 'An administrator demands another password.',
  username_claimed: 'Another organization has claimed the domain of the username.',
  password_expired: 'The password is older than allowed.',
  email_unverified: 'The e-mail address is not proved.',
  initialization_open: 'The account has not been set up.',
  no_credential: 'The person has nothing to log in with.',
  user_locked: 'The account is locked.',
  user_inactive: 'The account is deactivated.',
  organization_inactive: 'The organization is deactivated.',
  machine_user: 'Machines do not log in on pages.',
  other_organization: 'The application accepts people of one organization only.',
  other_user: 'The application asked for another account.',
  project_refused: 'The project decides who may use it.',
  no_way: 'The policy leaves no way to log in.',
  fresh_proof: 'To set up a factor, a recent proof is needed.',
})

/** Says why a step is demanded, and where the rule was set. */
export function becauseText({ rule, level, values = {} }: Because): string {
  const details = Object.entries(values).map(([name, value]) => `${name} ${value}`)
  const at = [texts.why.levels[level] ?? level, ...details].join(', ')
  return `${reasons[rule] ?? rule} (${at})`
}

export const rules: Readonly<Record<string, string>> = localizedPage('whyRules', {
  allowUsernamePassword: 'Login with a password',
  allowRegister: 'People register themselves',
  allowExternalIdp: 'Login by identity providers',
  forceMfa: 'Everybody needs two factors',
  forceMfaLocalOnly: 'Whoever logs in here needs two factors',
  passwordlessAllowed: 'Login with a passkey',
  hidePasswordReset: 'Reset of the password is hidden',
  ignoreUnknownUsernames: 'Unknown names are not told apart',
  allowDomainDiscovery: 'Organization is found by the domain',
  disableLoginWithEmail: 'No login by e-mail address',
  disableLoginWithPhone: 'No login by phone number',
  defaultRedirectUri: 'Address after a login without application',
  passwordCheckLifetime: 'A password counts for',
  externalLoginCheckLifetime: 'A login by a provider counts for',
  mfaInitSkipLifetime: 'An offered factor can be declined for',
  secondFactorCheckLifetime: 'A second factor counts for',
  multiFactorCheckLifetime: 'A passkey counts for',
  secondFactors: 'Second factors',
  multiFactors: 'Passkeys as both factors',
  passwordMaxAgeDays: 'Passwords expire after days',
  lockoutPasswordAttempts: 'Wrong passwords before a lock',
  lockoutOtpAttempts: 'Wrong codes before a lock',
  freshProofMinutes: 'A proof is recent for minutes',
})

/** The name of a rule of the policy as words. */
export function ruleText(rule: string): string {
  const words = rule.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return rules[rule] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** The value of a rule, which the server sends as JSON, as words. Lifetimes are seconds. */
export function ruleValue(rule: string, json: string): string {
  const value = parsed(json)
  if (typeof value === 'boolean') return value ? texts.why.yes : texts.why.no
  if (rule.endsWith('Lifetime')) return texts.why.hours(Number(value) / 3600)
  if (/^(lockout|passwordMaxAge)/.test(rule) && value === 0) return texts.why.never
  if (Array.isArray(value) && value.length > 0) return value.map(String).map(factorName).join(', ')
  const text = Array.isArray(value) || value === null ? '' : String(value)
  return text === '' ? texts.why.none : text
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}
