import { expect, test } from 'vitest'
import { rolePermissions } from '../../server/src/access/roles.ts'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addPerson, passwordSession } from './people.ts'
import { addGrant, addProject, addProjectMember } from './projectFixtures.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const org = await addOrg(server)
const callers = await addCallers(server, org.orgId, 'IAM_OWNER_VIEWER', 'ORG_OWNER')
const rights = (options?: RestOptions) => operate(server, 'GET', 'rights', options)
const permissionsOf = (role: string) => [...(rolePermissions.get(role) ?? [])].sort()
const none = { roles: [], permissions: [] }

test('rights are refused without a token and with one of another instance', async () => {
  expect((await refusalOf(rights(callers['no token']))).code).toBe('Unauthenticated')
  expect((await refusalOf(rights(callers['another instance']))).code).toBe('Unauthenticated')
})

test('an unknown parameter is refused', async () => {
  expect((await refusalOf(operate(server, 'GET', 'rights?page=2'))).id).toBe('operation.parameter_invalid')
})

test('rights are empty without memberships', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const { sessionToken } = await passwordSession(server, userId)
  const empty = { instance: none, organizations: [], projects: [], grants: [] }
  expect(await rights({ token: sessionToken })).toEqual({ userId, ...empty })
  expect(await rights(callers['no membership'])).toMatchObject(empty)
})

test('rights name the roles and permissions of each object', async () => {
  expect(await rights()).toMatchObject({
    instance: { roles: ['IAM_OWNER'], permissions: permissionsOf('IAM_OWNER') },
  })
  expect(await rights(callers['IAM_OWNER_VIEWER'])).toMatchObject({
    instance: { permissions: permissionsOf('IAM_OWNER_VIEWER') },
    organizations: [],
  })
  expect(await rights(callers['ORG_OWNER'])).toMatchObject({
    instance: none,
    organizations: [
      { orgId: org.orgId, name: org.name, roles: ['ORG_OWNER'], permissions: permissionsOf('ORG_OWNER') },
    ],
  })
})

test('members of a project and of a grant have rights on it alone', async () => {
  const project = await addProject(server, { roles: ['a'] })
  const { grantId, grantedOrganizationId } = await addGrant(server, project, ['a'])
  const owner = await addProjectMember(server, project, 'PROJECT_OWNER')
  const { projectId, orgId, name } = project
  expect(await rights({ token: owner.token })).toMatchObject({
    instance: none,
    organizations: [],
    projects: [{ projectId, name, orgId, permissions: permissionsOf('PROJECT_OWNER') }],
    grants: [],
  })
  const of = { ...project, grantId, of: grantedOrganizationId }
  const granted = await addProjectMember(server, of, 'PROJECT_GRANT_OWNER')
  expect(await rights({ token: granted.token })).toMatchObject({
    projects: [],
    grants: [
      {
        grantId,
        projectId,
        name,
        orgId: grantedOrganizationId,
        permissions: permissionsOf('PROJECT_GRANT_OWNER'),
      },
    ],
  })
})
