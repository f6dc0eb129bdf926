import { hash } from 'node:crypto'
import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'
import { readBase64, readHex } from './encoding.ts'
import type { HashForm, PasswordHash } from './passwordHash.ts'

/** Digests computed once, salted or not. They protect little; the first login replaces them. */
export const digestForms: readonly HashForm[] = [
  {
    scheme: 'a digest in hexadecimal',
    begins: /^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128})$/,
    read: bare,
  },
  { scheme: '$md5salted', begins: /^\$md5salted-/, read: md5Salted },
  { scheme: 'md5 (MediaWiki)', begins: /^:[AB]:/, read: mediaWiki },
  { scheme: 'md5 or sha1 (Django)', begins: /^(?:md5|sha1)\$/, read: django },
  {
    scheme: 'a digest with {scheme}',
    begins: /^\{(?:s?sha(?:-?(?:1|256|384|512))?|s?md5|ldap-md5|plain-md5)(?:\.(?:hex|b64))?\}/i,
    read: prefixed,
  },
]

const digestBySize: Readonly<Record<number, string>> = {
  16: 'md5',
  20: 'sha1',
  32: 'sha256',
  48: 'sha384',
  64: 'sha512',
}

function bare(encoded: string): PasswordHash | undefined {
  const digest = readHex(encoded)
  return digest && digestOf(digestBySize[digest.length], digest, (password) => password)
}

/** `$md5salted-prefix$SALT$DIGEST` and `$md5salted-suffix$SALT$DIGEST`; the digest in hexadecimal or base64. */
function md5Salted(encoded: string): PasswordHash | undefined {
  const [, place, salt, text = ''] =
    /^\$md5salted-(prefix|suffix)\$([^$]{1,64})\$([^$]+)$/.exec(encoded) ?? []
  if (salt === undefined) return undefined
  const digest = text.length === 32 ? readHex(text) : readBase64(text)
  return digestOf('md5', digest, (password) => (place === 'prefix' ? salt + password : password + salt))
}

/** `:A:MD5`, and `:B:SALT:MD5` of the salt, a hyphen and the password's MD5. */
function mediaWiki(encoded: string): PasswordHash | undefined {
  const [, , ...parts] = encoded.split(':')
  const [first = '', second] = parts
  if (encoded.startsWith(':A:')) {
    return parts.length === 1 ? digestOf('md5', readHex(first), (password) => password) : undefined
  }
  if (parts.length !== 2) return undefined
  return digestOf('md5', readHex(second), (password) => `${first}-${hash('md5', password, 'hex')}`)
}

/** `md5$SALT$HEX` and `sha1$SALT$HEX`: the salt before the password. */
function django(encoded: string): PasswordHash | undefined {
  const [, digest, salt = '', digits] = /^(md5|sha1)\$([^$]*)\$([0-9a-f]+)$/.exec(encoded) ?? []
  return digestOf(digest, readHex(digits), (password) => salt + password)
}

/**
 * `{SHA}`, `{SSHA}`, `{SHA256}`, `{MD5}` and so on: base64 or hexadecimal of the digest, with S followed by the salt (RFC 2307,
 * OpenLDAP, Dovecot); `{SHA-256}{SALT}HEX` and `{sha256}` of 1,024 rounds (Spring Security's older encoders).
 */
function prefixed(encoded: string): PasswordHash | undefined {
  const [, name = '', text = ''] = /^\{([^}]+)\}(.*)$/s.exec(encoded) ?? []
  const spelled = name
    .toLowerCase()
    .replace(/^(?:ldap|plain)-|\.(?:hex|b64)$/g, '')
    .replaceAll('-', '')
  const salted = spelled.startsWith('ss') || spelled.startsWith('sm')
  const digest = (salted ? spelled.slice(1) : spelled).replace(/^sha$/, 'sha1')
  const size = Number(Object.keys(digestBySize).find((one) => digestBySize[Number(one)] === digest))
  const [, salt, digits] = /^(\{[^{}]+\})([0-9a-f]+)$/.exec(text) ?? []
  if (salt !== undefined) return digestOf(digest, readHex(digits), (password) => password + salt)
  const bytes = (text.length >= 2 * size ? readHex(text) : undefined) ?? readBase64(text)
  if (bytes === undefined) return undefined
  if (spelled === 'sha256' && bytes.length === 40) return stretchedSha256(bytes)
  const after = bytes.subarray(size)
  if (salted !== after.length > 0) return undefined
  return digestOf(digest, bytes.subarray(0, size), (password) =>
    Buffer.concat([Buffer.from(password), after]),
  )
}

/** 8 bytes of salt and 32 of SHA-256, applied 1,024 times (`StandardPasswordEncoder`). */
function stretchedSha256(bytes: Buffer): PasswordHash {
  const [salt, expected] = [bytes.subarray(0, 8), bytes.subarray(8)]
  return {
    scheme: 'sha256',
    costs: [],
    seconds: 0,
    verify(password) {
      let current = Buffer.concat([salt, Buffer.from(password)])
      for (let round = 0; round < 1024; round++) current = hash('sha256', current, 'buffer')
      return constantTimeEqual(current, expected)
    },
  }
}

function digestOf(
  digest: string | undefined,
  expected: Buffer | undefined,
  input: (password: string) => string | Buffer,
): PasswordHash | undefined {
  if (digest === undefined || expected === undefined || digestBySize[expected.length] !== digest)
    return undefined
  return {
    scheme: digest,
    costs: [],
    seconds: 0,
    verify: (password) => constantTimeEqual(hash(digest, input(password), 'buffer'), expected),
  }
}
