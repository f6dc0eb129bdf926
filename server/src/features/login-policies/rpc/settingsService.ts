import { PasskeysType } from '@sallyport/contract/zitadel/settings/v2/login_settings_pb.js'
import { SettingsService } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { listDetailsV2, readDetails } from '../../../contract/details.ts'
import { type HandlerTable, implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { encodeOwnerType, targetOrg } from '../../settings/index.ts'
import { effectiveLoginPolicy } from '../queries.ts'
import { encodeMultiFactors, encodeRules, encodeSecondFactors } from './encode.ts'

/** Login settings of an instance or organization, `zitadel.settings.v2.SettingsService`. */
export function settingsService(deps: Deps): HandlerTable<Call> {
  return implement(SettingsService, {
    getLoginSettings: async ({ ctx }, call: Call) => {
      const policy = await effectiveLoginPolicy(deps.database, call.instance.id, targetOrg(ctx, call))
      return {
        details: readDetails(policy),
        settings: {
          ...encodeRules(policy),
          allowLocalAuthentication: policy.allowUsernamePassword || policy.passwordlessAllowed,
          passkeysType: policy.passwordlessAllowed ? PasskeysType.ALLOWED : PasskeysType.NOT_ALLOWED,
          secondFactors: encodeSecondFactors(policy),
          multiFactors: encodeMultiFactors(policy),
          resourceOwnerType: encodeOwnerType(policy),
        },
      }
    },
    getActiveIdentityProviders: async (_, call) => ({ details: listDetailsV2(0, call.now) }),
  })
}
