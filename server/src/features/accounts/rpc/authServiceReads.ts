import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { listChanges } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import { notHuman, userNotFound } from '../../users/index.ts'
import { emailReply, phoneReply, profileReply, userV1 } from '../reads/encodeV1.ts'
import { findMetadata, listMetadata } from '../reads/metadata.ts'
import { metadataNotFound, metadataV1 } from '../reads/metadataV1.ts'
import { findUser, type UserRow } from '../reads/userRow.ts'

/** The reads of `zitadel.auth.v1.AuthService`: what callers may know of themselves with any valid token. */
export const authServiceReads = (deps: Deps) =>
  implement(AuthService, {
    getMyUser: async (_, call: Call) => ({ user: userV1(await myself(deps, call), call) }),
    getMyProfile: async (_, call: Call) => profileReply(await myHumanSelf(deps, call), call),
    getMyEmail: async (_, call: Call) => emailReply(await myHumanSelf(deps, call)),
    getMyPhone: async (_, call: Call) => phoneReply(await myHumanSelf(deps, call)),
    listMyUserChanges: async ({ query }, call: Call) => {
      const { userId, orgId } = me(call)
      const user = { instanceId: call.instance.id, type: 'user', id: userId, owner: orgId }
      return { result: await listChanges(deps.database, user, query) }
    },
    listMyMetadata: async ({ query, queries }, call: Call) => {
      const { rows, total } = await listMetadata(deps.database, call.instance.id, {
        ...me(call),
        filters: queries.map((each) => each.query),
        page: listQueryPage(query),
      })
      return { details: listDetailsV1(total, call.now), result: rows.map(metadataV1) }
    },
    getMyMetadata: async ({ key }, call: Call) => {
      const row = await findMetadata(deps.database, call.instance.id, me(call), key)
      if (!row) throw new DomainError(metadataNotFound)
      return { metadata: metadataV1(row) }
    },
  })

/** System users are nobody in the instance. */
function me({ principal }: Call): { readonly userId: string; readonly orgId: string } {
  if (principal.kind !== 'user') throw new DomainError(userNotFound)
  return { userId: principal.userId, orgId: principal.orgId }
}

async function myself(deps: Deps, call: Call): Promise<UserRow> {
  const row = await findUser(deps.database, call.instance.id, me(call).userId)
  if (!row) throw new DomainError(userNotFound)
  return row
}

async function myHumanSelf(deps: Deps, call: Call): Promise<UserRow> {
  const row = await myself(deps, call)
  if (row.kind !== 'human') throw new DomainError(notHuman)
  return row
}
