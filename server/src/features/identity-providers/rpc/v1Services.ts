import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser } from '../../../access/streamNames.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { DomainError, type Refusal } from '../../../kernel/refusal.ts'
import { linkUnknown, providerUnknown } from '../refusals.ts'

const none = async (_request: unknown, call: Call) => ({ details: listDetailsV1(0, call.now), result: [] })
const refused = (refusal: Refusal) => async (): Promise<never> => {
  throw new DomainError(refusal)
}

/** Links of people and of the organization's login policy, `zitadel.management.v1.ManagementService`. */
export const managementService = implement<typeof ManagementService, Call>(ManagementService, {
  listHumanLinkedIDPs: none,
  removeHumanLinkedIDP: method({ freshProof: credentialOfUser }, refused(linkUnknown)),
  addIDPToLoginPolicy: method({ dryRun: true }, refused(providerUnknown)),
  listLoginPolicyIDPs: none,
  removeIDPFromLoginPolicy: method({ dryRun: true }, refused(linkUnknown)),
})

/** Links of the instance's login policy, `zitadel.admin.v1.AdminService`. */
export const adminService = implement<typeof AdminService, Call>(AdminService, {
  addIDPToLoginPolicy: method({ dryRun: true }, refused(providerUnknown)),
  listLoginPolicyIDPs: none,
  removeIDPFromLoginPolicy: method({ dryRun: true }, refused(linkUnknown)),
})

/** The caller's own links, `zitadel.auth.v1.AuthService`. */
export const authService = implement<typeof AuthService, Call>(AuthService, {
  listMyLinkedIDPs: none,
  removeMyLinkedIDP: method({ freshProof: 'self' }, refused(linkUnknown)),
})
