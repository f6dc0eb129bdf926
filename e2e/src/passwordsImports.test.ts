import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { refusalOf } from './refusal.ts'
import { outcome } from './tenants.ts'
import { addHuman, addSelf, outcomes, readHuman, sentCode, unique } from './userFixtures.ts'

const server = await testServer()

const users = () => server.client(UserService)
const upgraded = 'user.human.password.hash.updated'

/** Passwords with hashes that other programs made. */
const foreign: readonly (readonly [string, string, string])[] = [
  ['bcrypt', 'correct', '$2b$10$XajjQvNhvvRt5GSeFk1xFesrHCVR8mohywHGTGU/ogz.Y3LDsE/Wq'],
  [
    'argon2i',
    'password',
    '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
  ],
  [
    'argon2id',
    'password',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
  ['sha256-crypt', 'Hello world!', '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
  [
    'sha512-crypt',
    'Hello world!',
    '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
  ],
  ['md5-crypt', 'secret Ünï', '$1$abcdefgh$puM5GqurjMKHOHjCvYBta.'],
  ['bare md5', 'correct', 'e5d7cffe25654f7e3a1e334118c71549'],
  ['md5 with salt before', 'correct', '$md5salted-prefix$pepper$a230f988ac2067a369086e7d2e9c429f'],
  ['md5 with salt after', 'correct', '$md5salted-suffix$pepper$Q2uuyXPhyHjvRNZ/PFpykA=='],
  ['phpass', 'test12345', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  ['Drupal 7', 'correct', '$S$CabcdefghdYaLwXEZRYpXrszM/x2QCaQH5zy1QK3BYDGWFv7Nh3q'],
  [
    'pbkdf2-sha256',
    'correct',
    '$pbkdf2-sha256$29000$c2FsdHNhbHRzYWx0$8qSxrC5qJ2EaYMx6gJzvdVvlTRpVH1/b2Wyl/IVyi/c',
  ],
  ['pbkdf2-sha1', 'correct', '$pbkdf2$1000$c2FsdHNhbHRzYWx0$p0E8trbhd1nNuo8Chbr5ii5TeiM'],
  ['scrypt', 'correct', '$scrypt$ln=14,r=8,p=1$c2FsdHNhbHRzYWx0$F5tXSXxlCPLtCLtqKaAgGEHOyt3zQWSJvvFvpyh4JCo'],
]

const logIn = (userId: string, word: string) =>
  server.client(SessionService).createSession({
    checks: { user: { search: { case: 'userId', value: userId } }, password: { password: word } },
  })

async function countOf(userId: string, type: string): Promise<number> {
  return (await eventTypesOf(server, userId)).filter((one) => one === type).length
}

test.each(foreign)(
  '%s accepts its own password only, and is replaced by a current hash',
  async (_, word, hash) => {
    const passwordType = { case: 'hashedPassword', value: { hash } } as const
    const { userId } = await addHuman(server, { passwordType })
    expect(await refusalOf(logIn(userId, `${word}x`))).toMatchObject({ failedAttempts: 1 })
    expect(await countOf(userId, upgraded), 'a wrong password renews nothing').toBe(0)
    const { sessionId } = await logIn(userId, word)
    const { session } = await server.client(SessionService).getSession({ sessionId })
    expect(session?.factors?.password?.verifiedAt).toBeDefined()
    expect(await countOf(userId, upgraded)).toBe(1)
    expect(await sentCode(server, userId, upgraded)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await logIn(userId, word)
    expect(await countOf(userId, upgraded), 'once').toBe(1)
    const { passwordChangeRequired, passwordChanged } = await readHuman(server, userId)
    expect(passwordChangeRequired).toBe(false)
    expect(passwordChanged, 'the password itself is as old as before').toBeDefined()
  },
)

describe('importing a hash', () => {
  const [, word, hash] = foreign[0] ?? ['', '', '']
  test('works in the v1 import', async () => {
    const userName = unique('imported')
    const { userId } = await server.client(ManagementService).importHumanUser({
      userName,
      profile: { firstName: 'Ada', lastName: 'Lovelace' },
      email: { email: `${userName}@mail.test`, isEmailVerified: true },
      hashedPassword: { value: hash },
    })
    expect(await outcome(logIn(userId, word))).toBe('ok')
  })

  test('works in both updates without the complexity policy; SetPassword has no such field', async () => {
    const passwordType = { case: 'hashedPassword', value: { hash, changeRequired: true } } as const
    const updates = [
      (userId: string) => users().updateHumanUser({ userId, password: { passwordType } }),
      (userId: string) =>
        users().updateUser({ userId, userType: { case: 'human', value: { password: { passwordType } } } }),
    ]
    for (const update of updates) {
      const { userId } = await addHuman(server)
      await update(userId)
      expect(await outcome(logIn(userId, word))).toBe('ok')
      expect((await readHuman(server, userId)).passwordChangeRequired).toBe(true)
    }
  })

  test('is refused to people themselves without their password', async () => {
    const { userId, token } = await addSelf(server)
    const passwordType = { case: 'hashedPassword', value: { hash } } as const
    const own = server.client(UserService, { token })
    expect(await outcome(own.updateHumanUser({ userId, password: { passwordType } }))).toBe(
      'NotFound permission.membership_not_found',
    )
    expect(await outcome(logIn(userId, word))).not.toBe('ok')
  })
})

test.each([
  ['bcrypt too cheap', '$2a$09$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga'],
  ['bcrypt with too high a cost', '$2a$17$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga'],
  ['bcrypt cut short', '$2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcg'],
  ['argon2 that eats all memory', `$argon2id$v=19$m=9000000,t=1,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`],
  ['sha-crypt that runs for minutes', `$5$rounds=999999999$saltstring$${'a'.repeat(43)}`],
  ['pbkdf2 without rounds', `$pbkdf2-sha256$0$c2FsdA$${'a'.repeat(43)}`],
  ['an unknown kind', '$unknown$1$salt$hash'],
  ['plain text', 'correct'],
])('%s is refused everywhere', async (_, hash) => {
  const passwordType = { case: 'hashedPassword', value: { hash } } as const
  const { userId } = await addHuman(server)
  const userName = unique('refused')
  const calls = [
    addHuman(server, { passwordType }),
    users().updateHumanUser({ userId, password: { passwordType } }),
    server.client(ManagementService).importHumanUser({
      userName,
      profile: { firstName: 'Ada', lastName: 'Lovelace' },
      email: { email: `${userName}@mail.test` },
      hashedPassword: { value: hash },
    }),
  ]
  expect(await outcomes(calls)).toEqual(Array(3).fill('InvalidArgument password.hash_unsupported'))
  expect(await eventTypesOf(server, userId)).toEqual(['user.human.added'])
})
