import { createCipheriv, scrypt as derive } from 'node:crypto'
import { promisify } from 'node:util'
import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'
import { bounds, memoryCost, timeCost } from './bounds.ts'
import { readBase64, readCount, readHex, readParameters } from './encoding.ts'
import { bytesOf64, numberOf64 } from './hash64.ts'
import type { HashForm, PasswordHash } from './passwordHash.ts'

const deriveKey = promisify<
  string,
  Buffer,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(derive)

/** RFC 7914 in the forms of its users. */
export const scryptForms: readonly HashForm[] = [
  { scheme: 'scrypt', begins: /^\$scrypt\$/, read: phc },
  { scheme: 'scrypt $7$', begins: /^\$7\$/, read: crypt },
  { scheme: 'scrypt (libscrypt)', begins: /^\$s1\$/, read: libscrypt },
  { scheme: 'scrypt (Spring Security)', begins: /^\$[0-9a-f]{5,6}\$/, read: spring },
  { scheme: 'scrypt (Werkzeug)', begins: /^scrypt:/, read: werkzeug },
  { scheme: 'scrypt (Django)', begins: /^scrypt\$/, read: django },
  { scheme: 'scrypt (Better Auth)', begins: /^[0-9a-f]{32}:[0-9a-f]{128}$/, read: betterAuth },
  { scheme: 'scrypt (Firebase)', begins: /^\$firescrypt\$/, read: firebase },
]

interface Scrypt {
  readonly n: number | undefined
  readonly r: number | undefined
  readonly p: number | undefined
  readonly salt: Buffer | undefined
  readonly key: Buffer | undefined
}

/** `$scrypt$ln=16,r=8,p=1$SALT$KEY` (passlib and others), or `n=` for N itself (AdonisJS). */
function phc(encoded: string): PasswordHash | undefined {
  const [, , text, salt, key, ...more] = encoded.split('$')
  if (more.length > 0) return undefined
  const logarithmic = readParameters(text, ['ln', 'r', 'p'])
  const given = logarithmic ?? readParameters(text, ['n', 'r', 'p'])
  const n = logarithmic
    ? power(readCount(logarithmic.ln))
    : readCount(readParameters(text, ['n', 'r', 'p'])?.n)
  return scrypt({ n, ...sizes(given?.r, given?.p), salt: readBase64(salt), key: readBase64(key) })
}

/** `$7$` of Unix crypt and libsodium: N, r, p in characters of its base 64, the salt as it is written. */
function crypt(encoded: string): PasswordHash | undefined {
  const [, log2, r, p, salt = '', key = ''] =
    /^\$7\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([^$]{1,86})\$([./0-9A-Za-z]{43})$/.exec(
      encoded,
    ) ?? []
  return scrypt({
    n: log2 === undefined ? undefined : power(numberOf64(log2)),
    r: r === undefined ? undefined : numberOf64(r),
    p: p === undefined ? undefined : numberOf64(p),
    salt: Buffer.from(salt),
    key: bytesOf64(key),
  })
}

/** `$s1$NNrrpp$SALT$KEY`: log2 of N, r and p with two hexadecimal digits each. */
function libscrypt(encoded: string): PasswordHash | undefined {
  const [, n, r, p, salt, key] =
    /^\$s1\$([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\$([^$]+)\$([^$]+)$/.exec(encoded) ?? []
  return scrypt({ n: power(hex(n)), r: hex(r), p: hex(p), salt: readBase64(salt), key: readBase64(key) })
}

/** `$100801$SALT$KEY` (`SCryptPasswordEncoder`): one hexadecimal number of log2 of N, r and p, 8 bits each for r and p. */
function spring(encoded: string): PasswordHash | undefined {
  const [, n, r, p, salt, key] =
    /^\$([0-9a-f]{1,2})([0-9a-f]{2})([0-9a-f]{2})\$([^$]+)\$([^$]+)$/.exec(encoded) ?? []
  return scrypt({ n: power(hex(n)), r: hex(r), p: hex(p), salt: readBase64(salt), key: readBase64(key) })
}

/** `scrypt:32768:8:1$SALT$HEX`; the salt as it is written. */
function werkzeug(encoded: string): PasswordHash | undefined {
  const [, n, r, p, salt = '', key] = /^scrypt:(\d+):(\d+):(\d+)\$([^$]+)\$([^$]+)$/.exec(encoded) ?? []
  return scrypt({ n: readCount(n), ...sizes(r, p), salt: Buffer.from(salt), key: readHex(key) })
}

/** `scrypt$16384$SALT$8$5$KEY` (`ScryptPasswordHasher`): N, salt as it is written, r, p. */
function django(encoded: string): PasswordHash | undefined {
  const [, n, salt = '', r, p, key] = /^scrypt\$(\d+)\$([^$]+)\$(\d+)\$(\d+)\$([^$]+)$/.exec(encoded) ?? []
  return scrypt({ n: readCount(n), ...sizes(r, p), salt: Buffer.from(salt), key: readBase64(key) })
}

/** `SALT:KEY` in hexadecimal; the salt counts as it is written, the password in Unicode's form NFKC, N = 16384, r = 16, p = 1. */
function betterAuth(encoded: string): PasswordHash | undefined {
  const [salt = '', key] = encoded.split(':')
  const read = scrypt({ n: 16_384, r: 16, p: 1, salt: Buffer.from(salt), key: readHex(key) })
  if (read === undefined) return undefined
  const normal = (password: string) => password.normalize('NFKC')
  return {
    ...read,
    verify: (password) => read.verify(normal(password)),
    isWhole: (password) => normal(password) === password,
  }
}

/**
 * `$firescrypt$ln=14,r=8,p=1$SALT$HASH$SEPARATOR$SIGNERKEY`: a user's `salt` and `passwordHash` and the project's `mem_cost`, `rounds`,
 * `base64_salt_separator` and `base64_signer_key`. The derived key encrypts the signer key (AES-256-CTR).
 */
function firebase(encoded: string): PasswordHash | undefined {
  const [, , text, salt, hash, separator, signer, ...more] = encoded.split('$')
  const given = readParameters(text, ['ln', 'r'], ['p'])
  const [saltBytes, expected, signerKey] = [readBase64(salt), readBase64(hash), readBase64(signer)]
  const separatorBytes = separator === '' ? Buffer.alloc(0) : readBase64(separator)
  if (!saltBytes || !expected || !signerKey || !separatorBytes || more.length > 0) return undefined
  if (expected.length !== signerKey.length) return undefined
  const parameters = {
    n: power(readCount(given?.ln)),
    ...sizes(given?.r, given?.p ?? '1'),
    salt: Buffer.concat([saltBytes, separatorBytes]),
  }
  return scrypt({ ...parameters, key: expected }, 64, (derived) => {
    const cipher = createCipheriv('aes-256-ctr', derived.subarray(0, 32), Buffer.alloc(16))
    return Buffer.concat([cipher.update(signerKey), cipher.final()])
  })
}

/** Returns undefined for parameters that RFC 7914 §2 does not allow (N < 2^(128 × r / 8)), and for a key of less than 16 bytes. */
function scrypt(
  { n, r, p, salt, key }: Scrypt,
  length = key?.length ?? 0,
  finish = (derived: Buffer) => derived,
): PasswordHash | undefined {
  if (!n || !r || !p || !salt || !key || n < 2 || !Number.isInteger(Math.log2(n))) return undefined
  if (n >= 2 ** (16 * r) || r * p >= 2 ** 30 || key.length < 16 || key.length > 1024) return undefined
  const memory = 128 * r * (n + p + 2)
  const cost = { N: n, r, p, maxmem: memory + 128 * r * 2 }
  const time = timeCost('N × r × p', n * r * p, bounds.scrypt)
  return {
    scheme: 'scrypt',
    costs: [...time.costs, memoryCost(memory)],
    seconds: time.seconds,
    verify: async (password) => constantTimeEqual(finish(await deriveKey(password, salt, length, cost)), key),
  }
}

function sizes(r: string | undefined, p: string | undefined) {
  return { r: readCount(r), p: readCount(p) }
}

function power(log2: number | undefined): number | undefined {
  return log2 !== undefined && log2 < 64 ? 2 ** log2 : undefined
}

function hex(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number.parseInt(digits, 16)
}
