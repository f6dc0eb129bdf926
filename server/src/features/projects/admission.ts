import type { Call } from '../../access/call.ts'
import { missingPermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { type ProjectState, projectFacet } from './state.ts'

/**
 * Says who may act on a project. Returns the project, or `none` to callers that must not learn that it exists; throws if the
 * caller belongs there and its roles are too weak. `grantId` adds the roles that are held on that grant.
 */
export type Admission = (call: Call, project: Stream, grantId?: string) => ProjectState

const none: ProjectState = { kind: 'none' }

/** Admits callers with the permission on the project: in its organization, on it, or on the named grant of it. */
export const withPermission =
  (permission: string): Admission =>
  (call, project, grantId) => {
    const state = project.state(projectFacet)
    if (state.kind === 'none') return none
    const missing = missingPermission(call.principal, permission, {
      instanceId: call.instance.id,
      orgId: project.owner,
      resourceId: grantId === undefined ? project.id : [project.id, grantId],
    })
    if (missing?.kind === 'not_found') return none
    if (missing) throw new DomainError(missing)
    return state
  }

/** As `withPermission`, for the first generation of the contract: only for projects of the context organization. */
export const inContext =
  (permission: string): Admission =>
  (call, project, grantId) =>
    project.owner === call.orgId ? withPermission(permission)(call, project, grantId) : none
