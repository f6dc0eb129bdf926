import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { Decision, EventBody } from '../../../kernel/facet.ts'
import type { ProjectId } from '../../../kernel/ids.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type ProjectState, projectFacet } from '../../projects/index.ts'
import { type ApplicationsState, applicationsFacet } from '../state.ts'

/**
 * A project by its id. Within the instance, callers need the permission in the project's organization or on the project. Within the
 * context organization, the dispatcher has checked it and projects of other organizations do not exist.
 */
export type NamedProject =
  | { readonly within: 'instance'; readonly projectId: ProjectId; readonly permission: string }
  | { readonly within: 'context'; readonly projectId: ProjectId }

/** A project as the caller may see it: a hidden one has no state and no apps. */
export interface VisibleProject {
  readonly stream: Stream
  readonly project: ProjectState
  readonly apps: ApplicationsState
}

/** Loads a project, checks the caller's right and works on it in one unit of work. */
export function onProject<Result>(
  { log }: Deps,
  call: Call,
  named: NamedProject,
  work: (project: VisibleProject, tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const { projectId } = named
  return workOn(log, writing(call), { type: 'project', id: projectId }, (stream, tx) => {
    const { owner } = stream
    if (named.within === 'instance') {
      requirePermission(call, named.permission, { orgId: owner || undefined, resourceId: projectId })
    }
    const visible = named.within === 'instance' || owner === call.orgId
    const state = visible ? stream : undefined
    return work(
      {
        stream,
        project: state?.state(projectFacet) ?? projectFacet.initial,
        apps: state?.state(applicationsFacet) ?? applicationsFacet.initial,
      },
      tx,
    )
  })
}

/** Decides on the apps of a project and appends the events; returns the project's stream afterwards. */
export function decideOnApps(
  deps: Deps,
  call: Call,
  named: NamedProject,
  decide: (apps: ApplicationsState) => Decision<EventBody>,
): Promise<Stream> {
  return onProject(deps, call, named, async ({ stream, apps }, tx) => {
    await tx.append(stream, accept(decide(apps)))
    return stream
  })
}
