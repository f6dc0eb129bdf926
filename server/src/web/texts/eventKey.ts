import type { FactorName } from '../../access/factorKinds.ts'
import type { SecurityFact } from '../../features/audit/index.ts'
import type { TextKey } from './texts.ts'

type FactorFact = Extract<SecurityFact, { readonly factor: FactorName }>['kind']

const factorKeys: Readonly<Record<FactorName, Readonly<Record<FactorFact, TextKey>>>> = {
  password: {
    factor_added: 'event.user_human_password_changed',
    factor_removed: 'event.user_human_password_changed',
    factor_proved: 'event.user_human_password_check_succeeded',
    factor_failed: 'event.user_human_password_check_failed',
  },
  totp: keysOf('totp', 'totp'),
  otp_sms: keysOf('otp_sms', 'otp_sms'),
  otp_email: keysOf('otp_email', 'otp_email'),
  u2f: keysOf('u2f', 'u2f'),
  passkey: keysOf('passkey', 'passkey'),
  recovery_code: keysOf('recovery_code', 'recovery_codes'),
  idp: {
    factor_added: 'event.other',
    factor_removed: 'event.other',
    factor_proved: 'event.session_added',
    factor_failed: 'event.other',
  },
}

const plainKeys: Readonly<Record<Exclude<SecurityFact['kind'], FactorFact>, TextKey>> = {
  account_created: 'event.user_human_added',
  password_changed: 'event.user_human_password_changed',
  password_reset_requested: 'event.user_human_password_code_added',
  password_reset_failed: 'event.user_human_password_code_check_failed',
  email_changed: 'event.user_human_email_changed',
  email_verified: 'event.user_human_email_verified',
  phone_changed: 'event.user_human_phone_changed',
  phone_verified: 'event.user_human_phone_verified',
  phone_removed: 'event.user_human_phone_removed',
  username_changed: 'event.user_username_changed',
  locked_out: 'event.user_locked',
  locked: 'event.user_locked',
  unlocked: 'event.user_unlocked',
  deactivated: 'event.user_deactivated',
  reactivated: 'event.user_reactivated',
  session_ended: 'event.session_terminated',
  app_granted: 'event.token_added',
  app_revoked: 'event.token_revoked',
  impersonated: 'event.user_impersonated',
}

/** Returns the key of the text that names a security event. */
export function eventKey(fact: SecurityFact): TextKey {
  return 'factor' in fact ? factorKeys[fact.factor][fact.kind] : plainKeys[fact.kind]
}

/** The keys of a factor: `set` where its credentials are named, `one` where one is used. */
function keysOf(one: Used, set: Credential) {
  return {
    factor_added: `event.${set}_added`,
    factor_removed: `event.${set}_removed`,
    factor_proved: `event.${one}_succeeded`,
    factor_failed: `event.${one}_failed`,
  } as const
}

type Own = 'totp' | 'otp_sms' | 'otp_email' | 'u2f' | 'passkey'
type Used = Own | 'recovery_code'
type Credential = Own | 'recovery_codes'
