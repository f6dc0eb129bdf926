import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { unique } from './userFixtures.ts'

const server = await testServer()

/** A hash that the named tool made of a password. */
interface Vector {
  readonly tool: string
  readonly version: string
  readonly password: string
  readonly hash: string
  /** The scheme that the refusal names, if hashes of this form are not supported. */
  readonly refused?: string
}

const file = new URL('../vectors/passwordHashes.jsonl', import.meta.url)
const vectors = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Vector)
const supported = vectors.filter(({ refused }) => refused === undefined)

function importing(hash: string) {
  const email = `${unique('vector')}@mail.test`
  const body = {
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email, isVerified: true },
    hashedPassword: { hash },
  }
  return server.rest('POST', '/v2/users/human', { body })
}

async function logIn(userId: string, password: string): Promise<number> {
  const body = { checks: { user: { userId }, password: { password } } }
  return (await server.rest('POST', '/v2/sessions', { body })).status
}

describe('hashes of other systems, as their own tools make them', () => {
  test.concurrent.each(supported)('$tool ($version) is imported and checked', async ({ password, hash }) => {
    const imported = await importing(hash)
    expect(imported).toMatchObject({ status: 200 })
    const { userId } = imported.json as { readonly userId: string }
    expect(await logIn(userId, password)).toBe(201)
    // Compared with the new hash, so it is cheap; bcrypt keeps the hash of a password that may be longer.
    expect(await logIn(userId, `${password.slice(1)}!`)).toBe(400)
    expect(await logIn(userId, password)).toBe(201)
  })

  test.each(vectors.filter(({ refused }) => refused !== undefined))(
    '$tool ($version) is refused by name',
    async ({ hash, refused }) => {
      expect(await importing(hash)).toMatchObject({
        status: 400,
        json: { message: expect.stringContaining(`${refused} hashes are not supported`) },
      })
    },
  )
})
