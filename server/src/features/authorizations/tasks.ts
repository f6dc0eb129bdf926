import { workOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { userFacet } from '../users/index.ts'
import { settleAuthorizations, sweepAuthorizations } from './jobs.ts'
import { effectiveRoles } from './queries.ts'
import { mostPerCommit, removeAuthorizationsOf, settle } from './reactions.ts'

/** The authorizations of a project that are not in line with it. */
const unsettled = `select a.authorization_id from authorizations a
  left join projects p on p.instance_id = a.instance_id and p.project_id = a.project_id
    and p.added_sequence <= a.project_sequence
  left join project_grants g on g.instance_id = a.instance_id and g.project_id = a.project_id
    and g.grant_id = a.grant_id
  where a.instance_id = $1 and a.project_id = $2 and (p.project_id is null
    or (a.grant_id is not null and g.grant_id is null)
    or cardinality(${effectiveRoles}) < cardinality(a.role_keys))
  order by a.authorization_id limit ${mostPerCommit}`

/** Handles the tasks of authorizations; each commit changes a bounded number of them. */
export function authorizationTasks({ log, clock }: Deps): readonly TaskHandler[] {
  return [
    handle(settleAuthorizations, async ({ instanceId, projectId }) => {
      const ref = { type: 'project', id: projectId }
      for (let found = mostPerCommit; found === mostPerCommit; ) {
        found = await workOn(log, systemWriting(clock, instanceId), ref, async (project, tx) => {
          const rows = await tx.query<{ authorization_id: string }>(unsettled, [instanceId, projectId])
          tx.guard(project)
          await settle(tx, project, rows)
          return rows.length
        })
      }
    }),
    handle(sweepAuthorizations, async ({ instanceId, userId }) => {
      const ref = { type: 'user', id: userId }
      await workOn(log, systemWriting(clock, instanceId), ref, async (user, tx) => {
        if (user.state(userFacet).kind === 'none') await removeAuthorizationsOf(tx, userId)
      })
    }),
  ]
}
