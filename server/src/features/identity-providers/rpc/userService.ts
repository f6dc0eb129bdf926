import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { credentialOfUser } from '../../../access/streamNames.ts'
import { listDetailsV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { requireWriteRightFirst, userFacet, userMissing } from '../../users/index.ts'
import { linkUnknown, providerUnknown } from '../refusals.ts'

/** Links of users, `zitadel.user.v2.UserService`. */
export const userService = (deps: Deps) =>
  implement(UserService, {
    addIDPLink: method({ credentialOf: credentialOfUser }, async ({ userId }, call: Call) => {
      const user = await deps.log.load({ instanceId: call.instance.id, type: 'user', id: userId })
      requireWriteRightFirst(call, user)
      const known = user.state(userFacet).kind !== 'none'
      throw new DomainError(known ? providerUnknown : userMissing)
    }),
    listIDPLinks: async ({ userId }, call: Call) => {
      const user = await deps.log.load({ instanceId: call.instance.id, type: 'user', id: userId })
      requirePermission(call, 'user.read', { orgId: user.owner || undefined, self: userId })
      return { details: listDetailsV2(0, call.now), result: [] }
    },
    removeIDPLink: method({ freshProof: credentialOfUser }, async () => {
      throw new DomainError(linkUnknown)
    }),
  })
