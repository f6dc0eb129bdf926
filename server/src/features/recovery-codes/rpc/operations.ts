import type { Operation, OperationRequest } from '../../../access/operation.ts'
import { count, instant, listOf, object, text } from '../../../contract/openapi/ownOperations.ts'
import { userId } from '../../../kernel/ids.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Deps } from '../../manifest.ts'
import { codesPerSet } from '../recoveryCode.ts'
import { type RecoveryCodes, recoveryCodesOf, removeCodes, replaceCodes } from '../writes/codes.ts'

const path = '/sallyport/v1/users/:userId/recovery_codes'

/** Recovery codes over REST for what the contract has no methods for: to count them, and to replace or remove a set as a whole. */
export const operations = (deps: Deps): readonly Operation[] => [
  {
    method: 'GET',
    path,
    describes: {
      name: 'CountRecoveryCodes',
      summary: 'Count the recovery codes of a person',
      permission: 'oneself, or `user.read` in the organization of the person',
      reply: object({ left: count(), total: count(), 'createdAt?': instant(), 'lastUsedAt?': instant() }),
    },
    run: async (request, call) => shown(await recoveryCodesOf(deps, call, userOf(request))),
  },
  {
    method: 'POST',
    path,
    traits: { dryRun: true, credentialOf: userOf },
    describes: {
      name: 'ReplaceRecoveryCodes',
      summary: 'Create or replace the recovery codes of a person',
      description: 'The codes are shown only now. Those that the person had before are void.',
      permission: 'oneself, or `user.credential.write` in the organization of the person',
      reply: object({ codes: listOf(text()), left: count(), total: count() }),
    },
    async run(request, call) {
      const { codes } = await replaceCodes(deps, call, userOf(request))
      return { codes: [...codes], left: codesPerSet, total: codesPerSet }
    },
  },
  {
    method: 'DELETE',
    path,
    traits: { dryRun: true, freshProof: userOf },
    describes: {
      name: 'RemoveRecoveryCodes',
      summary: 'Remove the recovery codes of a person',
      permission: 'oneself, or `user.write` in the organization of the person',
      reply: object({}),
    },
    async run(request, call) {
      await removeCodes(deps, call, userOf(request))
      return {}
    },
  },
]

function userOf({ parameters }: OperationRequest) {
  return userId(parameters['userId'] ?? '')
}

function shown(codes: RecoveryCodes): JsonObject {
  if (codes.kind === 'none') return { left: 0, total: 0 }
  const { left, codes: total, createdAt, lastUsedAt } = codes
  return { left, total, createdAt, ...(lastUsedAt !== null && { lastUsedAt }) }
}
