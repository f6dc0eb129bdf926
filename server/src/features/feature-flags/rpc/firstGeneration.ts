import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { SystemService } from '@sallyport/contract/zitadel/system_pb.js'
import { InstanceFeature } from '@zitadel/proto/zitadel/feature_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { setFlags } from '../commands/changeFlags.ts'
import { writeFlags } from '../writes/writeFlags.ts'
import { encodeFlagDetails } from './encode.ts'

const unknownFeature = refuse(
  'feature_flags.unknown_feature',
  'invalid_argument',
  'only the feature of logins at the default organization can be set here, by a bool; use feature.v2 for others',
)

/** The one flag of the first generation, on an instance that the operator names or, switched on only, on the addressed one. */
export function firstGeneration(deps: Deps) {
  const setLoginDefaultOrg = async (loginDefaultOrg: boolean, call: Call) => {
    const given = { loginDefaultOrg }
    const written = await writeFlags(deps, call, 'instance', (state) => setFlags(state, 'instance', given))
    return { details: encodeFlagDetails(written, call.instance.id) }
  }
  return [
    implement<typeof SystemService, Call>(SystemService, {
      async setInstanceFeature({ featureId, value }, call) {
        if (featureId !== InstanceFeature.LOGIN_DEFAULT_ORG || value.case !== 'bool')
          throw new DomainError(unknownFeature)
        return setLoginDefaultOrg(value.value, call)
      },
    }),
    implement<typeof AdminService, Call>(AdminService, {
      activateFeatureLoginDefaultOrg: (_, call) => setLoginDefaultOrg(true, call),
    }),
  ]
}
