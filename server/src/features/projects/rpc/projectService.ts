import { ProjectService } from '@sallyport/contract/zitadel/project/v2beta/project_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { orgId, projectId } from '../../../kernel/ids.ts'
import { DomainError, whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { withPermission } from '../admission.ts'
import { changeProject, deactivateProject, reactivateProject } from '../commands/changeProject.ts'
import { plainSettings } from '../iamProject.ts'
import { findProject, listProjects } from '../queries.ts'
import { projectNotFound } from '../refusals.ts'
import { callersReach } from '../visible.ts'
import {
  type ProjectWrite,
  standingOfProject,
  writeNewProject,
  writeProject,
  writeRemoval,
} from '../writes/writeProject.ts'
import { betaGrants } from './betaGrants.ts'
import { betaRoles } from './betaRoles.ts'
import { decodeSettings, showOwnSettings } from './decode.ts'
import { encodeBetaProject } from './encode.ts'

/** Projects by id, wherever the caller has the permission, `zitadel.project.v2beta.ProjectService`. */
export const projectService = (deps: Deps) =>
  implement<typeof ProjectService, Call>(ProjectService, {
    ...betaRoles(deps),
    ...betaGrants(deps),

    async createProject(request, call) {
      const owner = orgId(request.organizationId)
      requirePermission(call, 'project.create', { orgId: owner })
      const settings = { ...plainSettings, ...decodeSettings(call, request) }
      const project = await writeNewProject(deps, call, { id: request.id, orgId: owner, settings })
      return { id: project.id, creationDate: timestamp(standingOfProject(project).createdAt) }
    },

    async updateProject(request, call) {
      const change = decodeSettings(call, request)
      return changeDate(await decide(deps, call, request.id, (state) => changeProject(state, change)))
    },

    async deleteProject({ id }, call) {
      const wanted = { projectId: projectId(id), admission: withPermission('project.delete') }
      const removed = await whereItExists(writeRemoval(deps, call, wanted), projectNotFound.code)
      return removed === undefined ? {} : { deletionDate: timestamp(removed.changedAt) }
    },

    getProject: method({ resourceChecked: true }, async ({ id }, call: Call) => {
      const reached = callersReach(call, 'project.read')
      const row = await findProject(deps.database, call.instance.id, reached, id)
      if (row === undefined) throw new DomainError(projectNotFound)
      showOwnSettings(call, row)
      return { project: encodeBetaProject(row) }
    }),

    listProjects: method({ resourceChecked: true }, async (request, call: Call) => {
      const page = paginationPage(request.pagination)
      const { rows, total } = await listProjects(
        deps.database,
        call.instance.id,
        callersReach(call, 'project.read'),
        {
          scope: { kind: 'instance' },
          filters: request.filters.map(({ filter }) => filter),
          sort: request.sortingColumn,
          page,
        },
      )
      return { pagination: paginated(total, page.limit), projects: rows.map(encodeBetaProject) }
    }),

    async deactivateProject({ id }, call) {
      return changeDate(await decide(deps, call, id, deactivateProject))
    },

    async activateProject({ id }, call) {
      return changeDate(await decide(deps, call, id, reactivateProject))
    },
  })

async function decide(deps: Deps, call: Call, id: string, decide: ProjectWrite['decide']) {
  const admission = withPermission('project.write')
  return standingOfProject(await writeProject(deps, call, { projectId: projectId(id), admission, decide }))
}
