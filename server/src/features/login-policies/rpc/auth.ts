import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { type HandlerTable, implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { policyOnWire } from './reply.ts'

/** The login policy that counts in the context organization, `zitadel.auth.v1.AuthService`; anyone with a token may read it. */
export function authHandlers(deps: Deps): HandlerTable<Call> {
  return implement(AuthService, {
    getMyLoginPolicy: async (_, call: Call) => ({
      policy: policyOnWire(await effectiveLoginPolicy(deps.database, call.instance.id, call.orgId)),
    }),
  })
}
