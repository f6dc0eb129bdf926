import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { changedV1 } from '../../../contract/details.ts'
import { type HandlerTable, implement, method } from '../../../contract/handlers.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { changeLoginPolicy } from '../commands/changeLoginPolicy.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { writeLoginPolicy } from '../writes/writeLoginPolicy.ts'
import { decodeRules } from './decode.ts'
import { encodePolicy } from './encode.ts'
import { factorMethods } from './factorMethods.ts'

/** The instance's login policy, `zitadel.admin.v1.AdminService`. */
export function adminService(deps: Deps): HandlerTable<Call> {
  return implement(AdminService, {
    ...factorMethods(deps, 'instance'),
    getLoginPolicy: async (_, call: Call) => ({
      policy: encodePolicy(await effectiveLoginPolicy(deps.database, call.instance.id, '')),
    }),
    updateLoginPolicy: method({ dryRun: true }, async (request, call) => {
      const rules = accept(decodeRules(request))
      const stream = await writeLoginPolicy(deps, call, 'instance', (state) =>
        changeLoginPolicy(state, 'instance', rules),
      )
      return { details: changedV1(stream) }
    }),
  })
}
