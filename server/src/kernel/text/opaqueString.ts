const ascii = /^[\0-\x7f]*$/
const otherSpace = /\p{Zs}/gu

/**
 * Returns a password in the form in which it is hashed (RFC 8265 §4.2.2 OpaqueString): spaces beyond ASCII become U+0020 and
 * characters are composed (NFC); case and width stay.
 */
export function opaqueString(password: string): string {
  return ascii.test(password) ? password : password.replace(otherSpace, ' ').normalize('NFC')
}
