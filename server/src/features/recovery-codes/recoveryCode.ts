import { randomCode } from '../../kernel/crypto/randomCode.ts'

/** Crockford's base 32: digits and capitals without I, L, O and U, so 5 bits a character. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 75 random bits; at least 64 are demanded (NIST SP 800-63B-4 §4.2.1.1). */
const length = 15
const group = 5

/** How many codes a set has. */
export const codesPerSet = 10

/** Returns a new code as it is shown: `7QK2M-9XF4T-BD3WH`. */
export function newRecoveryCode(): string {
  return randomCode(alphabet, length).replace(new RegExp(`.{${group}}(?!$)`, 'g'), '$&-')
}

/** Returns the characters of a code that count. Case, spaces and hyphens do not, and I, L and O are the digits that they look like. */
export function significantCode(typed: string): string {
  return typed
    .replace(/[\s\p{Dash}]/gu, '')
    .toUpperCase()
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
}

/** Returns the characters that count of a typed code; undefined if it cannot be a code of our own. */
export function parseRecoveryCode(typed: string): string | undefined {
  const code = significantCode(typed)
  return code.length === length && [...code].every((char) => alphabet.includes(char)) ? code : undefined
}
