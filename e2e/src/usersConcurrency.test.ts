import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson, password } from './people.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addHuman, aHuman, outcomes, sentCode, unique } from './userFixtures.ts'

const server = await testServer()

const users = () => server.client(UserService)
const many = 64

/** Counts each outcome. */
function tally(all: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of all) counts[one] = (counts[one] ?? 0) + 1
  return counts
}

async function parallel(call: (index: number) => Promise<unknown>): Promise<Record<string, number>> {
  return tally(await outcomes(Array.from({ length: many }, (_, index) => call(index))))
}

describe('64 parallel uses of one code: one succeeds', () => {
  test('VerifyEmail', async () => {
    const { userId } = await addPerson(server)
    const email = `${unique('race')}@mail.test`
    const verification = { case: 'returnCode', value: {} } as const
    const { verificationCode = '' } = await users().setEmail({ userId, email, verification })
    const counts = await parallel(() => users().verifyEmail({ userId, verificationCode }))
    expect(counts).toEqual({ ok: 1, 'InvalidArgument user.email_code_wrong': many - 1 })
    const types = await eventTypesOf(server, userId)
    expect(types.filter((type) => type === 'user.human.email.verified')).toHaveLength(2)
  })

  test('VerifyPhone', async () => {
    const { userId } = await addPerson(server)
    const verification = { case: 'returnCode', value: {} } as const
    const { verificationCode = '' } = await users().setPhone({ userId, phone: '+41791110000', verification })
    const counts = await parallel(() => users().verifyPhone({ userId, verificationCode }))
    expect(counts).toEqual({ ok: 1, 'InvalidArgument user.phone_code_wrong': many - 1 })
  })

  test('VerifyInviteCode', async () => {
    const { userId } = await addHuman(server)
    const { inviteCode = '' } = await users().createInviteCode({
      userId,
      verification: { case: 'returnCode', value: {} },
    })
    const counts = await parallel(() => users().verifyInviteCode({ userId, verificationCode: inviteCode }))
    expect(counts).toEqual({ ok: 1, 'InvalidArgument user.invite_code_wrong': many - 1 })
  })

  test('SetPassword with a reset code', async () => {
    const { userId } = await addPerson(server)
    const medium = { case: 'returnCode', value: {} } as const
    const { verificationCode = '' } = await users().passwordReset({ userId, medium })
    const counts = await parallel((index) =>
      users().setPassword({
        userId,
        newPassword: { password: `Another-Horse-${index}` },
        verification: { case: 'verificationCode', value: verificationCode },
      }),
    )
    expect(counts).toEqual({ ok: 1, 'FailedPrecondition password.code_missing': many - 1 })
  })

  test('a change of the address and the code for the earlier address never both succeed', async () => {
    const { userId } = await addPerson(server)
    await users().setEmail({ userId, email: `${unique('before')}@mail.test` })
    const verificationCode = await sentCode(server, userId, 'user.human.email.code.added')
    const after = `${unique('after')}@mail.test`
    await outcomes([
      users().setEmail({ userId, email: after }),
      users().verifyEmail({ userId, verificationCode }),
    ])
    const { user } = await users().getUserByID({ userId })
    expect(user?.type.value).toMatchObject({ email: { email: after, isVerified: false } })
  })
})

describe('64 parallel creations: one succeeds', () => {
  test('of one username', async () => {
    const username = unique('race')
    const counts = await parallel((index) =>
      addHuman(server, { username: index % 2 ? username : username.toUpperCase() }),
    )
    expect(counts).toEqual({ ok: 1, 'AlreadyExists user.username_taken': many - 1 })
  })

  test('of one id', async () => {
    const userId = unique('race')
    const counts = await parallel(() => addHuman(server, { userId }))
    expect(counts).toEqual({ ok: 1, 'FailedPrecondition user.already_exists': many - 1 })
  })

  test('renames to one username', async () => {
    const ids = await Promise.all(Array.from({ length: many }, async () => (await addHuman(server)).userId))
    const username = unique('race')
    const counts = await parallel((index) => users().updateHumanUser({ userId: ids[index] ?? '', username }))
    expect(counts).toEqual({ ok: 1, 'AlreadyExists user.username_taken': many - 1 })
  })
})

test('64 parallel guesses at the present password: ten are evaluated, then the user is locked', async () => {
  const { userId } = await addPerson(server)
  const counts = await parallel((index) =>
    users().setPassword({
      userId,
      newPassword: { password: 'Another-Horse-2' },
      verification: { case: 'currentPassword', value: `wrong ${index}` },
    }),
  )
  expect(counts).toEqual({ InvalidArgument: 10, FailedPrecondition: many - 10 })
  const types = await eventTypesOf(server, userId)
  expect(types.filter((type) => type === 'user.human.password.check.failed')).toHaveLength(10)
  expect(types.at(-1)).toBe('user.locked')
  const right = { case: 'currentPassword', value: password } as const
  const attempt = users().setPassword({
    userId,
    newPassword: { password: 'Another-Horse-2' },
    verification: right,
  })
  expect(await outcome(attempt)).toMatch(/^FailedPrecondition/)
})

test('64 parallel metadata writes are all kept', async () => {
  const { userId } = await addHuman(server)
  await parallel((index) =>
    users().setUserMetadata({ userId, metadata: [{ key: `key-${index}`, value: Buffer.from('x') }] }),
  )
  const { metadata } = await users().listUserMetadata({ userId, pagination: { limit: 100 } })
  expect(metadata).toHaveLength(many)
})

type Create = (organizationId: string, userId: string) => Promise<unknown>
const creations: Readonly<Record<string, Create>> = {
  'CreateUser of a person': (organizationId, userId) =>
    users().createUser({ organizationId, userId, userType: { case: 'human', value: aHuman(withPassword) } }),
  'AddHumanUser of v2': (orgId, userId) =>
    addHuman(server, { userId, organization: { org: { case: 'orgId', value: orgId } }, ...withPassword }),
  'CreateUser of a machine': (organizationId, userId) =>
    users().createUser({ organizationId, userId, userType: { case: 'machine', value: { name: 'x' } } }),
  AddMachineUser: (orgId, userId) =>
    server
      .client(ManagementService, { headers: inOrg(orgId) })
      .addMachineUser({ userId, userName: userId, name: 'x' }),
}
const withPassword = { passwordType: { case: 'password', value: { password } } } as const

test.each(Object.entries(creations))(
  '%s that commits while the organization is removed: nobody survives it',
  async (_, create) => {
    const { orgId } = await addOrg(server, 'Gone')
    const userId = unique('late')
    // An uncommitted write of the same user holds the creation at its commit.
    const blocker = await server.testDatabase.database.pool.connect()
    await blocker.query('begin')
    await blocker.query(
      `insert into streams (instance_id, stream_type, stream_id, sequence, owner, created_at, changed_at, hash, facets)
       values ($1, 'user', $2, 1, $3, now(), now(), '', '{}')`,
      [server.first.instanceId, userId, orgId],
    )
    const created = outcome(create(orgId, userId))
    await expect.poll(lockWaits, { interval: 10 }).toBeGreaterThan(0)
    const removed = outcome(server.client(ManagementService, { headers: inOrg(orgId) }).removeOrg({}))
    let isRemoved = false
    void removed.then(() => {
      isRemoved = true
    })
    await expect.poll(async () => isRemoved || (await lockWaits()) > 1, { interval: 10 }).toBe(true)
    await server.runJobs()
    await blocker.query('rollback')
    blocker.release()
    expect(await removed).toBe('ok')
    await created
    await server.runJobs()
    expect(await outcome(users().getUserByID({ userId }))).toMatch(/^NotFound/)
  },
)

/** Counts the statements that wait for a lock. */
async function lockWaits(): Promise<number> {
  const [row] = await server.testDatabase.database.query<{ count: number }>(
    "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
  )
  return row?.count ?? 0
}

test('a machine whose role or token has gone creates nobody, though it has just created people', async () => {
  const { orgId } = await addOrg(server, 'Left')
  const machine = await addMachine(server, { orgId, roles: ['ORG_USER_MANAGER'] })
  const create = () => outcome(server.client(UserService, { token: machine.token }).addHumanUser(aHuman()))
  expect([await create(), await create()]).toEqual(['ok', 'ok'])
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  await management.removeOrgMember({ userId: machine.userId })
  expect(await create()).toBe('NotFound permission.membership_not_found')
  await management.addOrgMember({ userId: machine.userId, roles: ['ORG_USER_MANAGER'] })
  expect(await create()).toBe('ok')
  const { result } = await management.listPersonalAccessTokens({ userId: machine.userId })
  await management.removePersonalAccessToken({ userId: machine.userId, tokenId: result[0]?.id ?? '' })
  expect(await create()).toMatch(/^Unauthenticated/)
})

test('no user is created in an organization after its removal', async () => {
  const { orgId } = await addOrg(server, 'Ended')
  await server.client(ManagementService, { headers: inOrg(orgId) }).removeOrg({})
  const create = users().createUser({
    organizationId: orgId,
    userType: { case: 'machine', value: { name: 'x' } },
  })
  expect(await outcome(create)).toBe('FailedPrecondition user.org_missing')
  const { result } = await server.client(OrganizationService).listOrganizations({
    queries: [{ query: { case: 'idQuery', value: { id: orgId } } }],
  })
  expect(result).toEqual([])
})

test('the counters of users agree with the users afterwards', async () => {
  const columns = { user_counts: ['org_id'], instance_user_counts: [] }
  for (const [table, more] of Object.entries(columns)) {
    const key = ['instance_id', ...more, 'kind', 'status_rank', 'locked_until'].join(', ')
    const differences = await server.testDatabase.database.query(
      `select ${key}, sum(n) from (select ${key}, total as n from ${table} union all select ${key}, -1 from users) d
        group by ${key} having sum(n) <> 0`,
    )
    expect(differences, table).toEqual([])
  }
})
