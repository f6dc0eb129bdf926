import type { Algorithm, Version } from '@node-rs/argon2'
import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'
import { loadArgon2 } from '../../../kernel/crypto/nativeHashes.ts'
import { bounds, memoryCost, timeCost } from './bounds.ts'
import { readBase64, readCount, readParameters } from './encoding.ts'
import type { HashForm, PasswordHash } from './passwordHash.ts'

const algorithms: Readonly<Record<string, Algorithm>> = { d: 0, i: 1, id: 2 }
const versions: Readonly<Record<number, Version>> = { 16: 0, 19: 1 }

/** The parameters of RFC 9106; `memory` in KiB, `version` 16 or 19. */
export interface Argon2 {
  readonly variant: string
  readonly version: number
  readonly memory: number
  readonly passes: number
  readonly lanes: number
  readonly salt: Buffer
  readonly key: Buffer
}

/** PHC strings `$argon2id$v=19$m=65536,t=3,p=4$SALT$HASH`, also behind Django's `argon2`. Without `v` the version is 16. */
export const argon2Forms: readonly HashForm[] = [
  { scheme: 'argon2', begins: /^\$argon2/, read: readPhc },
  { scheme: 'argon2', begins: /^argon2\$/, read: (encoded) => readPhc(encoded.slice('argon2'.length)) },
]

function readPhc(encoded: string): PasswordHash | undefined {
  const [, variant = '', version = '16', text, salt, key, more] =
    /^\$argon2(id|i|d)(?:\$v=(\d+))?\$([^$]*)\$([^$]*)\$([^$]*)(\$.*)?$/s.exec(encoded) ?? []
  const given = readParameters(text, ['m', 't', 'p'])
  const [memory, passes, lanes] = [readCount(given?.m), readCount(given?.t), readCount(given?.p)]
  const [saltBytes, keyBytes] = [readBase64(salt), readBase64(key)]
  if (!memory || !passes || !lanes || !saltBytes || !keyBytes || more !== undefined) return undefined
  return argon2({
    variant,
    version: Number(version),
    memory,
    passes,
    lanes,
    salt: saltBytes,
    key: keyBytes,
  })
}

/** Returns undefined for parameters that the algorithm does not allow, and for a key of less than 16 bytes. */
export function argon2({
  variant,
  version,
  memory,
  passes,
  lanes,
  salt,
  key,
}: Argon2): PasswordHash | undefined {
  const [algorithm, versionCode] = [algorithms[variant], versions[version]]
  if (algorithm === undefined || versionCode === undefined) return undefined
  if (memory < 8 * lanes || salt.length < 8 || key.length < 16 || key.length > 1024) return undefined
  const time = timeCost('m (KiB) × t', memory * passes, bounds.argon2)
  const options = {
    algorithm,
    version: versionCode,
    memoryCost: memory,
    timeCost: passes,
    parallelism: lanes,
    salt,
    outputLen: key.length,
  }
  return {
    scheme: 'argon2',
    costs: [
      ...time.costs,
      memoryCost(memory * 1024),
      { parameter: 'p', value: lanes, bound: bounds.lanes },
      { parameter: 't × p', value: passes * lanes, bound: bounds.threads },
    ],
    seconds: time.seconds,
    verify: async (password) => constantTimeEqual(await (await loadArgon2()).hashRaw(password, options), key),
  }
}
