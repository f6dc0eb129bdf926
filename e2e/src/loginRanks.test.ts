import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { readFacts } from '../../server/src/features/login-flow/index.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { claimDomain } from './claimDomain.ts'
import { addOrg, inOrg } from './tenants.ts'
import { readUser, unique } from './userFixtures.ts'

const server = await testServer()
const { database } = server.product.deps
const users = server.client(UserService)
const admin = server.client(AdminService)

/** Returns the user that a page finds by a typed text, the page of one organization or of none. */
async function found(loginName: string, organization = ''): Promise<string | undefined> {
  const account = { by: 'loginName', loginName } as const
  return (await readFacts(database, pageCall(server), { account, organization })).person?.userId
}

interface Named {
  readonly username?: string
  readonly email?: string
  readonly phone?: string
  /** Whether the addresses are verified, which they are by default. */
  readonly verified?: boolean
  /** The first organization by default. */
  readonly orgId?: string
}

/** Adds a person of an organization. */
async function add({
  username = unique('someone'),
  email = `${unique('elsewhere')}@mail.test`,
  phone,
  verified = true,
  orgId = server.first.orgId,
}: Named): Promise<string> {
  const { userId } = await users.addHumanUser({
    username,
    organization: { org: { case: 'orgId', value: orgId } },
    profile: { givenName: 'Kim', familyName: 'Named' },
    email: { email, verification: { case: 'isVerified', value: verified } },
    ...(phone && {
      phone: {
        phone,
        verification: verified ? { case: 'isVerified', value: true } : { case: 'returnCode', value: {} },
      },
    }),
  })
  return userId
}

const newAddress = () => `${unique('name')}@mail.test`
let numbers = 0
const newNumber = () => `+4178${String(3_000_000 + ++numbers)}`

/** Adds an organization; `scoped`: one inside which usernames are unique. */
async function organization({ scoped = false, domain = '' } = {}): Promise<string> {
  const { orgId, headers } = await addOrg(server)
  if (scoped) await scopeNames(orgId)
  if (domain !== '') await server.client(ManagementService, { headers }).addOrgDomain({ domain })
  return orgId
}

const scopeNames = (orgId: string) => admin.addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true })

/** Who is found by the text: the person whose login name it is, the one whose address it is, or nobody. */
type Found = 'name' | 'address' | 'nobody'

/**
 * The ranks of the people whom one text could mean; see `personSql`. The policies, orders of time and organizations that change
 * them have tests of their own below.
 */
const ranks: readonly [string, Omit<Named, 'username'>, boolean, Found][] = [
  ['their own verified address, and the verified one of another', { verified: true }, true, 'name'],
  ['their own verified address, and claimed by another', { verified: true }, false, 'name'],
  ['an address that they claim, and the verified one of another', { verified: false }, true, 'address'],
  ['an address that they claim as another does', { verified: false }, false, 'name'],
  ['no address of theirs, but the verified one of another', { email: newAddress() }, true, 'address'],
  ['no address of theirs, and claimed by another', { email: newAddress() }, false, 'name'],
]

describe('a login name that is', () => {
  test.each(ranks)('%s', async (_, holder, verified, expected) => {
    const text = newAddress()
    const ids = {
      name: await add({ username: text, email: text, ...holder }),
      address: await add({ email: text, verified }),
      nobody: undefined,
    }
    for (const typed of [text, ` ${text.toUpperCase()} `]) expect(await found(typed)).toBe(ids[expected])
  })

  test.each([
    ['the verified number of another', true, 'address'],
    ['a number that another claims', false, 'name'],
  ] as const)('%s', async (_, verified, expected) => {
    const phone = newNumber()
    const spelled = `${phone.slice(0, 3)}-${phone.slice(3)}`
    const names = { plain: await add({ username: phone }), spelled: await add({ username: spelled }) }
    const owner = await add({ phone, verified })
    expect(await found(phone)).toBe(expected === 'name' ? names.plain : owner)
    expect(await found(spelled)).toBe(expected === 'name' ? names.spelled : owner)
  })

  test('their own verified number', async () => {
    const phone = newNumber()
    const id = await add({ username: phone, phone })
    await add({ phone })
    expect(await found(phone)).toBe(id)
  })

  test('the verified address of two others: nobody', async () => {
    const text = newAddress()
    await add({ username: text })
    await add({ email: text })
    expect(await found(text)).toBeTypeOf('string')
    await add({ email: text })
    expect(await found(text)).toBeUndefined()
  })

  test('of a machine, and the verified address of a person', async () => {
    const text = newAddress()
    const machine = { case: 'machine', value: { name: 'robot' } } as const
    const { id } = await users.createUser({
      organizationId: server.first.orgId,
      username: text,
      userType: machine,
    })
    expect(await found(text)).toBe(id)
    const owner = await add({ email: text })
    expect(await found(text)).toBe(owner)
  })
})

test('an address outranks a login name from its verification until it is changed, whichever was first', async () => {
  const text = newAddress()
  const owner = await add({ email: text, verified: false })
  const holder = await add({ username: text })
  expect(await found(text)).toBe(holder)
  const verification = { case: 'isVerified', value: true } as const
  await users.updateHumanUser({ userId: owner, email: { email: text, verification } })
  expect(await found(text)).toBe(owner)
  await users.updateHumanUser({ userId: holder, email: { email: text, verification } })
  expect(await found(text)).toBe(holder)
  await users.updateHumanUser({ userId: holder, email: { email: newAddress(), verification } })
  expect(await found(text)).toBe(owner)
  await users.updateHumanUser({ userId: owner, email: { email: newAddress(), verification } })
  expect(await found(text)).toBe(holder)
})

test('a person who renames themselves to the verified address of another is not found by it', async () => {
  const text = newAddress()
  const owner = await add({ email: text })
  const userId = await add({})
  await users.updateHumanUser({ userId, username: text })
  expect(await found(text)).toBe(owner)
})

test('an address outranks a login name only where its person may log in with it', async () => {
  const text = newAddress()
  const phone = newNumber()
  const orgId = await organization()
  const holder = await add({ username: text })
  const numbered = await add({ username: phone })
  const owner = await add({ email: text, phone, orgId })
  expect([await found(text), await found(phone)]).toEqual([owner, owner])
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  await management.addCustomLoginPolicy({ allowUsernamePassword: true, disableLoginWithEmail: true })
  expect([await found(text), await found(phone)], 'by the policy of the owner').toEqual([holder, owner])
  await management.updateCustomLoginPolicy({ allowUsernamePassword: true, disableLoginWithPhone: true })
  expect([await found(text), await found(phone)]).toEqual([owner, numbered])
  await admin.updateLoginPolicy({ allowUsernamePassword: true, disableLoginWithEmail: true })
  expect([await found(text), await found(phone)], 'by the policy of the page').toEqual([holder, numbered])
  await admin.updateLoginPolicy({ allowUsernamePassword: true })
})

describe('on the page of an organization', () => {
  test('only the addresses of its own people outrank a login name', async () => {
    const text = newAddress()
    const [first, second] = [await organization(), await organization()]
    const holder = await add({ username: text, orgId: first })
    const owner = await add({ email: text, orgId: second })
    expect([await found(text), await found(text, first), await found(text, second)]).toEqual([
      owner,
      holder,
      owner,
    ])
    const inside = await add({ email: text, orgId: first })
    expect(await found(text, first)).toBe(inside)
  })

  test('they outrank a username that is unique inside of it', async () => {
    const text = newAddress()
    const orgId = await organization({ scoped: true })
    const holder = await add({ username: text, orgId })
    expect(await found(text, orgId)).toBe(holder)
    const owner = await add({ email: text, orgId })
    expect(await found(text, orgId)).toBe(owner)
    const full = (await readUser(server, holder)).preferredLoginName
    expect([await found(full), await found(full, orgId)], 'with the domain').toEqual([holder, holder])
  })
})

describe('a login name with the domain of its organization', () => {
  /** Adds the person `ann` of an organization, and people with `ann@domain` as their address, there and elsewhere. */
  async function people(orgId: string, domain: string) {
    const text = `ann@${domain}`
    const holder = await add({ username: 'ann', orgId })
    expect(await found(text)).toBe(holder)
    const outside = await add({ email: text })
    return { text, holder, outside, inside: () => add({ email: text, orgId }) }
  }

  test('is outranked by an address of anybody if the domain is not proved', async () => {
    const domain = `${unique('free')}.test`
    const { text, outside } = await people(await organization({ scoped: true, domain }), domain)
    expect(await found(text)).toBe(outside)
  })

  test('is outranked only by addresses of the same organization if it has proved the domain', async () => {
    const domain = `${unique('proved')}.test`
    const { orgId } = await claimDomain(server, domain)
    await scopeNames(orgId)
    const { text, holder, inside } = await people(orgId, domain)
    expect(await found(text)).toBe(holder)
    const owner = await inside()
    expect([await found(text), await found(text, orgId)]).toEqual([undefined, owner])
  })

  test('is outranked only by addresses of the same organization if the domain was generated', async () => {
    const orgId = await organization({ scoped: true })
    const id = await add({ username: 'somebody', orgId })
    const domain = (await readUser(server, id)).preferredLoginName.replace('somebody@', '')
    const { text, holder, inside } = await people(orgId, domain)
    expect(await found(text)).toBe(holder)
    const owner = await inside()
    expect([await found(text), await found(text, orgId)]).toEqual([undefined, owner])
  })
})

test('the API finds people by their login names alone', async () => {
  const text = newAddress()
  await add({ email: text })
  const holder = await add({ username: text })
  const sessions = server.client(SessionService)
  const search = { case: 'loginName', value: text } as const
  const { sessionId } = await sessions.createSession({ checks: { user: { search } } })
  expect((await sessions.getSession({ sessionId })).session?.factors?.user?.id).toBe(holder)
  const method = TextQueryMethod.EQUALS
  const query = { case: 'loginNameQuery', value: { loginName: text, method } } as const
  const { result } = await users.listUsers({ queries: [{ query }] })
  expect(result.map(({ userId }) => userId)).toEqual([holder])
  const { user } = await server.client(ManagementService).getUserByLoginNameGlobal({ loginName: text })
  expect(user?.id).toBe(holder)
})
