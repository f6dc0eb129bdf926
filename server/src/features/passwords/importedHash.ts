import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { verifierOf } from './hashes/verifyHash.ts'

const unsupported = refuse(
  'password.hash_unsupported',
  'invalid_argument',
  'this password hash is malformed, of an unknown kind, or its cost is out of bounds; argon2, bcrypt (cost 10 to 16), scrypt, pbkdf2, sha2, md5, phpass and Drupal 7 hashes are accepted',
)

/** Answers why a hash from elsewhere cannot be taken over: unknown algorithm, malformed, or a cost out of bounds. */
export function checkImportedHash(hash: string): Refusal | undefined {
  return verifierOf(hash) === undefined ? unsupported : undefined
}
