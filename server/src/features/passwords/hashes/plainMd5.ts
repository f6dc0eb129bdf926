import { hash } from 'node:crypto'
import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'

const bare = /^[0-9a-fA-F]{32}$/
const salted = /^\$md5salted-(prefix|suffix)\$([^$]{1,64})\$([0-9a-fA-F]{32}|[A-Za-z0-9+/]{22}(?:==)?)$/

/** Reads bare hexadecimal MD5 digests, and salted ones (`$md5salted-prefix$SALT$DIGEST`, `…-suffix$…`, hexadecimal or base64). */
export function parsePlainMd5(encoded: string): { verify(password: string): boolean } | undefined {
  if (bare.test(encoded)) return comparing(encoded, (password) => password)
  const [, place, salt, digest] = salted.exec(encoded) ?? []
  if (place === undefined || salt === undefined || digest === undefined) return undefined
  return comparing(digest, (password) => (place === 'prefix' ? salt + password : password + salt))
}

function comparing(digest: string, input: (password: string) => string) {
  const expected = Buffer.from(digest, bare.test(digest) ? 'hex' : 'base64')
  return { verify: (password: string) => constantTimeEqual(hash('md5', input(password), 'buffer'), expected) }
}
