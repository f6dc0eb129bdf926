import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import type { HumanUser, User } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import {
  type AddHumanUserRequestSchema,
  type CreateUserRequest_HumanSchema,
  UserService,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession } from './people.ts'
import { outcome } from './tenants.ts'

type Init<Schema extends DescMessage> = Extract<MessageInitShape<Schema>, { readonly $typeName?: never }>
/** What `CreateUser` and `AddHumanUser` say alike about a person. */
export type HumanWish = Omit<Init<typeof CreateUserRequest_HumanSchema>, 'metadata'> & {
  readonly metadata?: { readonly key: string; readonly value: Uint8Array }[]
}
/** What `AddHumanUser` says. */
export type NewHuman = Init<typeof AddHumanUserRequestSchema>

let count = 0

/** A word that no other test of this process uses. */
export function unique(word: string): string {
  count += 1
  return `${word}-${count}`
}

/** The least that `AddHumanUser` and `CreateUser` take for a person, and what a test adds; the address is unverified, without code. */
export function aHuman(wish: HumanWish = {}): HumanWish {
  const email = `${unique('human')}@mail.test`
  return {
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email, verification: { case: 'isVerified', value: false } },
    ...wish,
  }
}

/** Creates a person by `AddHumanUser`; answers the reply. */
export function addHuman(server: TestServer, wish: NewHuman = {}, headers: Record<string, string> = {}) {
  return server.client(UserService, { headers }).addHumanUser({ ...aHuman(), ...wish })
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

/** What each of several calls under way came to, in their order. */
export function outcomes(calls: readonly Promise<unknown>[]): Promise<string[]> {
  return Promise.all(calls.map(outcome))
}
