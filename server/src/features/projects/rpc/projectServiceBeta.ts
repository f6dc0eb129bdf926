import { ProjectService } from '@sallyport/contract/zitadel/project/v2beta/project_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { encodeBetaGrant, encodeBetaProject } from './encode.ts'
import { listGrantsById } from './projectGrants.ts'
import { projectsById } from './projectsById.ts'

/**
 * Projects, `zitadel.project.v2beta.ProjectService`. Methods whose messages v2 has on the same wire are served by its handlers.
 */
export function projectServiceBeta(deps: Deps) {
  const byId = projectsById(deps)
  return implement<typeof ProjectService, Call>(ProjectService, {
    createProject: (request, call) => byId.create(call, request.id, request),
    updateProject: (request, call) => byId.update(call, request.id, request),
    deleteProject: ({ id }, call) => byId.remove(call, id),
    deactivateProject: ({ id }, call) => byId.deactivate(call, id),
    activateProject: ({ id }, call) => byId.activate(call, id),

    getProject: method({ resourceChecked: true }, async ({ id }, call: Call) => ({
      project: encodeBetaProject(await byId.find(call, id)),
    })),

    listProjects: method({ resourceChecked: true }, async (request, call: Call) => {
      const { rows, pagination } = await byId.list(call, request)
      return { pagination, projects: rows.map(encodeBetaProject) }
    }),

    listProjectGrants: method({ resourceChecked: true }, async (request, call: Call) => {
      const { rows, pagination } = await listGrantsById(deps, call, request)
      return { pagination, projectGrants: rows.map(encodeBetaGrant) }
    }),
  })
}
