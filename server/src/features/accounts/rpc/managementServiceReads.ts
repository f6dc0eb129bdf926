import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { listChanges } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import { domainPolicy } from '../../settings/index.ts'
import { findUserByLoginName, notHuman, userNotFound } from '../../users/index.ts'
import { emailReply, phoneReply, profileReply, statesV1, userV1 } from '../reads/encodeV1.ts'
import { listUsers } from '../reads/listUsers.ts'
import { findMetadata, listMetadata } from '../reads/metadata.ts'
import { metadataNotFound, metadataV1 } from '../reads/metadataV1.ts'
import { isUserUnique } from '../reads/uniqueness.ts'
import { findUser, type UserRow } from '../reads/userRow.ts'

/** The reads of `zitadel.management.v1.ManagementService`: users of the context organization. */
export const managementServiceReads = (deps: Deps) =>
  implement(ManagementService, {
    getUserByID: async ({ id }, call: Call) => ({
      user: userV1(await userInContext(deps, call, id), call),
    }),
    getUserByLoginNameGlobal: async ({ loginName }, call: Call) => {
      const found = await findUserByLoginName(deps.database, call.instance.id, loginName)
      const row = found && (await findUser(deps.database, call.instance.id, found.userId))
      if (!row) throw new DomainError(userNotFound)
      return { user: userV1(row, call) }
    },
    listUsers: async ({ query, queries, sortingColumn }, call: Call) => {
      const search = {
        queries,
        sortingColumn,
        page: listQueryPage(query),
        states: statesV1,
        visible: 'context',
      } as const
      const { rows, total } = await listUsers(deps.database, call, search)
      return { details: listDetailsV1(total, call.now), result: rows.map((row) => userV1(row, call)) }
    },
    listUserChanges: async ({ userId, query }, call: Call) => {
      const user = { instanceId: call.instance.id, type: 'user', id: userId, owner: call.orgId }
      return { result: await listChanges(deps.database, user, query) }
    },
    isUserUnique: async ({ userName, email }, call: Call) => {
      const { userLoginMustBeDomain } = await domainPolicy(deps.database, call.instance.id, call.orgId)
      const orgId = userLoginMustBeDomain ? call.orgId : undefined
      const isUnique = await isUserUnique(deps.database, call.instance.id, {
        username: userName,
        email,
        orgId,
      })
      return { isUnique }
    },
    getHumanProfile: async ({ userId }, call: Call) =>
      profileReply(await humanInContext(deps, call, userId), call),
    getHumanEmail: async ({ userId }, call: Call) => emailReply(await humanInContext(deps, call, userId)),
    getHumanPhone: async ({ userId }, call: Call) => phoneReply(await humanInContext(deps, call, userId)),
    getUserMetadata: async ({ id, key }, call: Call) => {
      const user = { userId: id, orgId: call.orgId }
      const row = await findMetadata(deps.database, call.instance.id, user, key)
      if (!row) throw new DomainError(metadataNotFound)
      return { metadata: metadataV1(row) }
    },
    listUserMetadata: async ({ id, query, queries }, call: Call) => {
      const { rows, total } = await listMetadata(deps.database, call.instance.id, {
        userId: id,
        orgId: call.orgId,
        filters: queries.map((each) => each.query),
        page: listQueryPage(query),
      })
      return { details: listDetailsV1(total, call.now), result: rows.map(metadataV1) }
    },
  })

async function userInContext(deps: Deps, call: Call, userId: string): Promise<UserRow> {
  const row = await findUser(deps.database, call.instance.id, userId)
  if (row?.org_id !== call.orgId) throw new DomainError(userNotFound)
  return row
}

async function humanInContext(deps: Deps, call: Call, userId: string): Promise<UserRow> {
  const row = await userInContext(deps, call, userId)
  if (row.kind !== 'human') throw new DomainError(notHuman)
  return row
}
