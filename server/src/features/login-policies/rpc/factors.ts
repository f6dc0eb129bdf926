import type {
  MultiFactorType as MultiFactorOnWire,
  SecondFactorType as SecondFactorOnWire,
} from '@zitadel/proto/zitadel/policy_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { method } from '../../../contract/handlers.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addFactor } from '../commands/addFactor.ts'
import { removeFactor } from '../commands/removeFactor.ts'
import type { FactorList, Level } from '../events.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { multiFactorsOnWire, secondFactorsOnWire } from './reply.ts'
import { multiFactorOf, secondFactorOf } from './request.ts'
import { write } from './write.ts'

/** The six factor methods that AdminService (instance) and ManagementService (organization) have under the same names. */
export function factorMethods(deps: Deps, level: Level) {
  const policyOf = (call: Call) =>
    effectiveLoginPolicy(deps.database, call.instance.id, level === 'instance' ? '' : call.orgId)
  const listed = <Factor>(result: Factor[], call: Call) => ({
    details: listDetailsV1(result.length, call.now),
    result,
  })
  const added = async (call: Call, list: FactorList, factor: string) => ({
    details: addedV1(await write(deps, call, level, (state) => addFactor(state, level, list, factor))),
  })
  const removed = async (call: Call, list: FactorList, factor: string) => ({
    details: changedV1(await write(deps, call, level, (state) => removeFactor(state, level, list, factor))),
  })
  return {
    listLoginPolicySecondFactors: async (_: unknown, call: Call) =>
      listed(secondFactorsOnWire(await policyOf(call)), call),
    addSecondFactorToLoginPolicy: method(
      { dryRun: true },
      async ({ type }: { type: SecondFactorOnWire }, call: Call) =>
        added(call, 'secondfactor', accept(secondFactorOf(type))),
    ),
    removeSecondFactorFromLoginPolicy: method(
      { dryRun: true },
      async ({ type }: { type: SecondFactorOnWire }, call: Call) =>
        removed(call, 'secondfactor', accept(secondFactorOf(type))),
    ),
    listLoginPolicyMultiFactors: async (_: unknown, call: Call) =>
      listed(multiFactorsOnWire(await policyOf(call)), call),
    addMultiFactorToLoginPolicy: method(
      { dryRun: true },
      async ({ type }: { type: MultiFactorOnWire }, call: Call) =>
        added(call, 'multifactor', accept(multiFactorOf(type))),
    ),
    removeMultiFactorFromLoginPolicy: method(
      { dryRun: true },
      async ({ type }: { type: MultiFactorOnWire }, call: Call) =>
        removed(call, 'multifactor', accept(multiFactorOf(type))),
    ),
  }
}
