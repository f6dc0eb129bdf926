import type { FactorName } from '../../access/factorKinds.ts'
import type { LoginStep } from '../../features/login-flow/index.ts'

/** The page on which a factor is checked during a login. */
export const factorPages: Readonly<Record<Exclude<FactorName, 'idp'>, string>> = {
  password: 'password',
  passkey: 'passkey',
  u2f: 'u2f',
  totp: 'otp/time-based',
  otp_sms: 'otp/sms',
  otp_email: 'otp/email',
  recovery_code: 'otp/recovery',
}

/** Returns the page of the login that a step belongs to, and its own parameters. */
export function stepPage(step: LoginStep): {
  readonly page: string
  readonly parameters?: Readonly<Record<string, string>>
} {
  switch (step.kind) {
    case 'identify':
      return { page: 'loginname' }
    case 'choose_account':
      return { page: 'accounts' }
    case 'blocked':
      return { page: 'blocked' }
    case 'refused':
      return { page: 'refused' }
    case 'initialize':
      return { page: 'verify', parameters: { initialization: 'true' } }
    case 'first_factor':
      return { page: factorPages[step.preferred] }
    case 'set_up_first':
      return step.proved ? { page: 'authenticator/set' } : { page: 'verify', parameters: { invite: 'true' } }
    case 'second_factor':
      return { page: pageOfFactor(step.preferred) }
    case 'enrol':
      return { page: 'mfa/set' }
    case 'change_password':
      return { page: 'password/change' }
    case 'change_username':
      return { page: 'username/change' }
    case 'verify_email':
      return { page: 'verify' }
    case 'consent':
      return { page: 'consent' }
    case 'done':
      return { page: 'login' }
  }
}

/** Returns the page on which a factor is checked; a provider's is the name page, which has the buttons of providers. */
export function pageOfFactor(name: FactorName): string {
  return name === 'idp' ? 'loginname' : factorPages[name]
}
