import type {
  MultiFactorType as MultiFactorOnWire,
  SecondFactorType as SecondFactorOnWire,
} from '@sallyport/contract/zitadel/policy_pb.js'
import type { Call } from '../../../access/call.ts'
import type { Level } from '../../../access/level.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { method } from '../../../contract/handlers.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addFactor } from '../commands/addFactor.ts'
import { removeFactor } from '../commands/removeFactor.ts'
import type { PolicyFactor } from '../events.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { writeLoginPolicy } from '../writes/writeLoginPolicy.ts'
import { decodeMultiFactor, decodeSecondFactor } from './decode.ts'
import { encodeMultiFactors, encodeSecondFactors } from './encode.ts'

/** The six factor methods that AdminService (instance) and ManagementService (organization) have under the same names. */
export function factorMethods(deps: Deps, level: Level) {
  const policyOf = (call: Call) =>
    effectiveLoginPolicy(deps.database, call.instance.id, level === 'instance' ? '' : call.orgId)
  const listed = <Factor>(result: Factor[], call: Call) => ({
    details: listDetailsV1(result.length, call.now),
    result,
  })
  const added = async (call: Call, factor: PolicyFactor) => ({
    details: addedV1(await writeLoginPolicy(deps, call, level, (state) => addFactor(state, level, factor))),
  })
  const removed = async (call: Call, factor: PolicyFactor) => ({
    details: changedV1(
      await writeLoginPolicy(deps, call, level, (state) => removeFactor(state, level, factor)),
    ),
  })
  return {
    listLoginPolicySecondFactors: async (_: unknown, call: Call) =>
      listed(encodeSecondFactors(await policyOf(call)), call),
    addSecondFactorToLoginPolicy: method(
      { dryRun: true },
      async ({ type }: { type: SecondFactorOnWire }, call: Call) =>
        added(call, { list: 'secondfactor', factor: accept(decodeSecondFactor(type)) }),
    ),
    removeSecondFactorFromLoginPolicy: method(
      { dryRun: true },
      async ({ type }: { type: SecondFactorOnWire }, call: Call) =>
        removed(call, { list: 'secondfactor', factor: accept(decodeSecondFactor(type)) }),
    ),
    listLoginPolicyMultiFactors: async (_: unknown, call: Call) =>
      listed(encodeMultiFactors(await policyOf(call)), call),
    addMultiFactorToLoginPolicy: method(
      { dryRun: true },
      async ({ type }: { type: MultiFactorOnWire }, call: Call) =>
        added(call, { list: 'multifactor', factor: accept(decodeMultiFactor(type)) }),
    ),
    removeMultiFactorFromLoginPolicy: method(
      { dryRun: true },
      async ({ type }: { type: MultiFactorOnWire }, call: Call) =>
        removed(call, { list: 'multifactor', factor: accept(decodeMultiFactor(type)) }),
    ),
  }
}
