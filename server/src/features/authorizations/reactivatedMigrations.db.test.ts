import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2beta/authorization_service_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2beta/project_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../testing/testServer.ts'
import { projectMigrations } from '../projects/migrations.ts'
import { authorizationMigrations } from './migrations.ts'

const server = await testServer()
const { database } = server.testDatabase
const projects = server.client(ProjectService)
const authorizations = server.client(AuthorizationService)

async function addProject(name: string) {
  const { id: projectId } = await projects.createProject({ organizationId: server.first.orgId, name })
  await projects.addProjectRole({ projectId, roleKey: 'reader', displayName: 'Reader' })
  return projectId
}

/** A grant of the project to a new organization. */
async function grant(projectId: string, name: string) {
  const { id: grantedOrganizationId } = await server.client(ManagementService).addOrg({ name })
  await projects.createProjectGrant({ projectId, grantedOrganizationId, roleKeys: ['reader'] })
  return { projectId, grantedOrganizationId }
}

async function restart(id: string) {
  await authorizations.deactivateAuthorization({ id })
  await authorizations.activateAuthorization({ id })
}

const rows = async () => ({
  authorizations: await database.query<{ reactivated_at: string | null }>(
    'select authorization_id, reactivated_at from authorizations order by authorization_id',
  ),
  grants: await database.query<{ reactivated_at: string | null }>(
    'select project_id, grant_id, reactivated_at from project_grants order by project_id, grant_id',
  ),
})

test('the migrations find reactivations of before as the facets would have', async () => {
  const { userId } = await server.client(UserService).addHumanUser({
    username: 'pat',
    profile: { givenName: 'Pat', familyName: 'Reader' },
    email: { email: 'pat@example.test', verification: { case: 'isVerified', value: true } },
  })
  const organizationId = server.first.orgId
  for (const name of ['untouched', 'restarted', 'restarted, then changed', 'changed']) {
    const projectId = await addProject(name)
    const wanted = { userId, projectId, organizationId }
    const { id } = await authorizations.createAuthorization({ ...wanted, roleKeys: ['reader'] })
    if (name.startsWith('restarted')) await restart(id)
    if (name.endsWith('changed')) {
      await authorizations.updateAuthorization({ id, roleKeys: [] })
      await authorizations.updateAuthorization({ id, roleKeys: ['reader'] })
    }
  }
  const projectId = await addProject('granted')
  const granted = await grant(projectId, 'Restarted')
  await grant(projectId, 'Untouched')
  const changed = await grant(projectId, 'Changed')
  await projects.deactivateProjectGrant(granted)
  await projects.activateProjectGrant(granted)
  await projects.updateProjectGrant({ ...changed, roleKeys: [] })

  const before = await rows()
  const counts = [before.authorizations, before.grants].map(
    (some) => some.filter(({ reactivated_at }) => reactivated_at !== null).length,
  )
  expect(counts).toEqual([2, 1])
  for (const table of ['authorizations', 'project_grants'])
    await database.query(`alter table ${table} drop column reactivated_at`)
  const migrations = [...authorizationMigrations, ...projectMigrations].filter(({ name }) =>
    name.endsWith('reactivated-at'),
  )
  for (const statement of migrations.flatMap(({ sql }) => sql.split(';\n')))
    if (statement.trim() !== '') await database.query(statement)
  expect(await rows()).toEqual(before)
})
