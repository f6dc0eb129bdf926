import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import { listOrganizations, visibleOrganizations } from '../queries.ts'
import { encodeOrg } from './encode.ts'

/** The organizations that the caller may work in. */
export const authService = (deps: Deps) =>
  implement<typeof AuthService, Call>(AuthService, {
    async listMyProjectOrgs(request, call) {
      const { rows, total } = await listOrganizations(deps.database, {
        instanceId: call.instance.id,
        defaultOrgId: call.instance.defaultOrgId,
        visible: visibleOrganizations(call.principal, call.instance.id),
        queries: request.queries,
        sort: request.sortingColumn === 1 ? 'name' : 'none',
        page: listQueryPage(request.query),
      })
      return { details: listDetailsV1(total, call.now), result: rows.map(encodeOrg) }
    },
  })
