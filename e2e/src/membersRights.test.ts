import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'

/** The permissions of each assignable role, in the notation of platform notes §4: c/r/w/d, braces list subjects. */
const orgManager =
  'org:crwd org.global:r org.{member,idp,action,flow,feature}:rwd user:rwd user.{global,membership}:r ' +
  'user.{grant,feature}:rwd user.{credential,passkey}:w policy:rwd project:crwd ' +
  'project.{member,role,app,grant,grant.member}:rwd session:rd group:crwd group.user:rwd'
const iamOwner =
  `${orgManager} session:w iam:rw iam.{policy,member,idp,action,flow,feature,web_key}:rwd iam.{restrictions,debug}:rw ` +
  'events:r milestones:r action.target:rwd action.execution:rw userschema:rwd'
const permissionEditor =
  'org:r org.member:r user:r user.global:r user.grant:rwd policy:r project:r project.{member,role,app,grant,grant.member}:r'
const roles: Readonly<Record<string, readonly string[]>> = {
  IAM_OWNER: expand(iamOwner),
  IAM_OWNER_VIEWER: expand(iamOwner).filter((each) => each.endsWith('.read') && each !== 'org.global.read'),
  IAM_ORG_MANAGER: expand(orgManager),
  IAM_USER_MANAGER: expand(
    'org:r org.global:r org.member:rd user:rwd user.{global,membership}:r user.{grant,feature}:rwd user.passkey:w ' +
      'project:r project.{role,app,grant.member}:r project.grant:rwd session:rd group:r group.user:r',
  ),
  // Without the right to change members, which the contract's table gives it (ADR 27).
  IAM_LOGIN_CLIENT: expand(
    'iam:r iam.{policy,idp,feature,restrictions,member}:r org:r org.{idp,feature,member}:r user:rw ' +
      'user.grant:rw user.{membership,feature}:r user.{credential,passkey}:w policy:r project:r ' +
      'project.{role,app,grant,member,grant.member}:r session:rwd session.link userschema:r group:r group.user:r',
  ),
  IAM_ADMIN_IMPERSONATOR: ['admin.impersonation', 'impersonation'],
  IAM_END_USER_IMPERSONATOR: ['impersonation'],
  ORG_OWNER: expand(orgManager).filter((each) => each !== 'org.create' && each !== 'project.app.delete'),
  ORG_OWNER_VIEWER: expand(
    'org:r org.{member,idp,action,flow,feature}:r user:r user.{global,grant,membership,feature}:r policy:r project:r ' +
      'project.{member,role,app,grant,grant.member,grant.user.grant}:r group:r group.user:r',
  ),
  ORG_USER_MANAGER: expand(
    'org:r user:rwd user.{global,membership}:r user.{grant,feature}:rwd policy:r project:r project.role:r session:rd ' +
      'group:r group.user:r',
  ),
  ORG_SETTINGS_MANAGER: expand('org:rw org.member:r org.{idp,feature}:rwd policy:rwd'),
  ORG_USER_PERMISSION_EDITOR: expand(`${permissionEditor} group:r group.user:r`),
  ORG_PROJECT_PERMISSION_EDITOR: expand(`${permissionEditor} project.grant:wd`),
  ORG_PROJECT_CREATOR: ['user.global.read', 'policy.read', 'project.create', 'project.read:self'],
  ORG_USER_SELF_MANAGER: ['policy.read', 'user.self.delete'],
  ORG_ADMIN_IMPERSONATOR: ['admin.impersonation', 'impersonation'],
  ORG_END_USER_IMPERSONATOR: ['impersonation'],
  SELF_MANAGEMENT_GLOBAL: ['org.create', 'policy.read', 'user.self.delete'],
}

function expand(words: string): readonly string[] {
  const verbs: Readonly<Record<string, string>> = { c: 'create', r: 'read', w: 'write', d: 'delete' }
  return words.split(' ').flatMap((word) => {
    const [subject = '', letters] = word.split(':')
    if (letters === undefined) return [word]
    const [, before = '', names = ''] = /^([^{]*)\{(.*)\}$/.exec(subject) ?? []
    const subjects = names === '' ? [subject] : names.split(',').map((name) => `${before}${name}`)
    return subjects.flatMap((each) => [...letters].map((letter) => `${each}.${verbs[letter]}`))
  })
}

const server = await testServer()

const noMembership = 'NotFound permission.membership_not_found'
const denied = 'PermissionDenied permission.denied'

const orgId = (await addOrg(server, 'Home')).orgId
const otherId = (await addOrg(server, 'Foreign')).orgId

describe.each(Object.keys(roles))('%s', (role) => {
  let token: string
  beforeAll(async () => {
    token = (await addMachine(server, { orgId, roles: [role] })).token
  })
  const granted = (permission: string) => roles[role]?.includes(permission) === true

  test('has exactly the permissions of the table', async () => {
    const { result } = await server.client(AuthService, { token }).listMyZitadelPermissions({})
    expect(result).toEqual([...new Set(roles[role])].sort())
  })

  test('applies to its instance or organization: NOT_FOUND outside, PERMISSION_DENIED if a permission is missing', async () => {
    const instanceWide = role.startsWith('IAM_')
    const home = server.client(ManagementService, { token })
    const foreign = server.client(ManagementService, { token, headers: inOrg(otherId) })
    const admin = server.client(AdminService, { token })
    const at = (permission: string) => (granted(permission) ? 'ok' : denied)
    const beyond = (permission: string) => (instanceWide ? at(permission) : noMembership)
    expect({
      'own organization': await outcome(home.getMyOrg({})),
      'its members': await outcome(home.listOrgMembers({})),
      'its policies': await outcome(home.getLockoutPolicy({})),
      'a write to it': await outcome(home.setOrgMetadata({ key: role, value: Buffer.from('x') })),
      'another organization': await outcome(foreign.getMyOrg({})),
      'its members too': await outcome(foreign.listOrgMembers({})),
      'a write there': await outcome(foreign.setOrgMetadata({ key: role, value: Buffer.from('x') })),
      'the instance': await outcome(admin.getMyInstance({})),
      'its events': await outcome(admin.listEvents({ limit: 1 })),
      'the instance’s members': await outcome(admin.listIAMMembers({})),
      'all organizations': await outcome(admin.listOrgs({})),
    }).toEqual({
      'own organization': at('org.read'),
      'its members': at('org.member.read'),
      'its policies': at('policy.read'),
      'a write to it': at('org.write'),
      'another organization': beyond('org.read'),
      'its members too': beyond('org.member.read'),
      'a write there': beyond('org.write'),
      'the instance': at('iam.read'),
      'its events': at('events.read'),
      'the instance’s members': at('iam.member.read'),
      'all organizations': at('iam.read'),
    })
  })
})

test('a user without a membership receives NOT_FOUND, but can read itself', async () => {
  const { token } = await addMachine(server, { orgId })
  expect(await outcome(server.client(ManagementService, { token }).getMyOrg({}))).toBe(noMembership)
  expect(await outcome(server.client(AdminService, { token }).getMyInstance({}))).toBe(noMembership)
  expect((await server.client(AuthService, { token }).listMyZitadelPermissions({})).result).toEqual([])
  expect((await server.client(AuthService, { token }).listMyMemberships({})).result).toEqual([])
  expect(await outcome(server.client(AuthService, { token }).getMyUser({}))).toBe('ok')
})

test('a header with an unknown organization is PERMISSION_DENIED on every authenticated method', async () => {
  const headers = inOrg('nowhere')
  const unknown = 'PermissionDenied auth.org_unknown'
  expect(await outcome(server.client(AuthService, { headers }).getMyUser({}))).toBe(unknown)
  expect(await outcome(server.client(AdminService, { headers }).getMyInstance({}))).toBe(unknown)
  expect(await outcome(server.client(ManagementService, { headers }).getMyOrg({}))).toBe(unknown)
})

test('a deactivated organization can still be the context', async () => {
  const { orgId: sleeping } = await addOrg(server)
  const management = server.client(ManagementService, { headers: inOrg(sleeping) })
  await management.deactivateOrg({})
  expect((await management.getMyOrg({})).org?.id).toBe(sleeping)
})

test('membership changes need the permission of their level', async () => {
  const { userId } = await addMachine(server)
  const viewer = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const owner = await addMachine(server, { orgId: otherId, roles: ['ORG_OWNER'] })
  for (const [token, expected] of [
    [viewer.token, denied],
    [owner.token, noMembership],
  ] as const) {
    const management = server.client(ManagementService, { token, headers: inOrg(orgId) })
    const calls = [
      management.addOrgMember({ userId, roles: ['ORG_OWNER'] }),
      management.updateOrgMember({ userId, roles: ['ORG_OWNER'] }),
      management.removeOrgMember({ userId }),
    ]
    expect(await Promise.all(calls.map(outcome))).toEqual(calls.map(() => expected))
  }
  const admin = server.client(AdminService, { token: owner.token })
  const calls = [
    admin.addIAMMember({ userId, roles: ['IAM_OWNER'] }),
    admin.updateIAMMember({ userId, roles: ['IAM_OWNER'] }),
    admin.removeIAMMember({ userId }),
  ]
  expect(new Set(await Promise.all(calls.map(outcome)))).toEqual(new Set([denied]))
  expect(
    (await server.client(AuthService, { token: owner.token }).listMyMemberships({})).result,
  ).toHaveLength(1)
})
