import { workOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { orgFacet } from '../organizations/index.ts'
import { sweepProjects } from './jobs.ts'
import { projectsOf, projectsPerCommit, removeFrom } from './reactions.ts'

/** Handles `sweepProjects`, a commit after the other; an organization that was added again keeps its projects. */
export function projectTasks({ log, clock }: Deps): readonly TaskHandler[] {
  return [
    handle(sweepProjects, async ({ instanceId, orgId }) => {
      const ref = { type: 'org', id: orgId }
      for (let found = projectsPerCommit; found === projectsPerCommit; ) {
        found = await workOn(log, systemWriting(clock, instanceId), ref, async (org, tx) => {
          if (org.state(orgFacet).kind !== 'none') return 0
          tx.guard(org)
          const projects = await projectsOf(tx, orgId, projectsPerCommit)
          for (const project of projects) await removeFrom(tx, project, orgId, '')
          return projects.length
        })
      }
    }),
  ]
}
