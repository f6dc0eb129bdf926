import { createHash, createHmac } from 'node:crypto'
import { loadBcrypt } from '../../../kernel/crypto/nativeHashes.ts'
import { bounds, logarithmicCost } from './bounds.ts'
import type { HashForm, PasswordHash } from './passwordHash.ts'

const crypt = /^\$2[abxy]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/
const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** bcrypt of the password itself, and the forms that hash it first because bcrypt compares 72 bytes only. */
export const bcryptForms: readonly HashForm[] = [
  { scheme: 'bcrypt', begins: /^\$2[abxy]\$/, read: plain },
  {
    scheme: 'bcrypt (Django)',
    begins: /^bcrypt\$/,
    read: (encoded) => plain(encoded.slice('bcrypt$'.length)),
  },
  { scheme: 'bcrypt_sha256 (Django)', begins: /^bcrypt_sha256\$/, read: django },
  { scheme: 'bcrypt (WordPress)', begins: /^\$wp\$/, read: wordPress },
  { scheme: 'bcrypt-sha256 (passlib)', begins: /^\$bcrypt-sha256\$/, read: passlib },
]

function plain(encoded: string): PasswordHash | undefined {
  return bcrypt(encoded, {
    // A password of 71 bytes and the NUL that ends it fill the 72 bytes.
    isWhole: (password) => Buffer.byteLength(password) < 72 && !password.includes('\0'),
  })
}

/** `bcrypt_sha256$` and bcrypt of the hexadecimal SHA-256 (`BCryptSHA256PasswordHasher`). */
function django(encoded: string): PasswordHash | undefined {
  return bcrypt(encoded.slice('bcrypt_sha256$'.length), {
    prepare: (password) => createHash('sha256').update(password).digest('hex'),
  })
}

/** `$wp` and bcrypt of the base64 HMAC-SHA-384 of the trimmed password (`wp_hash_password` since 6.8). */
function wordPress(encoded: string): PasswordHash | undefined {
  return bcrypt(encoded.slice('$wp'.length), {
    prepare: (password) => createHmac('sha384', 'wp-sha384').update(trimmed(password)).digest('base64'),
    isWhole: (password) => password === trimmed(password),
  })
}

/** Trims as PHP does: spaces, tabs, line ends, NUL and vertical tabs. */
function trimmed(password: string): string {
  const whiteSpace = ' \t\n\r\0\v'
  let [start, end] = [0, password.length]
  while (start < end && whiteSpace.includes(password.charAt(start))) start++
  while (end > start && whiteSpace.includes(password.charAt(end - 1))) end--
  return password.slice(start, end)
}

/**
 * `$bcrypt-sha256$v=2,t=2b,r=12$SALT$CHECKSUM`: bcrypt of the base64 HMAC-SHA-256 with the salt as its key. Version 1
 * (`$bcrypt-sha256$2b,12$SALT$CHECKSUM`): of the base64 SHA-256.
 */
function passlib(encoded: string): PasswordHash | undefined {
  const [, second, kind, log2 = '', salt = '', checksum = ''] =
    /^\$bcrypt-sha256\$(v=2,t=)?(2[aby]),(?:r=)?(\d{1,2})\$([^$]{22})\$([^$]{31})$/.exec(encoded) ?? []
  return bcrypt(`$${kind}$${log2.padStart(2, '0')}$${salt}${checksum}`, {
    prepare: (password) => {
      const digest = second ? createHmac('sha256', salt) : createHash('sha256')
      return digest.update(password).digest('base64')
    },
  })
}

interface Variant extends Pick<PasswordHash, 'isWhole'> {
  /** Returns the text that bcrypt gets for a password. */
  prepare?(password: string): string
}

function bcrypt(encoded: string, { prepare, isWhole }: Variant): PasswordHash | undefined {
  const [, log2, salt = '', checksum = ''] = crypt.exec(encoded) ?? []
  const rounds = Number(log2)
  if (log2 === undefined || rounds < 4 || rounds > 31) return undefined
  const canonical = encoded.slice(0, 7) + withoutSpareBits(salt, 4) + withoutSpareBits(checksum, 2)
  return {
    scheme: 'bcrypt',
    ...logarithmicCost('cost', rounds, bounds.bcrypt),
    verify: async (password) =>
      (await loadBcrypt()).verify(prepare ? prepare(password) : password, canonical),
    ...(isWhole && { isWhole }),
  }
}

/** Clears the lowest bits of the last character: some generators leave them set, and the library compares them. */
function withoutSpareBits(text: string, count: number): string {
  const last = alphabet.indexOf(text.slice(-1))
  return text.slice(0, -1) + alphabet.charAt((last >> count) << count)
}
