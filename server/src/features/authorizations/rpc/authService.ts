import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import { type AuthorizationSearch, listAuthorizations } from '../queries.ts'
import { encodeMyUserGrant, roleKeys } from './encode.ts'

const nothing = { reached: { orgs: [], projects: [], grants: [] } }
const most = { offset: '0', limit: 1000, asc: true }

/** The caller's own authorizations. */
export function authService(deps: Deps) {
  const own = (call: Call, wanted: AuthorizationSearch) => {
    const self = call.principal.kind === 'user' ? call.principal.userId : undefined
    return listAuthorizations(deps.database, call.instance.id, { ...nothing, self }, wanted)
  }
  return implement<typeof AuthService, Call>(AuthService, {
    async listMyUserGrants({ query }, call) {
      const { rows, total } = await own(call, { page: listQueryPage(query) })
      return { details: listDetailsV1(total, call.now), result: rows.map(encodeMyUserGrant) }
    },

    /** The roles in the project of the application that the token was issued to; tokens of no application have none. */
    async listMyProjectPermissions(_, call) {
      const { principal } = call
      const id = principal.kind === 'user' ? principal.token.projectId : undefined
      if (id === undefined) return { result: [] }
      const filters = [
        { case: 'projectId', value: { id } },
        { case: 'state', value: { state: 1 } },
      ] as const
      const { rows } = await own(call, { filters, page: most })
      return { result: [...new Set(rows.flatMap(roleKeys))].sort() }
    },
  })
}
