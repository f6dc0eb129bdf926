import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { accept } from '../../kernel/refusal.ts'
import { orgAdded, orgRemoved } from '../organizations/events.ts'
import { removeGrant } from './commands/changeGrants.ts'
import { removeProject } from './commands/changeProject.ts'
import { sweepProjects } from './jobs.ts'
import { grantTo, projectFacet } from './state.ts'
import { iamProjectIn } from './writes/writeProject.ts'

/** The most projects that one commit changes because an organization is removed; a job continues. */
export const projectsPerCommit = 100

/**
 * Removes an organization's projects, and the grants that it was given, in the same commit. One that is added starts without any,
 * too: an earlier one may have had the same id. An organization cannot be removed while it owns the project of the instance's API.
 */
export const removeProjectsOfOrganization: Reaction<EventOf<typeof orgRemoved | typeof orgAdded>> = {
  on: [orgRemoved, orgAdded],
  async react(tx, org, event) {
    if (event.sequence === 1) return
    // A job removes the rest of what a removed organization had; a new one must not have it meanwhile.
    const limit = event.type === orgRemoved.type ? projectsPerCommit : undefined
    const projects = await projectsOf(tx, org.id, limit)
    if (projects.length === 0 && event.type === orgAdded.type) return
    const iamProject = projects.length === 0 ? '' : await iamProjectIn(tx)
    for (const project of projects) await removeFrom(tx, project, org.id, iamProject)
    if (event.type === orgRemoved.type) tx.enqueue(sweepProjects({ orgId: org.id }))
  },
}

/** Returns the projects that an organization owns or has a grant of, up to a limit. */
export async function projectsOf(
  tx: Transaction,
  orgId: string,
  limit: number | undefined,
): Promise<readonly Stream[]> {
  const rows = await tx.query<{ project_id: string }>(
    `select project_id from projects where instance_id = $1 and org_id = $2
      union select project_id from project_grants where instance_id = $1 and granted_org_id = $2
      order by project_id limit ${limit ?? 'all'}`,
    [tx.instanceId, orgId],
  )
  return tx.loadAll(rows.map(({ project_id }) => ({ type: 'project', id: project_id })))
}

/** Removes a project of the organization, or the grant that the organization has of it. */
export async function removeFrom(
  tx: Transaction,
  project: Stream,
  orgId: string,
  iamProject: string,
): Promise<void> {
  const state = project.state(projectFacet)
  if (state.kind === 'none') return
  const grant = grantTo(state, orgId)
  const events: readonly EventBody[] =
    project.owner === orgId
      ? accept(removeProject(state, { isIamProject: project.id === iamProject }))
      : grant === undefined
        ? []
        : accept(removeGrant(state, grant[0]))
  if (events.length > 0) await tx.append(project, events)
}
