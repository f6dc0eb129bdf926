import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { type HandlerTable, implement, method } from '../../../contract/handlers.ts'
import { accept, isRefusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addLoginPolicy } from '../commands/addLoginPolicy.ts'
import { changeLoginPolicy } from '../commands/changeLoginPolicy.ts'
import { resetLoginPolicy } from '../commands/resetLoginPolicy.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { writeLoginPolicy } from '../writes/writeLoginPolicy.ts'
import { decodeMultiFactor, decodeRules, decodeSecondFactor } from './decode.ts'
import { encodePolicy } from './encode.ts'
import { factorMethods } from './factorMethods.ts'

const idpUnknown = refuse(
  'login_policy.idp_not_found',
  'failed_precondition',
  'this identity provider does not exist; add it first',
)

/** The context organization's login policy, `zitadel.management.v1.ManagementService`. */
export function managementService(deps: Deps): HandlerTable<Call> {
  return implement(ManagementService, {
    ...factorMethods(deps, 'org'),
    getLoginPolicy: async (_, call: Call) => {
      const policy = encodePolicy(await effectiveLoginPolicy(deps.database, call.instance.id, call.orgId))
      return { policy, isDefault: policy.isDefault }
    },
    getDefaultLoginPolicy: async (_, call) => ({
      policy: encodePolicy(await effectiveLoginPolicy(deps.database, call.instance.id, '')),
    }),
    addCustomLoginPolicy: method({ dryRun: true }, async (request, call) => {
      const policy = {
        rules: accept(decodeRules(request)),
        secondFactors: request.secondFactors.map((type) => accept(decodeSecondFactor(type))),
        multiFactors: request.multiFactors.map((type) => accept(decodeMultiFactor(type))),
      }
      const stream = await writeLoginPolicy(deps, call, 'org', (state) => {
        const decision = addLoginPolicy(state, policy)
        return request.idps.length === 0 || isRefusal(decision) ? decision : idpUnknown
      })
      return { details: addedV1(stream) }
    }),
    updateCustomLoginPolicy: method({ dryRun: true }, async (request, call) => {
      const rules = accept(decodeRules(request))
      return {
        details: changedV1(
          await writeLoginPolicy(deps, call, 'org', (state) => changeLoginPolicy(state, 'org', rules)),
        ),
      }
    }),
    resetLoginPolicyToDefault: method({ dryRun: true }, async (_, call) => ({
      details: changedV1(await writeLoginPolicy(deps, call, 'org', resetLoginPolicy)),
    })),
  })
}
