import { expect, test } from 'vitest'
import { hashCodes, importedSet, positionOfCode } from './codeHashes.ts'
import { newRecoveryCode, parseRecoveryCode } from './recoveryCode.ts'

const turn = { organization: 'recovery-code-test' }

test('a code has at least 64 random bits, in groups that can be read', () => {
  const codes = Array.from({ length: 200 }, newRecoveryCode)
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){2}$/)
  expect(new Set(codes).size).toBe(codes.length)
  const characters = new Set(codes.join('').replaceAll('-', ''))
  expect(Math.log2(characters.size) * 15).toBeGreaterThanOrEqual(64)
})

test('a code is read however it is typed', () => {
  const read = parseRecoveryCode('01ABC-DEFGH-JK1M0')
  expect(read).toBe('01ABCDEFGHJK1M0')
  for (const typed of ['oiabc-defgh-jklmo', ' 01ABC DEFGH JK1M0\n', '01abcdefghjkIm0', '01ABC–DEFGH—JK1M0']) {
    expect(parseRecoveryCode(typed)).toBe(read)
  }
})

test.each([
  '',
  '123456',
  '01ABC-DEFGH-JK1M',
  '01ABC-DEFGH-JK1M01',
  '01ABC-DEFGH-JK1MU',
  '01ABC_DEFGH_JK1M0',
  '01ABCDEFGHJK1Mß',
])('%j cannot be a code', (typed) => expect(parseRecoveryCode(typed)).toBeUndefined())

test('stored codes are found by their text alone, and stored under another salt each time', async () => {
  const shown = ['01ABC-DEFGH-JK1M0', '11111-22222-33333', '44444-55555-66666']
  const [stored, again] = await Promise.all([hashCodes(shown, turn), hashCodes(shown, turn)])
  for (const [at, code] of shown.entries()) {
    expect(await positionOfCode(stored, parseRecoveryCode(code) ?? '', turn)).toBe(at)
  }
  expect(await positionOfCode(stored, '01ABCDEFGHJK1M1', turn)).toBeUndefined()
  expect(again.subarray(1)).not.toEqual(stored.subarray(1))
  for (const code of shown) expect(stored.includes(parseRecoveryCode(code) ?? '')).toBe(false)
})

test('an unknown form of storage is a fault, not a wrong code', async () => {
  await expect(positionOfCode(Buffer.of(9), '01ABCDEFGHJK1M0', turn)).rejects.toThrow('unknown form')
})

test.each([
  ['small letters', '7b2kq-x9m4t', 0, 1],
  ['capitals', '7B2KQ-X9M4T', 0, 2],
  ['a wrong text that is prepared', 'E\u0301\u00a0ABCDEFGH', undefined, 2],
])('a hash of another system is compared with %s so many times', async (_, typed, position, times) => {
  const set = importedSet(['$2b$04$m/V0RttbUfm0CYpqbP5V5ei9NU5sNA2x6CPvOw28tuvJB2/5./6Hu'])
  let hashings = 0
  const counted = {
    get organization() {
      hashings++
      return turn.organization
    },
  }
  expect(await positionOfCode(set, typed, counted)).toBe(position)
  // A code that is none of these is also hashed once for the codes of our own.
  expect(hashings).toBe(position === undefined ? times + 1 : times)
})
