import {
  type AuthenticationMethodType,
  UserService,
} from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { AuthFactorState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import type { Call } from '../../../access/call.ts'
import { factorKinds, secondFactors } from '../../../access/factorKinds.ts'
import { requirePermission } from '../../../access/permission.ts'
import { listDetailsV2 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { type FactorRow, type LoginMethods, listFactors, loginMethodsOf } from '../queries.ts'
import { authFactorV2 } from './encode.ts'

/** The lists of factors of `zitadel.user.v2.UserService`. */
export const userService = (deps: Deps) =>
  implement(UserService, {
    listAuthenticationFactors: async ({ userId, authFactors, states }, call: Call) => {
      const kinds = secondFactors.filter(
        (kind) => authFactors.length === 0 || authFactors.includes(factorKinds[kind].listed.filter),
      )
      const wanted = states.length === 0 ? (['ready'] as const) : states.flatMap(factorState)
      const { orgId, rows } = await listFactors(deps, call.instance.id, userId, kinds, wanted)
      requirePermission(call, 'user.read', { orgId, self: userId })
      return { result: rows.map(authFactorV2) }
    },
    listAuthenticationMethodTypes: async ({ userId, domainQuery }, call: Call) => {
      requirePermission(call, 'user.read', { orgId: call.orgId, self: userId })
      const restriction = domainQuery?.domain ? domainQuery : undefined
      const methods = await loginMethodsOf(deps.database, call.instance.id, userId, restriction)
      // The contract demands the right in the context organization; the user may belong to another one.
      requirePermission(call, 'user.read', { orgId: methods?.orgId, self: userId })
      const authMethodTypes = methods ? methodTypes(methods) : []
      return { details: listDetailsV2(authMethodTypes.length, call.now), authMethodTypes }
    },
  })

function methodTypes({ kinds, hasPassword }: LoginMethods): AuthenticationMethodType[] {
  const factors: AuthenticationMethodType[] = kinds.map((kind) => factorKinds[kind].methodType)
  return hasPassword ? [...factors, factorKinds.password.methodType] : factors
}

/** States that nothing is in, such as REMOVED, match nothing. */
function factorState(state: AuthFactorState): FactorRow['state'][] {
  if (state === AuthFactorState.READY) return ['ready']
  return state === AuthFactorState.NOT_READY ? ['not_ready'] : []
}
