import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import { supportedLanguages } from '../../settings/index.ts'

/** Facts about the instance for members of an organization. */
export const managementService = implement<typeof ManagementService, Call>(ManagementService, {
  async healthz() {
    return {}
  },

  async getIAM(_, call) {
    const { defaultOrgId } = call.instance
    return { globalOrgId: defaultOrgId, defaultOrgId }
  },

  async getSupportedLanguages() {
    return { languages: [...supportedLanguages] }
  },
})

/** Facts about the instance for every user. */
export const authService = implement<typeof AuthService, Call>(AuthService, {
  async healthz() {
    return {}
  },

  async getSupportedLanguages() {
    return { languages: [...supportedLanguages] }
  },
})
