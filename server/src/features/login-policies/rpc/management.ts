import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { type HandlerTable, implement, method } from '../../../contract/handlers.ts'
import { accept, isRefusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addLoginPolicy } from '../commands/addLoginPolicy.ts'
import { changeLoginPolicy } from '../commands/changeLoginPolicy.ts'
import { resetLoginPolicy } from '../commands/resetLoginPolicy.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { factorMethods } from './factors.ts'
import { policyOnWire } from './reply.ts'
import { multiFactorOf, rulesOf, secondFactorOf } from './request.ts'
import { write } from './write.ts'

const idpUnknown = refuse(
  'login_policy.idp_not_found',
  'failed_precondition',
  'this identity provider does not exist; add it before a login policy names it',
)

/** The context organization's login policy, `zitadel.management.v1.ManagementService`. */
export function managementHandlers(deps: Deps): HandlerTable<Call> {
  return implement(ManagementService, {
    ...factorMethods(deps, 'org'),
    getLoginPolicy: async (_, call: Call) => {
      const policy = policyOnWire(await effectiveLoginPolicy(deps.database, call.instance.id, call.orgId))
      return { policy, isDefault: policy.isDefault }
    },
    getDefaultLoginPolicy: async (_, call) => ({
      policy: policyOnWire(await effectiveLoginPolicy(deps.database, call.instance.id, '')),
    }),
    addCustomLoginPolicy: method({ dryRun: true }, async (request, call) => {
      const policy = {
        rules: accept(rulesOf(request)),
        secondFactors: request.secondFactors.map((type) => accept(secondFactorOf(type))),
        multiFactors: request.multiFactors.map((type) => accept(multiFactorOf(type))),
      }
      const stream = await write(deps, call, 'org', (state) => {
        const decision = addLoginPolicy(state, policy)
        return request.idps.length === 0 || isRefusal(decision) ? decision : idpUnknown
      })
      return { details: addedV1(stream) }
    }),
    updateCustomLoginPolicy: method({ dryRun: true }, async (request, call) => {
      const rules = accept(rulesOf(request))
      return {
        details: changedV1(await write(deps, call, 'org', (state) => changeLoginPolicy(state, 'org', rules))),
      }
    }),
    resetLoginPolicyToDefault: method({ dryRun: true }, async (_, call) => ({
      details: changedV1(await write(deps, call, 'org', resetLoginPolicy)),
    })),
  })
}
