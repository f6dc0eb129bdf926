import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { changedV1 } from '../../../contract/details.ts'
import { type HandlerTable, implement, method } from '../../../contract/handlers.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { changeLoginPolicy } from '../commands/changeLoginPolicy.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { factorMethods } from './factors.ts'
import { policyOnWire } from './reply.ts'
import { rulesOf } from './request.ts'
import { write } from './write.ts'

/** The instance's login policy, `zitadel.admin.v1.AdminService`. */
export function adminHandlers(deps: Deps): HandlerTable<Call> {
  return implement(AdminService, {
    ...factorMethods(deps, 'instance'),
    getLoginPolicy: async (_, call: Call) => ({
      policy: policyOnWire(await effectiveLoginPolicy(deps.database, call.instance.id, '')),
    }),
    updateLoginPolicy: method({ dryRun: true }, async (request, call) => {
      const rules = accept(rulesOf(request))
      const stream = await write(deps, call, 'instance', (state) =>
        changeLoginPolicy(state, 'instance', rules),
      )
      return { details: changedV1(stream) }
    }),
  })
}
