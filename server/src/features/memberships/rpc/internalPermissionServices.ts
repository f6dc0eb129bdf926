import { InternalPermissionService } from '@sallyport/contract/zitadel/internal_permission/v2/internal_permission_service_pb.js'
import { InternalPermissionService as InternalPermissionServiceBeta } from '@sallyport/contract/zitadel/internal_permission/v2beta/internal_permission_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { administratorMethods } from './administrators.ts'

/** Administrators of the instance, organizations, projects and grants, `zitadel.internal_permission.v2` and `v2beta`. */
export function internalPermissionServices(deps: Deps) {
  const methods = administratorMethods(deps)
  return [
    implement<typeof InternalPermissionService, Call>(InternalPermissionService, methods),
    implement<typeof InternalPermissionServiceBeta, Call>(InternalPermissionServiceBeta, methods),
  ]
}
