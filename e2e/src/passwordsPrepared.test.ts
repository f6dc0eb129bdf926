import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { loadArgon2 } from '../../server/src/kernel/crypto/nativeHashes.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { passwordSession } from './people.ts'
import { outcome } from './tenants.ts'

const server = await testServer()
const users = server.client(UserService)
const composed = 'Zo\u00eb-and-1-friend'
const decomposed = 'Zoe\u0308-and-1-friend'
let count = 0

type PasswordType =
  | { readonly case: 'password'; readonly value: { readonly password: string } }
  | { readonly case: 'hashedPassword'; readonly value: { readonly hash: string } }

async function addWith(passwordType: PasswordType): Promise<string> {
  const email = `prepared-${++count}@example.test`
  const { userId } = await users.addHumanUser({
    profile: { givenName: 'Zoë', familyName: 'Example' },
    email: { email, verification: { case: 'isVerified', value: true } },
    passwordType,
  })
  return userId
}

const logsIn = (userId: string, typed: string) => outcome(passwordSession(server, userId, typed))

test.each([
  ['decomposed', 'composed', decomposed, composed],
  ['composed', 'decomposed', composed, decomposed],
  ['with a no-break space', 'with a space', 'A\u00a0B-and-1-friend', 'A B-and-1-friend'],
])('a password set %s is accepted %s', async (_, __, set, typed) => {
  const userId = await addWith({ case: 'password', value: { password: set } })
  expect(await logsIn(userId, typed)).toBe('ok')
  expect(await logsIn(userId, set)).toBe('ok')
  expect(await logsIn(userId, typed.toUpperCase())).toBe('InvalidArgument')
})

test('the present password in another form proves a change, and is refused as the new one', async () => {
  const userId = await addWith({ case: 'password', value: { password: composed } })
  const change = (present: string, next: string) =>
    users.setPassword({
      userId,
      newPassword: { password: next },
      verification: { case: 'currentPassword', value: present },
    })
  expect(await outcome(change(decomposed, composed))).toBe('FailedPrecondition password.unchanged')
  expect(await outcome(change(decomposed, 'Another-Horse-2'))).toBe('ok')
})

test('a hash of a text that was not prepared takes the password as typed, and then in every form', async () => {
  const { hash } = await loadArgon2()
  const userId = await addWith({
    case: 'hashedPassword',
    value: { hash: await hash(decomposed, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }) },
  })
  expect(await logsIn(userId, composed)).toBe('InvalidArgument')
  expect(await logsIn(userId, decomposed)).toBe('ok')
  expect(await eventTypesOf(server, userId)).toContain('user.human.password.hash.updated')
  expect(await logsIn(userId, composed)).toBe('ok')
})
