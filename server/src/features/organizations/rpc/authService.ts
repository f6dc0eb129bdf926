import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { listOrganizations, visibleOrganizations } from '../queries.ts'
import { decodeSearch } from './decode.ts'
import { encodeOrg } from './encode.ts'

/** The organizations that the caller may read. */
export const authService = (deps: Deps) =>
  implement<typeof AuthService, Call>(AuthService, {
    async listMyProjectOrgs(request, call) {
      const { rows, total } = await listOrganizations(
        deps.database,
        call.instance,
        visibleOrganizations(call),
        decodeSearch(request),
      )
      return { details: listDetailsV1(total, call.now), result: rows.map(encodeOrg) }
    },
  })
