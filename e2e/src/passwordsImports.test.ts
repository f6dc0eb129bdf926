import { ConnectError } from '@connectrpc/connect'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import type { SetPassword } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { decideOn } from '../../server/src/eventlog/decideOn.ts'
import { passwordChanged } from '../../server/src/features/passwords/index.ts'
import { newId } from '../../server/src/kernel/ids.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { password as initialPassword } from './people.ts'
import { refusalOf } from './refusal.ts'
import { outcome } from './tenants.ts'
import { addHuman, addSelf, type NewHuman, outcomes, readHuman, sentCode, unique } from './userFixtures.ts'

const server = await testServer()

const users = () => server.client(UserService)
const upgraded = 'user.human.password.hash.updated'

/** The fields of a person whose password is this hash. */
const hashed = (hash: string): Pick<NewHuman, 'passwordType'> => ({
  passwordType: { case: 'hashedPassword', value: { hash } },
})
type PasswordProof = SetPassword['verification']

/** Hashes that 0.2.0 imported and whose checks ended with INTERNAL. */
const malformedArgon2: readonly (readonly [string, string])[] = [
  ['a salt of 90 bytes in bad base64', `$argon2id$v=19$m=19456,t=2,p=1$${'a'.repeat(121)}$${'a'.repeat(43)}`],
  ['a hash in bad base64', `$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$${'a'.repeat(45)}`],
  ['a hash of 1.5 kB', `$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$${'a'.repeat(2000)}`],
]

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

  test('with a password that exceeds what bcrypt compares keeps the hash: a tail after 72 bytes must not become the password', async () => {
    // Made by bcrypt 6.0.0 (npm) from 80 bytes.
    const long = 'abcdefghij'.repeat(8)
    const hash80 = '$2b$10$nLm2hucs8sGd1K6VaIm.2O3PNpdxPB5zL15TeZgjB7p8pW9pW4zZO'
    const { userId } = await addHuman(server, hashed(hash80))
    await logIn(userId, `${long.slice(0, 72)}tail`)
    expect(await countOf(userId, upgraded)).toBe(0)
    expect(await outcome(logIn(userId, long))).toBe('ok')
    expect(await refusalOf(logIn(userId, long.slice(0, 71)))).toMatchObject({ failedAttempts: 1 })
  })

  test.each([
    ['bcrypt', 'correct\0correct', word, hash],
    [
      'WordPress',
      ' Pa-ss 1843x',
      'Pa-ss 1843x',
      '$wp$2y$12$e6q68jlXNf.ZftgDQQNfoem1zkKpslkIMDVS49QkUffDvw6wjaIM.',
    ],
    [
      'Better Auth',
      'ﬁve Ｗide 1843',
      'five Wide 1843',
      '3e6db4d53eee113a551109923269e4ee:cbeb40606564736b164f643aec684a2eabbecd69cda8048f75ce1563587eaea573d3e4b7c1fe4424c62feed070aff76c6d9c711c126e0b6556d53c519a6d2aca',
    ],
  ])(
    'of %s is replaced by the password itself, not by another one that fits',
    async (_, other, whole, form) => {
      const { userId } = await addHuman(server, hashed(form))
      await logIn(userId, other)
      expect(await countOf(userId, upgraded)).toBe(0)
      await logIn(userId, whole)
      expect(await countOf(userId, upgraded)).toBe(1)
    },
  )
})

describe('who may set a hash', () => {
  const passwordType = { case: 'hashedPassword', value: { hash: foreign[0]?.[2] ?? '' } } as const
  const updates = (token: string, userId: string, verification: PasswordProof = { case: undefined }) => {
    const own = server.client(UserService, { token })
    const password = { passwordType, verification }
    return [
      own.updateHumanUser({ userId, password }),
      own.updateUser({ userId, userType: { case: 'human', value: { password } } }),
    ]
  }

  test('a person without roles cannot set their own, by right, by password or by code', async () => {
    const { userId, token } = await addSelf(server)
    const { verificationCode = '' } = await users().passwordReset({
      userId,
      medium: { case: 'returnCode', value: {} },
    })
    const proofs = [
      { case: undefined },
      { case: 'currentPassword', value: initialPassword },
      { case: 'verificationCode', value: verificationCode },
    ] as const
    for (const proof of proofs) {
      expect(await outcomes(updates(token, userId, proof))).toEqual(
        Array(2).fill('NotFound permission.membership_not_found'),
      )
    }
    expect(await countOf(userId, 'user.human.password.changed'), 'the first one only').toBe(1)
    expect(await countOf(userId, 'user.human.password.code.check.failed')).toBe(0)
    expect(await outcome(logIn(userId, initialPassword))).toBe('ok')
  })

  test('a person with user.write cannot set their own, but that of others', async () => {
    const owner = await addSelf(server)
    await server.client(ManagementService).addOrgMember({ userId: owner.userId, roles: ['ORG_OWNER'] })
    for (const proof of [{ case: undefined }, { case: 'currentPassword', value: initialPassword }] as const) {
      expect(await outcomes(updates(owner.token, owner.userId, proof))).toEqual(
        Array(2).fill('PermissionDenied password.hash_for_oneself'),
      )
    }
    const { userId } = await addHuman(server)
    expect(await outcomes(updates(owner.token, userId))).toEqual(['ok', 'ok'])
  })
})

/** Stores a hash as version 0.2.0 took it. */
async function storeHash(userId: string, hash: string): Promise<void> {
  const { log, clock } = server.product.deps
  const writing = { instanceId: server.first.instanceId, creator: 'test', now: clock.now() }
  await decideOn(log, writing, { type: 'user', id: userId }, (user, tx) => {
    const secretId = newId()
    tx.seal(user, secretId, hash)
    return [passwordChanged({ secretId, changeRequired: false })]
  })
}

describe('hashes that version 0.2.0 stored', () => {
  test.each([
    ['bcrypt $2x$', 'correct', '$2x$10$XajjQvNhvvRt5GSeFk1xFesrHCVR8mohywHGTGU/ogz.Y3LDsE/Wq'],
    [
      'pbkdf2 that costs more than an import accepts',
      'correct',
      '$pbkdf2-sha512$1000001$c2FsdHNhbHRzYWx0$r60Aa361xxFlWlRZ/ryNpV+JTm6LYpL5rYZdF58wPKEj9dUIcmXdj/5DL1hajWl3WmSdao6E2dsHUKrdsk7gXg',
    ],
  ])('%s are checked and replaced', async (_, secret, hash) => {
    const { userId } = await addHuman(server)
    await storeHash(userId, hash)
    expect(await outcome(logIn(userId, secret))).toBe('ok')
    expect(await countOf(userId, upgraded)).toBe(1)
  })

  test.each(malformedArgon2)('malformed argon2 (%s) counts a guess like any other hash', async (_, hash) => {
    const { userId } = await addHuman(server)
    await storeHash(userId, hash)
    expect(await refusalOf(logIn(userId, 'correct'))).toMatchObject({
      code: 'InvalidArgument',
      id: 'password.wrong',
      failedAttempts: 1,
    })
  })
})

test.each(malformedArgon2)('malformed argon2 (%s) is refused at import', async (_, hash) => {
  expect(await outcome(addHuman(server, hashed(hash)))).toBe('InvalidArgument password.hash_malformed')
})

/** A hash over each bound, and the words of the refusal. */
const tooCostly: readonly (readonly [string, string, string])[] = [
  [
    'argon2',
    `$argon2id$v=19$m=262144,t=5,p=1$c29tZXNhbHQ$${'a'.repeat(43)}`,
    'm (KiB) × t of this argon2 hash is 1310720, and at most 1048576',
  ],
  [
    'argon2 memory',
    `$argon2id$v=19$m=524288,t=1,p=1$c29tZXNhbHQ$${'a'.repeat(43)}`,
    'memory in MiB of this argon2 hash is 512, and at most 256',
  ],
  [
    'argon2 lanes',
    `$argon2id$v=19$m=65536,t=1,p=17$c29tZXNhbHQ$${'a'.repeat(43)}`,
    'p of this argon2 hash is 17, and at most 16',
  ],
  [
    'argon2 passes over many lanes',
    `$argon2id$v=19$m=128,t=8192,p=16$c29tZXNhbHQ$${'a'.repeat(43)}`,
    't × p of this argon2 hash is 131072, and at most 4096',
  ],
  [
    'scrypt memory',
    `$scrypt$ln=1,r=1048576,p=1$c2FsdA$${'a'.repeat(43)}`,
    'memory in MiB of this scrypt hash is 640, and at most 256',
  ],
  [
    'bcrypt',
    '$2a$15$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga',
    'cost of this bcrypt hash is 15, and at most 14',
  ],
  [
    'scrypt (the issue: 14 s of CPU)',
    `$scrypt$ln=18,r=8,p=16$c2FsdA$${'a'.repeat(43)}`,
    'N × r × p of this scrypt hash is 33554432, and at most 2097152',
  ],
  [
    'scrypt by lanes',
    `scrypt:1024:8:512$salt$${'ab'.repeat(32)}`,
    'N × r × p of this scrypt hash is 4194304',
  ],
  [
    'pbkdf2',
    `$pbkdf2-sha512$1000001$c2FsdA$${'a'.repeat(86)}`,
    'iterations × blocks of this pbkdf2-sha512 hash is 1000001, and at most 1000000',
  ],
  [
    'pbkdf2 by a long key',
    `pbkdf2:sha256:1500000$salt$${'ab'.repeat(96)}`,
    'iterations × blocks of this pbkdf2-sha256 hash is 4500000, and at most 3000000',
  ],
  [
    'sha512-crypt',
    `$6$rounds=700001$saltstring$${'a'.repeat(86)}`,
    'rounds of this sha512-crypt hash is 700001, and at most 700000',
  ],
  [
    'sha1-crypt',
    `$sha1$500001$saltstring$${'a'.repeat(28)}`,
    'rounds of this sha1-crypt hash is 500001, and at most 500000',
  ],
  ['phpass', `$P$I${'a'.repeat(30)}`, 'log2 of the rounds of this phpass hash is 20, and at most 19'],
]

test.each(tooCostly)(
  'dear hashes are refused at import with scheme, parameter and bound: %s',
  async (_, hash, words) => {
    const error = await addHuman(server, hashed(hash)).catch(ConnectError.from)
    expect(String(error)).toContain(words)
    expect(await outcome(addHuman(server, hashed(hash)))).toBe('InvalidArgument password.hash_too_costly')
  },
)

test.each([
  [
    'a bcrypt hash of too high a cost',
    'password.hash_too_costly',
    '$2a$17$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga',
  ],
  [
    'bcrypt cut short',
    'password.hash_malformed',
    '$2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcg',
  ],
  [
    'argon2 that eats all memory',
    'password.hash_too_costly',
    `$argon2id$v=19$m=9000000,t=1,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`,
  ],
  [
    'sha-crypt that runs for minutes',
    'password.hash_too_costly',
    `$5$rounds=999999999$saltstring$${'a'.repeat(43)}`,
  ],
  [
    'scrypt whose N is too large for its r, which cannot be checked',
    'password.hash_malformed',
    `$scrypt$ln=16,r=1,p=1$c2FsdA$${'a'.repeat(43)}`,
  ],
  ['pbkdf2 without rounds', 'password.hash_malformed', `$pbkdf2-sha256$0$c2FsdA$${'a'.repeat(43)}`],
  ['an unknown kind', 'password.hash_unsupported', '$unknown$1$salt$hash'],
  ['plain text', 'password.hash_unsupported', 'correct'],
])('%s is refused everywhere', async (_, code, hash) => {
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
  expect(await outcomes(calls)).toEqual(Array(3).fill(`InvalidArgument ${code}`))
  expect(await eventTypesOf(server, userId)).toEqual(['user.human.added'])
})
