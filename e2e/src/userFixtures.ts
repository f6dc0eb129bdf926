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
/** The fields of a person that `CreateUser` and `AddHumanUser` share. */
export type HumanInput = Omit<Init<typeof CreateUserRequest_HumanSchema>, 'metadata'> & {
  readonly metadata?: { readonly key: string; readonly value: Uint8Array }[]
}
/** The fields of `AddHumanUser`. */
export type NewHuman = Init<typeof AddHumanUserRequestSchema>

let count = 0

/** Returns a word that no other test of this process uses. */
export function unique(word: string): string {
  count += 1
  return `${word}-${count}`
}

/** The required fields of a person with those of a test; the address is unverified, without code. */
export function aHuman(input: HumanInput = {}): HumanInput {
  const email = `${unique('human')}@mail.test`
  return {
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email, verification: { case: 'isVerified', value: false } },
    ...input,
  }
}

/** Creates a person by `AddHumanUser`; returns the reply. */
export function addHuman(server: TestServer, input: NewHuman = {}, headers: Record<string, string> = {}) {
  return server.client(UserService, { headers }).addHumanUser({ ...aHuman(), ...input })
}

/** Reads a user by `GetUserByID` as the administrator. */
export async function readUser(server: TestServer, userId: string): Promise<User> {
  const { user } = await server.client(UserService).getUserByID({ userId })
  if (user === undefined) throw new Error('a reply without user')
  return user
}

/** Reads the person of a user by `GetUserByID`. */
export async function readHuman(server: TestServer, userId: string): Promise<HumanUser> {
  const { type } = await readUser(server, userId)
  if (type.case !== 'human') throw new Error('not a person')
  return type.value
}

/** Creates a person with verified e-mail address, phone number and password, and a token of their own. */
export async function addSelf(server: TestServer, headers: Record<string, string> = {}) {
  const person = await addPerson(server, { headers })
  const { sessionToken } = await passwordSession(server, person.userId)
  return { ...person, token: sessionToken }
}

/** Returns the plain text of the code of the user's latest event of this type, as a mail or SMS carries it. */
export async function sentCode(server: TestServer, userId: string, type: string): Promise<string> {
  const request = { aggregateId: userId, eventTypes: [type], asc: false, limit: 1 }
  const { events } = await server.client(AdminService).listEvents(request)
  const secretId = events[0]?.payload?.['secretId']
  if (typeof secretId !== 'string') throw new Error(`the user has no event ${type}`)
  const { log } = server.product.deps
  const user = await log.load({ instanceId: server.first.instanceId, type: 'user', id: userId })
  return (await log.secret(user, secretId))?.toString() ?? ''
}

/** Returns the outcomes of several calls in their order. */
export function outcomes(calls: readonly Promise<unknown>[]): Promise<string[]> {
  return Promise.all(calls.map(outcome))
}
