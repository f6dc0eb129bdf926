import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import { supportedLanguages } from '../../settings/index.ts'

const handlers = {
  healthz: async () => ({}),
  getSupportedLanguages: async () => ({ languages: [...supportedLanguages] }),
}

/** Facts about the instance for members of an organization. */
export const managementService = implement<typeof ManagementService, Call>(ManagementService, {
  ...handlers,
  getIAM: async (_, { instance: { defaultOrgId } }) => ({ globalOrgId: defaultOrgId, defaultOrgId }),
})

/** Facts about the instance for every user. */
export const authService = implement<typeof AuthService, Call>(AuthService, handlers)
