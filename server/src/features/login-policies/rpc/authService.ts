import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { ownOrgRef } from '../../../access/level.ts'
import { type HandlerTable, implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { encodePolicy } from './encode.ts'

/** The login policy in effect for the caller's own organization, `zitadel.auth.v1.AuthService`; any valid token may read it. */
export function authService(deps: Deps): HandlerTable<Call> {
  return implement(AuthService, {
    getMyLoginPolicy: async (_, call: Call) => ({
      policy: encodePolicy(await effectiveLoginPolicy(deps.database, call.instance.id, ownOrgRef(call).id)),
    }),
  })
}
