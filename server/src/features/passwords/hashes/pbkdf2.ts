import { createHash, createHmac, pbkdf2 as derive } from 'node:crypto'
import { promisify } from 'node:util'
import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'
import { bounds, timeCost } from './bounds.ts'
import { readBase64, readCount, readHex, readParameters } from './encoding.ts'
import type { HashForm, PasswordHash } from './passwordHash.ts'

const deriveKey = promisify(derive)

/** Bytes of the digests. */
const sizes = { sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 } as const

/** RFC 8018 §5.2 in the forms of its users. */
export const pbkdf2Forms: readonly HashForm[] = [
  { scheme: 'pbkdf2', begins: /^\$pbkdf2/, read: phc },
  { scheme: 'pbkdf2 (Django)', begins: /^pbkdf2_/, read: django },
  { scheme: 'pbkdf2 (Werkzeug)', begins: /^pbkdf2:/, read: werkzeug },
  { scheme: 'pbkdf2 (MediaWiki)', begins: /^:pbkdf2:/, read: mediaWiki },
  { scheme: 'pbkdf2 (GRUB)', begins: /^grub\.pbkdf2\./, read: grub },
  { scheme: 'pbkdf2 ($p5k2$)', begins: /^\$p5k2\$/, read: p5k2 },
  { scheme: '{PKCS5S2}', begins: /^\{pkcs5s2\}/i, read: atlassian },
  { scheme: '{PBKDF2_SHA256}', begins: /^\{pbkdf2_sha256\}/i, read: directoryServer },
  { scheme: '{PBKDF2}', begins: /^\{pbkdf2/i, read: prefixed },
  { scheme: 'pbkdf2 (Spring Security)', begins: /^[0-9a-f]{96}$/, read: springFrom58 },
  {
    scheme: 'ASP.NET Core Identity',
    begins: /^(?:AQAAAA[A-Za-z0-9+/]{60,}={0,2}|A[A-P][A-Za-z0-9+/]{64}==)$/,
    read: identity,
  },
  { scheme: 'SCRAM', begins: /^(?:\{SCRAM-SHA|SCRAM-SHA)/, read: scram },
]

/** The parameters; the length of the key is that of the derived key. */
export interface Pbkdf2 {
  readonly digest: string | undefined
  readonly iterations: number | undefined
  readonly salt: Buffer | undefined
  readonly key: Buffer | undefined
}

/** Returns undefined for an unknown digest, and for a key of less than 16 bytes. `finish` turns the derived key into the stored one. */
export function pbkdf2(
  { digest, iterations, salt, key }: Pbkdf2,
  finish = (derived: Buffer) => derived,
): PasswordHash | undefined {
  if (digest === undefined || !(digest in sizes)) return undefined
  if (!iterations || !salt || !key || key.length < 16 || key.length > 1024) return undefined
  const name = digest as keyof typeof sizes
  const blocks = Math.ceil(key.length / sizes[name])
  return {
    scheme: `pbkdf2-${name}`,
    ...timeCost('iterations × blocks', iterations * blocks, bounds.pbkdf2[name]),
    verify: async (password) =>
      constantTimeEqual(finish(await deriveKey(password, salt, iterations, key.length, name)), key),
  }
}

/** `$pbkdf2-sha256$29000$SALT$KEY` (passlib) or `$pbkdf2-sha512$i=100000,l=64$SALT$KEY` (PHC); without a digest SHA-1. */
function phc(encoded: string): PasswordHash | undefined {
  const [, digest = 'sha1', text, salt, encodedKey] =
    /^\$pbkdf2(?:-([a-z0-9]+))?\$([^$]*)\$([^$]*)\$([^$]*)$/.exec(encoded) ?? []
  const given = readParameters(text, ['i'], ['l'])
  const key = readBase64(encodedKey)
  if (given?.l !== undefined && readCount(given.l) !== key?.length) return undefined
  return pbkdf2({ digest, iterations: readCount(given?.i ?? text), salt: readBase64(salt), key })
}

/** `pbkdf2_sha256$1500000$SALT$KEY`; the salt as it is written. */
function django(encoded: string): PasswordHash | undefined {
  const [, digest, iterations, salt = '', key] =
    /^pbkdf2_(sha1|sha256)\$(\d+)\$([^$]+)\$([^$]+)$/.exec(encoded) ?? []
  return pbkdf2({
    digest,
    iterations: readCount(iterations),
    salt: Buffer.from(salt),
    key: readBase64(key),
  })
}

/** `pbkdf2:sha256:1000000$SALT$HEX`; the salt as it is written. */
function werkzeug(encoded: string): PasswordHash | undefined {
  const [, digest, iterations, salt = '', key] =
    /^pbkdf2:([a-z0-9]+):(\d+)\$([^$]+)\$([^$]+)$/.exec(encoded) ?? []
  return pbkdf2({ digest, iterations: readCount(iterations), salt: Buffer.from(salt), key: readHex(key) })
}

/** `:pbkdf2:sha512:30000:64:SALT:KEY`; the number before the salt is the key's length. */
function mediaWiki(encoded: string): PasswordHash | undefined {
  const [, , digest, iterations, length, salt, encodedKey, ...more] = encoded.split(':')
  const key = readBase64(encodedKey)
  if (key === undefined || key.length !== readCount(length) || more.length > 0) return undefined
  return pbkdf2({ digest, iterations: readCount(iterations), salt: readBase64(salt), key })
}

/** `grub.pbkdf2.sha512.10000.SALT.KEY` in hexadecimal. */
function grub(encoded: string): PasswordHash | undefined {
  const [, , digest, iterations, salt, key, ...more] = encoded.split('.')
  if (more.length > 0) return undefined
  return pbkdf2({ digest, iterations: readCount(iterations), salt: readHex(salt), key: readHex(key) })
}

/**
 * `$p5k2$ITERATIONS$SALT$KEY` with hexadecimal iterations and SHA-1. Dwayne Litzenberger's salt is the text before the key, and no number
 * stands for 400; Cryptacular's is base64, and its key has 20 bytes.
 */
function p5k2(encoded: string): PasswordHash | undefined {
  const [, digits = '', salt, encodedKey] = /^\$p5k2\$([0-9a-f]{0,7})\$([^$]*)\$([^$]+)$/.exec(encoded) ?? []
  const key = readBase64(encodedKey)
  const iterations = digits === '' ? 400 : Number.parseInt(digits, 16)
  const text = encoded.slice(0, encoded.lastIndexOf('$'))
  return pbkdf2({
    digest: 'sha1',
    iterations,
    salt: key?.length === 20 ? readBase64(salt) : Buffer.from(text),
    key,
  })
}

/** `{PKCS5S2}` and base64 of 16 bytes of salt and 32 of the key: 10,000 iterations with SHA-1 (Atlassian). */
function atlassian(encoded: string): PasswordHash | undefined {
  const bytes = readBase64(encoded.slice('{PKCS5S2}'.length))
  if (bytes?.length !== 48) return undefined
  return pbkdf2({ digest: 'sha1', iterations: 10_000, ...split(bytes, 16) })
}

/** `{PBKDF2_SHA256}` and base64 of the iterations (4 bytes, big-endian), 64 bytes of salt and 256 of the key (389 Directory Server). */
function directoryServer(encoded: string): PasswordHash | undefined {
  const bytes = readBase64(encoded.slice('{PBKDF2_SHA256}'.length))
  if (bytes?.length !== 324) return undefined
  return pbkdf2({
    digest: 'sha256',
    iterations: bytes.readUInt32BE(),
    ...split(bytes.subarray(4), 64),
  })
}

/**
 * `{PBKDF2-SHA512}10000$SALT$KEY` (OpenLDAP; SHA-1 without a digest), `{PBKDF2}$1$SALT$5000$HEX` (Dovecot), and `{pbkdf2}HEX` or
 * `{pbkdf2@SpringSecurity_v5_8}HEX` (Spring Security).
 */
function prefixed(encoded: string): PasswordHash | undefined {
  const [, digest = 'SHA1', iterations, salt, key] =
    /^\{PBKDF2(?:-(SHA1|SHA256|SHA512))?\}(\d+)\$([^$]+)\$([^$]+)$/i.exec(encoded) ?? []
  if (iterations !== undefined) {
    return pbkdf2({
      digest: digest.toLowerCase(),
      iterations: readCount(iterations),
      salt: readBase64(salt),
      key: readBase64(key),
    })
  }
  const dovecot = /^\{PBKDF2\}\$1\$([^$]+)\$(\d+)\$([^$]+)$/i.exec(encoded)
  if (dovecot) {
    const [, text = '', rounds, digits] = dovecot
    return pbkdf2({
      digest: 'sha1',
      iterations: readCount(rounds),
      salt: Buffer.from(text),
      key: readHex(digits),
    })
  }
  const [, version, digits = ''] = /^\{pbkdf2(@SpringSecurity_v5_8)?\}([0-9a-f]+)$/i.exec(encoded) ?? []
  if (version !== undefined || digits.length === 96) return springFrom58(digits)
  const bytes = readHex(digits)
  if (bytes?.length !== 40) return undefined
  return pbkdf2({ digest: 'sha1', iterations: 185_000, ...split(bytes, 8) })
}

/** Hexadecimal of 16 bytes of salt and 32 of the key: 310,000 iterations with SHA-256 (`defaultsForSpringSecurity_v5_8`). */
function springFrom58(encoded: string): PasswordHash | undefined {
  const bytes = readHex(encoded)
  if (bytes?.length !== 48) return undefined
  return pbkdf2({ digest: 'sha256', iterations: 310_000, ...split(bytes, 16) })
}

/** Base64 of version 2 (0, 16 bytes of salt, 32 of the key) or 3 (1, digest, iterations, length of the salt, salt, key). */
function identity(encoded: string): PasswordHash | undefined {
  const bytes = readBase64(encoded)
  if (bytes === undefined) return undefined
  if (bytes[0] === 0 && bytes.length === 49) {
    return pbkdf2({ digest: 'sha1', iterations: 1000, ...split(bytes.subarray(1), 16) })
  }
  if (bytes[0] !== 1 || bytes.length < 13) return undefined
  const length = bytes.readUInt32BE(9)
  if (length === 0 || bytes.length < 13 + length) return undefined
  return pbkdf2({
    digest: ['sha1', 'sha256', 'sha512'][bytes.readUInt32BE(1)],
    iterations: bytes.readUInt32BE(5),
    ...split(bytes.subarray(13), length),
  })
}

/**
 * `SCRAM-SHA-256$4096:SALT$STORED:SERVER` (PostgreSQL) or `{SCRAM-SHA-256}4096,SALT,STORED,SERVER` (Dovecot): the stored key of RFC 5802 §3.
 * Passwords are compared as they are, so others than their SASLprep form do not fit.
 */
function scram(encoded: string): PasswordHash | undefined {
  const [, outer, iterations, salt, stored] =
    /^\{?SCRAM-SHA-(1|256)[}$](\d+)[:,]([^$:,]+)[$,]([^$:,]+)[:,][^$:,]+$/.exec(encoded) ?? []
  const digest = outer === '256' ? 'sha256' : 'sha1'
  const key = readBase64(stored)
  if (outer === undefined || key?.length !== sizes[digest]) return undefined
  return pbkdf2({ digest, iterations: readCount(iterations), salt: readBase64(salt), key }, (derived) =>
    createHash(digest).update(createHmac(digest, derived).update('Client Key').digest()).digest(),
  )
}

function split(bytes: Buffer, at: number) {
  return { salt: bytes.subarray(0, at), key: bytes.subarray(at) }
}
