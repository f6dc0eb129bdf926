import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { OrganizationService as BetaService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession } from './people.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'

const server = await testServer()

const admin = () => server.client(AdminService)
const management = (orgId: string) => server.client(ManagementService, { headers: inOrg(orgId) })

/** An organization with a person, a machine, a domain, and memberships in both directions. */
async function livingOrg(name: string) {
  const org = await addOrg(server, name)
  const { orgId } = org
  const person = await addPerson(server, { headers: inOrg(orgId) })
  const machine = await addMachine(server, { orgId, roles: ['IAM_OWNER_VIEWER'] })
  const { orgId: elsewhere } = await addOrg(server, `${name} elsewhere`)
  await management(elsewhere).addOrgMember({ userId: machine.userId, roles: ['ORG_OWNER'] })
  const guest = await addMachine(server, { orgId: elsewhere, roles: ['ORG_OWNER_VIEWER'], on: orgId })
  await management(orgId).addOrgDomain({ domain: `${orgId}.test` })
  const session = await passwordSession(server, person.userId)
  return { ...org, person, machine, guest, elsewhere, session }
}

type LivingOrg = Awaited<ReturnType<typeof livingOrg>>

const removals: readonly (readonly [string, (org: LivingOrg) => Promise<unknown>])[] = [
  ['admin RemoveOrg', ({ orgId }) => admin().removeOrg({ orgId })],
  ['management RemoveOrg', ({ orgId }) => management(orgId).removeOrg({})],
  [
    'org.v2beta DeleteOrganization',
    ({ orgId }) => server.client(BetaService).deleteOrganization({ id: orgId }),
  ],
]

test.each(removals)(
  '%s takes users, sessions, tokens and memberships along, and frees every name',
  async (name, remove) => {
    const org = await livingOrg(name.replace('.', ' '))
    const { orgId, person, machine, guest, elsewhere, session } = org
    await remove(org)

    expect(await outcome(admin().getOrgByID({ id: orgId }))).toBe('NotFound organizations.not_found')
    expect(await outcome(management(orgId).getMyOrg({}))).toBe('PermissionDenied auth.org_unknown')
    const users = server.client(UserService)
    expect(await outcome(users.getUserByID({ userId: person.userId }))).toMatch(/^NotFound/)
    expect(await outcome(users.getUserByID({ userId: machine.userId }))).toMatch(/^NotFound/)
    const sessions = server.client(SessionService)
    expect(await outcome(sessions.getSession({ sessionId: session.sessionId }))).toMatch(/^NotFound/)
    expect((await sessions.listSessions({})).sessions.map(({ id }) => id)).not.toContain(session.sessionId)
    const withSession = server.client(AuthService, { token: session.sessionToken })
    expect(await outcome(withSession.getMyUser({}))).toBe('NotFound auth.session_not_found')
    const withPat = server.client(AuthService, { token: machine.token })
    expect(await outcome(withPat.getMyUser({}))).toBe('Unauthenticated auth.token_invalid')

    const members = await management(elsewhere).listOrgMembers({})
    expect(members.result.map(({ userId }) => userId)).not.toContain(machine.userId)
    const iam = await admin().listIAMMembers({})
    expect(iam.result.map(({ userId }) => userId)).not.toContain(machine.userId)
    const of = await management(elsewhere).listUserMemberships({ userId: guest.userId })
    expect(of.result, 'memberships on the removed organization').toEqual([])
    expect(await rowsOf(orgId)).toEqual([])

    const again = await server.client(OrganizationService).addOrganization({ name: org.name, orgId })
    expect(again.organizationId, 'name, generated domain and id are free').toBe(orgId)
    await management(elsewhere).addOrgDomain({ domain: `${orgId}.test` })
    expect((await management(orgId).listOrgMembers({})).result).toEqual([])
    const { userId } = await users.addHumanUser({
      username: person.username,
      organization: { org: { case: 'orgId', value: orgId } },
      profile: { givenName: 'Pat', familyName: 'Again' },
      email: { email: person.username, verification: { case: 'isVerified', value: true } },
    })
    expect(userId).not.toBe(person.userId)
  },
)

test('a removal returns the details of its generation; a second one is refused or returns nothing', async () => {
  const one = await addOrg(server)
  expect((await admin().removeOrg({ orgId: one.orgId })).details).toEqual(changedDetails(one.orgId))
  expect(await outcome(admin().removeOrg({ orgId: one.orgId }))).toBe('NotFound organizations.not_found')
  const two = await addOrg(server)
  expect((await management(two.orgId).removeOrg({})).details).toEqual(changedDetails(two.orgId))
  const three = await addOrg(server)
  const beta = server.client(BetaService)
  expect((await beta.deleteOrganization({ id: three.orgId })).deletionDate).toBeDefined()
  expect((await beta.deleteOrganization({ id: three.orgId })).deletionDate).toBeUndefined()
})

test('the default organization is not removed, nor one whose user is the only owner of the instance', async () => {
  const isDefault = 'FailedPrecondition organizations.is_default'
  expect(await outcome(admin().removeOrg({ orgId: server.first.orgId }))).toBe(isDefault)
  expect(await outcome(management(server.first.orgId).removeOrg({}))).toBe(isDefault)
  expect(await outcome(server.client(BetaService).deleteOrganization({ id: server.first.orgId }))).toBe(
    isDefault,
  )
  expect((await admin().getDefaultOrg({})).org?.id).toBe(server.first.orgId)

  const { orgId } = await addOrg(server, 'Owners')
  const owner = await addMachine(server, { orgId, roles: ['IAM_OWNER'] })
  const byOwner = server.client(AdminService, { token: owner.token })
  const { result } = await byOwner.listIAMMembers({})
  const others = result.filter(({ roles, userId }) => roles.includes('IAM_OWNER') && userId !== owner.userId)
  for (const { userId } of others) await byOwner.updateIAMMember({ userId, roles: ['IAM_ORG_MANAGER'] })
  expect(await outcome(byOwner.removeOrg({ orgId }))).toBe('FailedPrecondition memberships.last_owner')
  expect((await byOwner.getOrgByID({ id: orgId })).org?.id).toBe(orgId)
  for (const { userId, roles } of others) await byOwner.updateIAMMember({ userId, roles })
})

test('members without the permission, members of another organization and users without a membership cannot remove one', async () => {
  const { orgId } = await addOrg(server)
  const { orgId: other } = await addOrg(server)
  const cases: readonly (readonly [readonly string[], string, string])[] = [
    [['ORG_OWNER_VIEWER'], orgId, 'PermissionDenied permission.denied'],
    [['ORG_SETTINGS_MANAGER'], orgId, 'PermissionDenied permission.denied'],
    [['ORG_OWNER'], other, 'NotFound permission.membership_not_found'],
    [[], orgId, 'NotFound permission.membership_not_found'],
  ]
  for (const [roles, home, expected] of cases) {
    const { token } = await addMachine(server, { orgId: home, roles })
    const beta = server.client(BetaService, { token })
    expect(await outcome(beta.deleteOrganization({ id: orgId })), roles.join()).toBe(expected)
    const v1 = server.client(ManagementService, { token, headers: inOrg(orgId) })
    expect(await outcome(v1.removeOrg({})), roles.join()).toBe(expected)
  }
  expect((await management(orgId).getMyOrg({})).org?.id).toBe(orgId)
})

/** Index tables that still mention the organization. Counters may hold rows whose sum is zero. */
async function rowsOf(orgId: string): Promise<readonly string[]> {
  const { database } = server.testDatabase
  const tables = await database.query<{ table_name: string }>(
    "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'org_id' and table_name <> 'user_counts' order by 1",
  )
  const found: string[] = []
  for (const { table_name: name } of tables) {
    const [row] = await database.query(`select 1 from ${name} where org_id = $1 limit 1`, [orgId])
    if (row) found.push(name)
  }
  return found
}
