import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { decideOn } from '../../../server/src/eventlog/decideOn.ts'
import { systemWriting } from '../../../server/src/eventlog/systemWriting.ts'
import { orgChanged } from '../../../server/src/features/organizations/events.ts'
import { settleNames } from '../../../server/src/settleNames.ts'
import { testServer } from '../../../server/src/testing/testServer.ts'

// In this locale version 0.2.0 folded ASCII only, so that it took `émile` and `Émile` for two names.
const server = await testServer({ locale: `locale_provider libc locale 'C' encoding 'UTF8'` })
const { database } = server.testDatabase
const { deps } = server.product
const users = server.client(UserService)
const organizations = server.client(OrganizationService)

const uniqueNames = [
  'unique index users_username_unique on users (instance_id, scope, username_folded)',
  'unique index organizations_name_unique on organizations (instance_id, name_folded)',
]

/** Lets `work` make names that are one by the rule, then leaves rows as version 0.2.0 wrote them. */
async function asBefore(work: () => Promise<void>): Promise<void> {
  await database.query('drop index users_username_unique, organizations_name_unique')
  await work()
  for (const table of ['users', 'organizations']) await database.query(`update ${table} set folding = null`)
  for (const index of uniqueNames) await database.query(`create ${index}`)
}

async function addUser(username: string): Promise<string> {
  const { userId } = await users.addHumanUser({
    username,
    profile: { givenName: 'Given', familyName: 'Family' },
    email: { email: 'clash@example.test', verification: { case: 'isVerified', value: true } },
  })
  return userId
}

const usernameOf = async (userId: string) => (await users.getUserByID({ userId })).user?.username

const loggedIn = async (loginName: string) => {
  const sessions = server.client(SessionService)
  const user = { search: { case: 'loginName', value: loginName } } as const
  const { sessionId } = await sessions.createSession({ checks: { user } })
  return (await sessions.getSession({ sessionId })).session?.factors?.user?.id
}

async function settle(): Promise<readonly string[]> {
  const warnings: string[] = []
  const logger = { warn: (line: string) => void warnings.push(line) } as never
  await settleNames({ ...deps, logger })
  return warnings
}

test('an upgrade keeps the older of two names that are one by the rule, renames the other, and warns', async () => {
  let [older, younger, alone] = ['', '', '']
  const { organizationId: first } = await organizations.addOrganization({ name: 'Élan' })
  const { organizationId: second } = await organizations.addOrganization({ name: 'Other' })
  await asBefore(async () => {
    older = await addUser('Émile@a.example')
    younger = await addUser('émile@a.example')
    alone = await addUser('Zoë')
    const writing = systemWriting(deps.clock, server.first.instanceId)
    await decideOn(deps.log, writing, { type: 'org', id: second }, () => [orgChanged({ name: 'e\u0301lan' })])
  })
  expect((await deps.log.verify()).findings.map(({ kind }) => kind)).toContain('row_differs')

  const warnings = await settle()

  expect(warnings).toHaveLength(2)
  expect(warnings.join()).toContain(`user ${younger} `)
  expect(warnings.join()).toContain(`organization ${second} `)
  expect(await usernameOf(older)).toBe('Émile@a.example')
  expect(await usernameOf(younger)).toBe(`émile-${younger}@a.example`)
  expect(await loggedIn('ÉMILE@a.example')).toBe(older)
  expect(await loggedIn(`ÉMILE-${younger}@a.example`)).toBe(younger)
  expect(await loggedIn('ZOË')).toBe(alone)
  const { result } = await organizations.listOrganizations({})
  expect(Object.fromEntries(result.map(({ id, name }) => [id, name]))).toMatchObject({
    [first]: 'Élan',
    [second]: `e\u0301lan (${second})`,
  })
  expect((await deps.log.verify()).findings).toEqual([])
  expect(await settle()).toEqual([])
})

test('rows that a process of the release before writes during an upgrade are found, and folded at the next start', async () => {
  const userId = await addUser('Boris')
  const other = await addUser('Božena')
  await database.query('update users set username_folded = default, folding = null where user_id = any($1)', [
    [userId, other],
  ])
  expect(await loggedIn('BORIS')).toBe(userId)
  expect(await settle()).toEqual([])
  expect(await loggedIn('BOŽENA')).toBe(other)
  expect((await deps.log.verify()).findings).toEqual([])
})
