import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2beta/authorization_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { authorizationMethods } from './authorizationMethods.ts'
import { encodeBetaAuthorization } from './encode.ts'

/**
 * Authorizations, `zitadel.authorization.v2beta.AuthorizationService`. Methods whose messages v2 has on the same wire are served
 * by its handlers.
 */
export function authorizationServiceBeta(deps: Deps) {
  const { list, create } = authorizationMethods(deps)
  return implement<typeof AuthorizationService, Call>(AuthorizationService, {
    async listAuthorizations(request, call) {
      const { rows, pagination } = await list(call, request)
      return { pagination, authorizations: rows.map((row) => encodeBetaAuthorization(row, call)) }
    },

    createAuthorization: (request, call) => create(call, request),
  })
}
