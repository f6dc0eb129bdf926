import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { listDetailsV2, readDetails, timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage, paginationPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { userNotFound } from '../../users/index.ts'
import { statesV2, userV2 } from '../reads/encodeV2.ts'
import { listUsers } from '../reads/listUsers.ts'
import { listReadableMetadata, type MetadataRow } from '../reads/metadata.ts'
import { findUser, userStanding } from '../reads/userRow.ts'

/** The reads of `zitadel.user.v2.UserService`. */
export const userServiceReads = (deps: Deps) =>
  implement(UserService, {
    getUserByID: async ({ userId }, call: Call) => {
      const row = await findUser(deps.database, call.instance.id, userId)
      if (!row) throw new DomainError(userNotFound)
      requirePermission(call, 'user.read', { orgId: row.org_id, self: userId })
      return { details: readDetails(userStanding(row)), user: userV2(row, call) }
    },
    listUsers: async ({ query, queries, sortingColumn }, call: Call) => {
      const search = {
        queries,
        sortingColumn,
        page: listQueryPage(query),
        states: statesV2,
        visible: 'caller',
      } as const
      const { rows, total } = await listUsers(deps.database, call, search)
      return { details: listDetailsV2(total, call.now), result: rows.map((row) => userV2(row, call)) }
    },
    listUserMetadata: async ({ userId, pagination, filters }, call: Call) => {
      const page = paginationPage(pagination)
      const search = { userId, page, filters: filters.map(({ filter }) => filter) }
      const { rows, total } = await listReadableMetadata(deps.database, call, search)
      return {
        pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
        metadata: rows.map(metadata),
      }
    },
  })

function metadata({ key, value, created_at, changed_at }: MetadataRow) {
  return { key, value, creationDate: timestamp(created_at), changeDate: timestamp(changed_at) }
}
