import type { Call } from '../../access/call.ts'
import { missingPermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { type AuthorizationState, authorizationFacet } from './state.ts'

/** Says who may act on an authorization; returns `none` to callers that must not learn that it exists. */
export type Admission = (call: Call, stream: Stream) => AuthorizationState

const none: AuthorizationState = { kind: 'none' }

/** Admits callers with the permission in the organization that gives the authorization, or on its project or grant there. */
export const withPermission =
  (permission: string): Admission =>
  (call, stream) => {
    const state = stream.state(authorizationFacet)
    if (state.kind === 'none') return none
    const missing = missingPermission(call.principal, permission, {
      instanceId: call.instance.id,
      orgId: stream.owner,
      resourceId: [state.projectId, ...(state.grantId === null ? [] : [state.grantId])],
    })
    if (missing?.kind === 'not_found') return none
    if (missing) throw new DomainError(missing)
    return state
  }

/** As `withPermission`, only for authorizations that the context organization gives to the named user. */
export const inContext =
  (permission: string, userId?: string): Admission =>
  (call, stream) => {
    if (stream.owner !== call.orgId) return none
    const state = withPermission(permission)(call, stream)
    return state.kind === 'none' || !userId || state.userId === userId ? state : none
  }
