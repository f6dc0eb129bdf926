import type { MessageInitShape } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import type { HumanUser, User } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import {
  type AddHumanUserRequestSchema,
  UserService,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession } from './people.ts'

type NewHuman = MessageInitShape<typeof AddHumanUserRequestSchema>

let count = 0

/** A word that no other test of this process uses. */
export function unique(word: string): string {
  count += 1
  return `${word}-${count}`
}

/** The least that `AddHumanUser` and `CreateUser` take for a person, and what a test adds; the address is unverified, without code. */
export function aHuman(wish: Omit<NewHuman, '$typeName'> = {}) {
  const email = `${unique('human')}@mail.test`
  return {
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email, verification: { case: 'isVerified', value: false } },
    ...wish,
  } as const satisfies NewHuman
}

/** Creates a person by `AddHumanUser`; answers the reply. */
export function addHuman(
  server: TestServer,
  wish: Omit<NewHuman, '$typeName'> = {},
  headers: Record<string, string> = {},
) {
  return server.client(UserService, { headers }).addHumanUser(aHuman(wish))
}

/** A user as `GetUserByID` shows it to the administrator. */
export async function readUser(server: TestServer, userId: string): Promise<User> {
  const { user } = await server.client(UserService).getUserByID({ userId })
  if (user === undefined) throw new Error('a reply without user')
  return user
}

/** The person in a user as `GetUserByID` shows it. */
export async function readHuman(server: TestServer, userId: string): Promise<HumanUser> {
  const { type } = await readUser(server, userId)
  if (type.case !== 'human') throw new Error('not a person')
  return type.value
}

/** A person with verified e-mail address, phone number and password, and a token with which they act themselves. */
export async function addSelf(server: TestServer, headers: Record<string, string> = {}) {
  const person = await addPerson(server, { headers })
  const { sessionToken } = await passwordSession(server, person.userId)
  return { ...person, token: sessionToken }
}

/** The plain text of the code that the user's latest event of this type announces: what a mail or SMS would carry. */
export async function sentCode(server: TestServer, userId: string, type: string): Promise<string> {
  const request = { aggregateId: userId, eventTypes: [type], asc: false, limit: 1 }
  const { events } = await server.client(AdminService).listEvents(request)
  const secretId = events[0]?.payload?.['secretId']
  if (typeof secretId !== 'string') throw new Error(`the user has no event ${type}`)
  const { log } = server.product.deps
  const user = await log.load({ instanceId: server.first.instanceId, type: 'user', id: userId })
  return (await log.secret(user, secretId))?.toString() ?? ''
}
