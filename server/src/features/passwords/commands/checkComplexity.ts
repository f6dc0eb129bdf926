import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { opaqueString } from '../../../kernel/text/opaqueString.ts'

/** The rules for new passwords (`PasswordComplexityPolicy`). */
export interface Complexity {
  /** Code points. */
  readonly minLength: number
  readonly hasUppercase: boolean
  readonly hasLowercase: boolean
  readonly hasNumber: boolean
  readonly hasSymbol: boolean
}

const tooShort = (minLength: number) =>
  refuse(
    'password.too_short',
    'invalid_argument',
    `the password is shorter than the ${minLength} characters that the organization demands; choose a longer one`,
  )
const tooLong = refuse(
  'password.too_long',
  'invalid_argument',
  'the password is longer than 72 characters; choose a shorter one',
)
const hasControl = refuse(
  'password.control_character',
  'invalid_argument',
  'the password contains a control character, such as a tab or a line break; remove it',
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

const longest = 72

/**
 * Returns a refusal for the first rule that a password breaks, as it will be hashed (RFC 8265 §4.2). Its length is counted in
 * code points (NIST SP 800-63B-4 §3.1.1.2). A symbol is any character except a-z, A-Z and 0-9.
 */
export function checkComplexity(typed: string, policy: Complexity): Refusal | undefined {
  const password = opaqueString(typed)
  const length = [...password].length
  if (length < policy.minLength) return tooShort(policy.minLength)
  if (length > longest) return tooLong
  if (/\p{Cc}/u.test(password)) return hasControl
  if (policy.hasLowercase && !/[a-z]/.test(password)) return noLower
  if (policy.hasUppercase && !/[A-Z]/.test(password)) return noUpper
  if (policy.hasNumber && !/[0-9]/.test(password)) return noNumber
  return policy.hasSymbol && !/[^a-zA-Z0-9]/.test(password) ? noSymbol : undefined
}
