import { loadArgon2, loadBcrypt } from '../../../kernel/crypto/nativeHashes.ts'
import { parseDerivedKey } from './keyDerivation.ts'
import { verifyOffThread } from './offThread.ts'
import { parsePlainMd5 } from './plainMd5.ts'
import { parseSlowCrypt } from './slowCrypt.ts'

const bcryptForm = /^\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{53}$/
const argon2Form =
  /^\$argon2(?:id?|d)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{22,}$/

type Verify = (password: string) => boolean | Promise<boolean>

/**
 * Returns the comparison for an encoded hash by its form. Returns undefined if the form is unknown or malformed, or if the
 * cost is so high that checks would starve others or so low that it protects nothing.
 */
export function verifierOf(encoded: string): Verify | undefined {
  const bcryptCost = Number(bcryptForm.exec(encoded)?.[1])
  if (bcryptCost >= 10 && bcryptCost <= 16) {
    return async (password) => (await loadBcrypt()).verify(password, encoded)
  }
  if (isBoundedArgon2(encoded)) return async (password) => (await loadArgon2()).verify(encoded, password)
  if (parseSlowCrypt(encoded)) return (password) => verifyOffThread(encoded, password)
  return (parseDerivedKey(encoded) ?? parsePlainMd5(encoded))?.verify
}

function isBoundedArgon2(encoded: string): boolean {
  const [memory = 0, passes = 0, lanes = 0] = argon2Form.exec(encoded)?.slice(1).map(Number) ?? []
  return memory >= 1024 && memory <= 262_144 && passes >= 1 && passes <= 10 && lanes >= 1 && lanes <= 16
}
