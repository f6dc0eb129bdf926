import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { encodeProjectV2 } from './encode.ts'
import { projectGrants } from './projectGrants.ts'
import { projectRoles } from './projectRoles.ts'
import { projectsById } from './projectsById.ts'

/** Projects with their roles and grants, `zitadel.project.v2.ProjectService`. */
export function projectService(deps: Deps) {
  const byId = projectsById(deps)
  return implement<typeof ProjectService, Call>(ProjectService, {
    ...projectRoles(deps),
    ...projectGrants(deps),

    async createProject(request, call) {
      const { id, creationDate } = await byId.create(call, request.projectId, request)
      return { projectId: id, creationDate }
    },

    updateProject: (request, call) => byId.update(call, request.projectId, request),
    deleteProject: ({ projectId }, call) => byId.remove(call, projectId),
    deactivateProject: ({ projectId }, call) => byId.deactivate(call, projectId),
    activateProject: ({ projectId }, call) => byId.activate(call, projectId),

    getProject: method({ resourceChecked: true }, async ({ projectId }, call: Call) => ({
      project: encodeProjectV2(await byId.find(call, projectId)),
    })),

    listProjects: method({ resourceChecked: true }, async (request, call: Call) => {
      const { rows, pagination } = await byId.list(call, request)
      return { pagination, projects: rows.map(encodeProjectV2) }
    }),
  })
}
