import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isRefusal } from '../../../kernel/refusal.ts'
import { bounds } from './bounds.ts'
import { readHash, readImportedHash } from './readHash.ts'

interface Vector {
  readonly tool: string
  readonly password: string
  readonly hash: string
  readonly refused?: string
}

const file = new URL('../../../../../e2e/vectors/passwordHashes.jsonl', import.meta.url)
const vectors = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector)
  .filter(({ refused }) => refused === undefined)

/** Returns the comparison for a hash that must be readable. */
function read(encoded: string) {
  const hash = readHash(encoded)
  if (isRefusal(hash)) throw new Error(hash.message)
  return hash
}

const cheap = vectors.filter(({ hash }) => read(hash).seconds < 0.05)

test.each(cheap)('$tool fits its own password only', async ({ password, hash }) => {
  const { verify } = read(hash)
  for (const wrong of [`${password}x`, password.slice(1), password.toUpperCase()]) {
    expect(await verify(wrong)).toBe(false)
  }
  expect(await verify(password)).toBe(true)
})

test.each(vectors)(
  '$tool is read completely or refused: no cut makes a check throw',
  async ({ hash, password }) => {
    for (let length = 0; length < hash.length; length++) {
      const cut = readImportedHash(hash.slice(0, length))
      if (!isRefusal(cut) && cut.seconds < 0.01) expect(await cut.verify(password)).toBeTypeOf('boolean')
    }
  },
)

test('parameters of argon2 are read in any order, once each, and no others', async () => {
  const form = (parameters: string) => `$argon2id$v=19$${parameters}$c29tZXNhbHQ$${'a'.repeat(43)}`
  for (const order of ['m=64,t=1,p=2', 'p=2,t=1,m=64', 't=1,m=64,p=2'])
    expect(read(form(order)).seconds).toBe(2 ** -14)
  for (const wrong of [
    'm=64,t=1',
    'm=64,t=1,p=2,p=2',
    'm=64,t=1,p=2,x=1',
    'm=64,t=01,p=2',
    'm=64,t=0,p=1',
    'm=8,t=1,p=2',
  ]) {
    expect(readHash(form(wrong))).toMatchObject({ code: 'password.hash_malformed' })
  }
})

test('spare bits that some generators set in bcrypt salts do not matter', async () => {
  const canonical = '$2b$10$XajjQvNhvvRt5GSeFk1xFesrHCVR8mohywHGTGU/ogz.Y3LDsE/Wq'
  expect(await read(canonical.replace('xFe', 'xFf')).verify('correct')).toBe(true)
})

test('a refusal never repeats the text that was sent', () => {
  const secret = 'Tr0ub4dor'
  for (const text of [
    secret,
    `$${secret}$x`,
    `{${secret}}x`,
    `$argon2id$${secret}`,
    `{"${secret}":1}`,
    `{PLAIN}${secret}`,
  ]) {
    const refusal = readImportedHash(text)
    expect(isRefusal(refusal) && refusal.message).toBeTypeOf('string')
    expect(JSON.stringify(refusal)).not.toContain(secret)
  }
})

test('README lists each bound', () => {
  const readme = readFileSync(new URL('../../../../../README.md', import.meta.url), 'utf8')
  const { pbkdf2, ...others } = bounds
  for (const bound of [...Object.values(pbkdf2), ...Object.values(others)]) {
    expect(readme).toMatch(new RegExp(`\\| [^|]*\\b${bound.toLocaleString('en')}\\b[^|]*\\|`))
  }
})
