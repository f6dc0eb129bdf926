import { type Refusal, refuse } from '../../../kernel/refusal.ts'

/** The rules for new passwords (`PasswordComplexityPolicy`). */
export interface Complexity {
  /** Bytes in UTF-8. */
  readonly minLength: number
  readonly hasUppercase: boolean
  readonly hasLowercase: boolean
  readonly hasNumber: boolean
  readonly hasSymbol: boolean
}

const tooShort = refuse(
  'password.too_short',
  'invalid_argument',
  'the password is shorter than the organization allows; choose a longer one',
)
const tooLong = refuse(
  'password.too_long',
  'invalid_argument',
  'the password is longer than 72 bytes; choose a shorter one',
)
const noLower = refuse(
  'password.no_lowercase',
  'invalid_argument',
  'the password must contain a lower-case letter (a-z)',
)
const noUpper = refuse(
  'password.no_uppercase',
  'invalid_argument',
  'the password must contain an upper-case letter (A-Z)',
)
const noNumber = refuse('password.no_number', 'invalid_argument', 'the password must contain a digit (0-9)')
const noSymbol = refuse('password.no_symbol', 'invalid_argument', 'the password must contain a symbol')

/** Returns a refusal for the first rule that a password breaks. A symbol is any character except a-z, A-Z and 0-9. */
export function checkComplexity(password: string, policy: Complexity): Refusal | undefined {
  const bytes = Buffer.byteLength(password)
  if (bytes < policy.minLength) return tooShort
  if (bytes > 72) return tooLong
  if (policy.hasLowercase && !/[a-z]/.test(password)) return noLower
  if (policy.hasUppercase && !/[A-Z]/.test(password)) return noUpper
  if (policy.hasNumber && !/[0-9]/.test(password)) return noNumber
  return policy.hasSymbol && !/[^a-zA-Z0-9]/.test(password) ? noSymbol : undefined
}
