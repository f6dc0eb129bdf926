import type { MessageInitShape } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { SearchQuerySchema } from '@zitadel/proto/zitadel/member_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { Type } from '@zitadel/proto/zitadel/user_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

const server = await testServer()

interface Search {
  readonly queries?: MessageInitShape<typeof SearchQuerySchema>[]
}

/** The five member methods of a level under the same names. */
function level(kind: 'instance' | 'org', token?: string) {
  const options = token === undefined ? {} : { token }
  const admin = server.client(AdminService, options)
  const management = server.client(ManagementService, { ...options, headers: inOrg(orgId) })
  return kind === 'instance'
    ? {
        owner: server.first.instanceId,
        roles: ['IAM_USER_MANAGER', 'IAM_OWNER_VIEWER'],
        assignable: async () => (await admin.listIAMMemberRoles({})).roles,
        list: (request: Search) => admin.listIAMMembers(request),
        add: (userId: string, roles: string[]) => admin.addIAMMember({ userId, roles }),
        update: (userId: string, roles: string[]) => admin.updateIAMMember({ userId, roles }),
        remove: (userId: string) => admin.removeIAMMember({ userId }),
      }
    : {
        owner: orgId,
        roles: ['ORG_USER_MANAGER', 'ORG_OWNER_VIEWER'],
        assignable: async () => (await management.listOrgMemberRoles({})).result,
        list: (request: Search) => management.listOrgMembers(request),
        add: (userId: string, roles: string[]) => management.addOrgMember({ userId, roles }),
        update: (userId: string, roles: string[]) => management.updateOrgMember({ userId, roles }),
        remove: (userId: string) => management.removeOrgMember({ userId }),
      }
}

const levels = ['instance', 'org'] as const

const orgId = (await addOrg(server, 'Members')).orgId

describe.each(levels)('members of an %s', (kind) => {
  test('are added, listed, changed and removed', async () => {
    const { owner, roles, add, list, update, remove } = level(kind)
    const { userId, username } = await addPerson(server)
    const byUser = { queries: [{ query: { case: 'userIdQuery' as const, value: { userId } } }] }
    const added = await add(userId, [roles[0] ?? ''])
    expect(added.details).toEqual(addedDetails(owner))
    const { result, details } = await list(byUser)
    expect(details?.totalResult).toBe(1n)
    expect(result).toMatchObject([
      {
        userId,
        roles: [roles[0]],
        preferredLoginName: username,
        email: username,
        userType: Type.HUMAN,
        userResourceOwner: server.first.orgId,
        details: readDetails(owner, added.details?.sequence),
      },
    ])
    const changed = await update(userId, [roles[1] ?? ''])
    expect(changed.details).toEqual(changedDetails(owner, (added.details?.sequence ?? 0n) + 1n))
    expect((await list(byUser)).result.map((member) => member.roles)).toEqual([[roles[1]]])
    expect((await remove(userId)).details).toEqual(changedDetails(owner))
    expect((await list(byUser)).result).toEqual([])
  })

  test('are searched by every query', async () => {
    const { roles, add, list } = level(kind)
    const { userId, username } = await addPerson(server)
    await add(userId, [roles[0] ?? ''])
    const method = TextQueryMethod.EQUALS
    const familyName =
      (await list({ queries: [{ query: { case: 'userIdQuery', value: { userId } } }] })).result[0]
        ?.lastName ?? ''
    const queries = [
      {
        query: {
          case: 'firstNameQuery' as const,
          value: { firstName: 'PA', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE },
        },
      },
      { query: { case: 'lastNameQuery' as const, value: { lastName: familyName, method } } },
      { query: { case: 'emailQuery' as const, value: { email: username, method } } },
    ]
    expect((await list({ queries })).result.map((member) => member.userId)).toEqual([userId])
    const wrong = { query: { case: 'emailQuery' as const, value: { email: 'nobody', method } } }
    expect((await list({ queries: [wrong] })).result).toEqual([])
    expect(await outcome(list({ queries: [{}] }))).toMatch(/^InvalidArgument/)
  })

  test('are refused for unknown users, roles and members', async () => {
    const { roles, add, update, remove } = level(kind)
    const { userId } = await addPerson(server)
    const role = roles[0] ?? ''
    expect(await outcome(add('ghost', [role]))).toMatch(
      /^(FailedPrecondition|NotFound) memberships\.user_missing$/,
    )
    expect(await outcome(update(userId, [role]))).toBe('NotFound memberships.not_found')
    expect(await outcome(add(userId, []))).toMatch(/^InvalidArgument/)
    await add(userId, [role])
    expect(await outcome(add(userId, [role]))).toBe('AlreadyExists memberships.exists')
    expect(await outcome(update(userId, ['NO_ROLE']))).toBe('InvalidArgument memberships.unknown_role')
    expect(await outcome(remove('ghost'))).toBe('ok')
  })
})

const orgRoles = ['ORG_OWNER', 'ORG_OWNER_VIEWER', 'ORG_USER_MANAGER', 'ORG_SETTINGS_MANAGER']
  .concat(['ORG_USER_PERMISSION_EDITOR', 'ORG_PROJECT_PERMISSION_EDITOR', 'ORG_PROJECT_CREATOR'])
  .concat([
    'ORG_USER_SELF_MANAGER',
    'ORG_ADMIN_IMPERSONATOR',
    'ORG_END_USER_IMPERSONATOR',
    'SELF_MANAGEMENT_GLOBAL',
  ])
const iamRoles = [
  'IAM_OWNER',
  'IAM_OWNER_VIEWER',
  'IAM_ORG_MANAGER',
  'IAM_USER_MANAGER',
  'IAM_LOGIN_CLIENT',
].concat(['IAM_ADMIN_IMPERSONATOR', 'IAM_END_USER_IMPERSONATOR'])
const otherRoles = ['SYSTEM_OWNER', 'SYSTEM_OWNER_VIEWER', 'PROJECT_OWNER', 'PROJECT_OWNER_GLOBAL'].concat([
  'PROJECT_OWNER_VIEWER',
  'PROJECT_OWNER_VIEWER_GLOBAL',
  'PROJECT_GRANT_OWNER',
  'PROJECT_GRANT_OWNER_VIEWER',
])

test('all 26 roles exist, and each is assignable at its own level only', async () => {
  expect((await level('instance').assignable()).sort()).toEqual([...iamRoles].sort())
  expect((await level('org').assignable()).sort()).toEqual([...orgRoles].sort())
  expect(new Set([...iamRoles, ...orgRoles, ...otherRoles]).size).toBe(26)
  const { userId } = await addPerson(server)
  for (const [kind, mine] of [
    ['instance', iamRoles],
    ['org', orgRoles],
  ] as const) {
    const { add, update } = level(kind)
    for (const role of [...iamRoles, ...orgRoles, ...otherRoles].filter((each) => !mine.includes(each))) {
      expect(await outcome(add(userId, [role])), `${role} on the ${kind}`).toBe(
        'InvalidArgument memberships.unknown_role',
      )
    }
    await add(userId, [mine[0] ?? ''])
    for (const role of mine) expect(await outcome(update(userId, [role])), role).toBe('ok')
  }
})

test('the last owner of the instance is neither removed nor given another role', async () => {
  const { list, remove, update } = level('instance')
  const { result } = await list({})
  const owners = result.filter(({ roles }) => roles.includes('IAM_OWNER')).map(({ userId }) => userId)
  const me = server.first.machine?.userId ?? ''
  for (const userId of owners.filter((each) => each !== me)) await remove(userId)
  expect(await outcome(remove(me))).toBe('FailedPrecondition memberships.last_owner')
  expect(await outcome(update(me, ['IAM_OWNER_VIEWER']))).toBe('FailedPrecondition memberships.last_owner')
})

test('users see their own memberships; managers see those of others', async () => {
  const { userId, token } = await addMachine(server, {
    orgId,
    roles: ['ORG_OWNER_VIEWER', 'IAM_OWNER_VIEWER'],
  })
  const auth = server.client(AuthService, { token })
  const mine = await auth.listMyMemberships({})
  expect(mine.details?.totalResult).toBe(2n)
  expect(
    mine.result.map(({ type, roles, displayName }) => [type.case, type.value, roles, displayName]),
  ).toEqual([
    ['iam', true, ['IAM_OWNER_VIEWER'], 'Sallyport'],
    ['orgId', orgId, ['ORG_OWNER_VIEWER'], expect.stringMatching(/^Members/)],
  ])
  expect(mine.result.map(({ details }) => details?.resourceOwner)).toEqual([server.first.instanceId, orgId])
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  const query = { case: 'iamQuery' as const, value: { iam: true } }
  const theirs = await management.listUserMemberships({ userId, queries: [{ query }] })
  expect(theirs.result.map(({ roles }) => roles)).toEqual([['IAM_OWNER_VIEWER']])
})

test('a removed user loses every membership', async () => {
  const { userId } = await addMachine(server, { orgId, roles: ['ORG_OWNER', 'IAM_OWNER_VIEWER'] })
  await server.client(ManagementService, { headers: inOrg(orgId) }).removeUser({ id: userId })
  for (const kind of levels) {
    expect((await level(kind).list({})).result.map((member) => member.userId)).not.toContain(userId)
  }
})
