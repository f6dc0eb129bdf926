import { expect, test } from 'vitest'
import { assignableRoles, rolePermissions } from './roles.ts'

// The roles that no RPC assigns yet; the others are tested over the wire.
test('project roles: global ones know no users and no grants of projects', () => {
  const owner = rolePermissions.get('PROJECT_OWNER') ?? new Set()
  const global = rolePermissions.get('PROJECT_OWNER_GLOBAL') ?? new Set()
  const missing = [...owner].filter((permission) => !global.has(permission))
  expect(missing.sort()).toEqual(
    ['user.read', 'project.grant.read', 'project.grant.write', 'project.grant.delete']
      .concat(['project.grant.member.read', 'project.grant.member.write', 'project.grant.member.delete'])
      .sort(),
  )
  expect([...global].filter((permission) => !owner.has(permission))).toEqual([])
})

test('every role is assignable at exactly one level', () => {
  const scopes = ['system', 'instance', 'org', 'project', 'project_grant'] as const
  const assignable = scopes.flatMap((scope) => assignableRoles(scope))
  expect(assignable.sort()).toEqual([...rolePermissions.keys()].sort())
})
