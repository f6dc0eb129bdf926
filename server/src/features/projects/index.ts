import type { Feature } from '../manifest.ts'
import { projectMigrations } from './migrations.ts'
import { removeProjectsOfOrganization } from './reactions.ts'
import { documentsTaken, grantExists, projectNameTaken } from './refusals.ts'
import { managementGrants } from './rpc/managementGrants.ts'
import { managementProjects } from './rpc/managementProjects.ts'
import { managementRoles } from './rpc/managementRoles.ts'
import { projectService } from './rpc/projectService.ts'
import { projectServiceBeta } from './rpc/projectServiceBeta.ts'
import { iamProjectFacet, projectFacet } from './state.ts'
import { projectTasks } from './tasks.ts'

export { addIamProject } from './iamProject.ts'
export { grantMissing, projectMissing, roleMissing } from './refusals.ts'
export { grantTo, ownOf, type Project, type ProjectState, projectFacet } from './state.ts'
export { visibleRows } from './visible.ts'

/** Projects of organizations, their roles, and their grants to other organizations. */
export const projects: Feature = {
  name: 'projects',
  migrations: projectMigrations,
  tables: ['projects', 'project_roles', 'project_grants', 'iam_projects'],
  folded: { projects: ['name'], project_roles: ['role_key', 'display_name'] },
  facets: [projectFacet, iamProjectFacet],
  reactions: [removeProjectsOfOrganization],
  constraints: {
    projects_name_unique: projectNameTaken,
    projects_documents_unique: documentsTaken,
    project_grants_unique: grantExists,
  },
  handlers: (deps) => [
    projectService(deps),
    projectServiceBeta(deps),
    managementProjects(deps),
    managementRoles(deps),
    managementGrants(deps),
  ],
  tasks: projectTasks,
}
