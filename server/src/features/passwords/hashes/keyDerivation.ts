import { pbkdf2, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'

const derivePbkdf2 = promisify(pbkdf2)
const deriveScrypt = promisify<
  string,
  Buffer,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt)

const base64 = '[A-Za-z0-9+/.]'
const pbkdf2Form = new RegExp(
  `^\\$pbkdf2(?:-(sha1|sha224|sha256|sha384|sha512))?\\$(?:i=)?(\\d{1,7})(?:,l=\\d+)?\\$(${base64}{1,128})\\$(${base64}{22,128})$`,
)
const scryptForm = new RegExp(
  `^\\$scrypt\\$ln=(\\d{1,2}),r=(\\d{1,2}),p=(\\d{1,2})\\$(${base64}{1,128})\\$(${base64}{22,128})$`,
)

/** A hash that Node derives itself, off the main thread. */
export interface DerivedKey {
  verify(password: string): Promise<boolean>
}

/** Reads modular-crypt `$pbkdf2…$` and `$scrypt$` hashes; undefined for others, and for costs out of bounds. */
export function parseDerivedKey(encoded: string): DerivedKey | undefined {
  return parsePbkdf2(encoded) ?? parseScrypt(encoded)
}

function parsePbkdf2(encoded: string): DerivedKey | undefined {
  const [, digest = 'sha1', given, salt = '', checksum = ''] = pbkdf2Form.exec(encoded) ?? []
  const rounds = Number(given)
  if (given === undefined || rounds < 1000 || rounds > 2_000_000) return undefined
  const key = decode(checksum)
  return {
    verify: async (password) =>
      constantTimeEqual(await derivePbkdf2(password, decode(salt), rounds, key.length, digest), key),
  }
}

function parseScrypt(encoded: string): DerivedKey | undefined {
  const [, costLog2, blockSize, lanes, salt = '', checksum = ''] = scryptForm.exec(encoded) ?? []
  const [ln, r, p] = [Number(costLog2), Number(blockSize), Number(lanes)]
  const memory = 128 * 2 ** ln * r
  if (costLog2 === undefined || ln < 10 || ln > 20 || r < 1 || p < 1 || p > 16 || memory > 256 * 2 ** 20)
    return undefined
  const key = decode(checksum)
  const cost = { N: 2 ** ln, r, p, maxmem: memory + 128 * r * (p + 4) }
  return {
    verify: async (password) =>
      constantTimeEqual(await deriveScrypt(password, decode(salt), key.length, cost), key),
  }
}

/** Base64 without padding, in which some libraries write `.` for `+`. */
function decode(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64')
}
