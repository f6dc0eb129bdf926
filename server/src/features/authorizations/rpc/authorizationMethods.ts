import type { Call } from '../../../access/call.ts'
import { reachOf } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { orgId, projectId, userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import type { AuthorizationFilter } from '../filters.ts'
import { listAuthorizations } from '../queries.ts'
import { writeNewAuthorization } from '../writes/writeAuthorization.ts'

/** A search as messages of v2 and v2beta describe it. */
interface Search {
  readonly filters: readonly { readonly filter: AuthorizationFilter }[]
  readonly sortingColumn?: number | undefined
  readonly pagination?: Parameters<typeof paginationPage>[0]
}

/** An authorization to create as messages of v2 and v2beta describe it; v2beta may omit the organization. */
interface NewMessage {
  readonly userId: string
  readonly projectId: string
  readonly organizationId?: string | undefined
  readonly roleKeys: readonly string[]
}

/** The methods that v2 and v2beta share, though their messages differ. */
export const authorizationMethods = (deps: Deps) => ({
  /** Lists the caller's own authorizations, and others where the caller has `user.grant.read`. */
  async list(call: Call, { filters, sortingColumn: sort, pagination }: Search) {
    const page = paginationPage(pagination)
    const self = call.principal.kind === 'user' ? call.principal.userId : undefined
    const reached = reachOf(call.principal, 'user.grant.read', call.instance.id)
    const wanted = { filters: filters.map(({ filter }) => filter), sort, page }
    const reader = { reached, self }
    const { rows, total } = await listAuthorizations(deps.database, call.instance.id, reader, wanted)
    return { rows, pagination: paginated(total, page.limit) }
  },

  async create(call: Call, message: NewMessage) {
    const created = await writeNewAuthorization(deps, call, {
      userId: userId(message.userId),
      projectId: projectId(message.projectId),
      orgId: message.organizationId ? orgId(message.organizationId) : undefined,
      roleKeys: message.roleKeys,
    })
    return { id: created.id, creationDate: timestamp(created.createdAt) }
  },
})
