import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { argon2Forms } from './argon2.ts'
import { bcryptForms } from './bcrypt.ts'
import { cryptForms } from './crypt.ts'
import { digestForms } from './digests.ts'
import { keycloakForms } from './keycloak.ts'
import type { Cost, HashForm, PasswordHash } from './passwordHash.ts'
import { pbkdf2Forms } from './pbkdf2.ts'
import { scryptForms } from './scrypt.ts'
import { unsupportedScheme } from './unsupportedScheme.ts'

/** All forms of hashes that can be checked; a text is read by the first whose beginning it has. */
const forms: readonly HashForm[] = [
  ...argon2Forms,
  ...bcryptForms,
  ...pbkdf2Forms,
  ...scryptForms,
  ...cryptForms,
  ...keycloakForms,
  ...digestForms,
]

/** Prefixes of OpenLDAP, Dovecot and Spring Security before a hash that names its scheme itself. */
const wrapper =
  /^\{(?:crypt|bcrypt|blf-crypt|md5|md5-crypt|sha256-crypt|sha512-crypt|argon2(?:id?|d)?|scrypt|(?:argon2|scrypt|bcrypt)@SpringSecurity_v5_\d)\}(?=\$)|^\{ldap\}(?=\{)/i

/** Characters of a hash; more than any form needs. */
const maxLength = 4096

/** Reads an encoded hash completely, whatever it costs; refuses unknown and malformed ones without repeating them. */
export function readHash(encoded: string): PasswordHash | Refusal {
  if (encoded.length > maxLength) return malformed(`hash of more than ${maxLength} characters`)
  const own = encoded.replace(wrapper, '')
  const form = forms.find(({ begins }) => begins.test(own))
  if (form !== undefined) return form.read(own) ?? malformed(form.scheme)
  return unsupported('this is no password hash of a known form; README lists the accepted schemes')
}

/** Reads a hash to import; refuses also schemes that cannot be checked, and costs over their bounds. */
export function readImportedHash(encoded: string): PasswordHash | Refusal {
  const scheme = unsupportedScheme(encoded.replace(wrapper, ''))
  if (scheme !== undefined) {
    return unsupported(
      `${scheme} hashes are not supported; leave the hash out and let the person set a new secret`,
    )
  }
  const read = readHash(encoded)
  if (isRefusal(read)) return read
  const over = read.costs.find(({ value, bound }) => value > bound)
  return over === undefined ? read : tooCostly(read.scheme, over)
}

function unsupported(message: string): Refusal {
  return refuse('password.hash_unsupported', 'invalid_argument', message)
}

function malformed(scheme: string): Refusal {
  return refuse(
    'password.hash_malformed',
    'invalid_argument',
    `this ${scheme} hash is malformed or has parameters that the scheme does not allow; export it again`,
  )
}

function tooCostly(scheme: string, { parameter, value, bound }: Cost): Refusal {
  return refuse(
    'password.hash_too_costly',
    'invalid_argument',
    `${parameter} of this ${scheme} hash is ${value}, and at most ${bound} is accepted; leave the hash out and let the person set a new secret`,
  )
}
