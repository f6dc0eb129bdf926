import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { projectId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { listChanges } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import { inContext } from '../admission.ts'
import { changeProject, deactivateProject, reactivateProject } from '../commands/changeProject.ts'
import { listGrants } from '../grantQueries.ts'
import { plainSettings } from '../iamProject.ts'
import { findProject, listProjects } from '../queries.ts'
import { grantNotFound, projectNotFound } from '../refusals.ts'
import { callersReach } from '../visible.ts'
import {
  type ProjectWrite,
  standingOfProject,
  writeNewProject,
  writeProject,
  writeRemoval,
} from '../writes/writeProject.ts'
import { decodeAdmins, decodeSettings, showOwnSettings } from './decode.ts'
import { encodeGrant, encodeProject } from './encode.ts'
import { firstRow } from './replies.ts'

/** Projects of the context organization and those granted to it. */
export const managementProjects = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async getProjectByID({ id }, call) {
      const row = await requireOwned(deps, call, id)
      showOwnSettings(call, row)
      return { project: encodeProject(row) }
    },

    async getGrantedProjectByID({ projectId, grantId }, call) {
      const reached = callersReach(call, 'project.read')
      const wanted = { projectId, grantId, grantedOrgId: call.orgId, page: firstRow }
      const { rows } = await listGrants(deps.database, call.instance.id, reached, wanted)
      if (rows[0] === undefined) throw new DomainError(grantNotFound)
      return { grantedProject: encodeGrant(rows[0]) }
    },

    listProjects: method({ resourceChecked: true }, async (request, call: Call) => {
      const { rows, total } = await listProjects(
        deps.database,
        call.instance.id,
        callersReach(call, 'project.read'),
        {
          scope: { kind: 'owned', orgId: call.orgId },
          filters: request.queries.map(({ query }) => query),
          page: listQueryPage(request.query),
        },
      )
      return { details: listDetailsV1(total, call.now), result: rows.map(encodeProject) }
    }),

    listGrantedProjects: method({ resourceChecked: true }, async (request, call: Call) => {
      const { rows, total } = await listGrants(
        deps.database,
        call.instance.id,
        callersReach(call, 'project.read'),
        {
          grantedOrgId: call.orgId,
          filters: request.queries.map(({ query }) => query),
          page: listQueryPage(request.query),
        },
      )
      return { details: listDetailsV1(total, call.now), result: rows.map(encodeGrant) }
    }),

    async listProjectChanges({ projectId: id, query }, call) {
      await requireOwned(deps, call, id)
      const object = { instanceId: call.instance.id, type: 'project', id, owner: call.orgId }
      return { result: await listChanges(deps.database, object, query) }
    },

    async addProject(request, call) {
      const settings = { ...plainSettings, ...decodeSettings(call, request) }
      const admins = decodeAdmins(request.admins)
      const project = await writeNewProject(deps, call, { orgId: call.orgId, settings, admins })
      return { id: project.id, details: addedV1(standingOfProject(project)) }
    },

    async updateProject(request, call) {
      const change = decodeSettings(call, request)
      return decide(deps, call, request.id, (state) => changeProject(state, change))
    },

    deactivateProject: ({ id }, call) => decide(deps, call, id, deactivateProject),
    reactivateProject: ({ id }, call) => decide(deps, call, id, reactivateProject),

    async removeProject({ id }, call) {
      const wanted = { projectId: projectId(id), admission: inContext('project.delete') }
      return { details: changedV1(await writeRemoval(deps, call, wanted)) }
    },
  })

async function decide(deps: Deps, call: Call, id: string, decide: ProjectWrite['decide']) {
  const wanted = { projectId: projectId(id), admission: inContext('project.write'), decide }
  return { details: changedV1(standingOfProject(await writeProject(deps, call, wanted))) }
}

async function requireOwned({ database }: Deps, call: Call, id: string) {
  const row = await findProject(database, call.instance.id, callersReach(call, 'project.read'), id)
  if (row === undefined || row.grant_id !== null || row.org_id !== call.orgId) {
    throw new DomainError(projectNotFound)
  }
  return row
}
