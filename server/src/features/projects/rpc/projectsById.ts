import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { orgId, projectId } from '../../../kernel/ids.ts'
import { DomainError, whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { withPermission } from '../admission.ts'
import { changeProject, deactivateProject, reactivateProject } from '../commands/changeProject.ts'
import { plainSettings } from '../iamProject.ts'
import { findProject, listProjects, type ProjectFilter } from '../queries.ts'
import { projectNotFound } from '../refusals.ts'
import { callersReach } from '../visible.ts'
import {
  type ProjectWrite,
  standingOfProject,
  writeNewProject,
  writeProject,
  writeRemoval,
} from '../writes/writeProject.ts'
import { type AdminMessage, decodeAdmins, decodeSettings, showOwnSettings } from './decode.ts'

/** A project to create as messages of v2 and v2beta describe it; only v2beta names administrators. */
type NewMessage = Parameters<typeof decodeSettings>[1] & {
  readonly organizationId: string
  readonly admins?: readonly AdminMessage[]
}

/** A search as messages of v2 and v2beta describe it. */
interface ListRequest {
  readonly filters: readonly { readonly filter: ProjectFilter }[]
  readonly sortingColumn?: number | undefined
  readonly pagination?: Parameters<typeof paginationPage>[0]
}

/** Projects by id, wherever the caller has the permission, for methods of v2 and v2beta whose messages differ. */
export function projectsById(deps: Deps) {
  const decide = async (call: Call, id: string, decide: ProjectWrite['decide']) => {
    const wanted = { projectId: projectId(id), admission: withPermission('project.write'), decide }
    return changeDate(standingOfProject(await writeProject(deps, call, wanted)))
  }
  return {
    async create(call: Call, id: string | undefined, message: NewMessage) {
      const owner = orgId(message.organizationId)
      requirePermission(call, 'project.create', { orgId: owner })
      const settings = { ...plainSettings, ...decodeSettings(call, message) }
      const admins = decodeAdmins(message.admins ?? [])
      const project = await writeNewProject(deps, call, { id, orgId: owner, settings, admins })
      return { id: project.id, creationDate: timestamp(standingOfProject(project).createdAt) }
    },

    update(call: Call, id: string, message: Parameters<typeof decodeSettings>[1]) {
      const change = decodeSettings(call, message)
      return decide(call, id, (state) => changeProject(state, change))
    },

    deactivate: (call: Call, id: string) => decide(call, id, deactivateProject),
    activate: (call: Call, id: string) => decide(call, id, reactivateProject),

    /** Returns no date for a project that does not exist or that the caller must not see. */
    async remove(call: Call, id: string) {
      const wanted = { projectId: projectId(id), admission: withPermission('project.delete') }
      const removed = await whereItExists(writeRemoval(deps, call, wanted), projectNotFound.code)
      return removed === undefined ? {} : { deletionDate: timestamp(removed.changedAt) }
    },

    async find(call: Call, id: string) {
      const reached = callersReach(call, 'project.read')
      const row = await findProject(deps.database, call.instance.id, reached, id)
      if (row === undefined) throw new DomainError(projectNotFound)
      showOwnSettings(call, row)
      return row
    },

    async list(call: Call, { filters, sortingColumn: sort, pagination }: ListRequest) {
      const page = paginationPage(pagination)
      const reached = callersReach(call, 'project.read')
      const scope = { kind: 'instance' } as const
      const wanted = { scope, filters: filters.map(({ filter }) => filter), sort, page }
      const { rows, total } = await listProjects(deps.database, call.instance.id, reached, wanted)
      return { rows, pagination: paginated(total, page.limit) }
    },
  }
}
