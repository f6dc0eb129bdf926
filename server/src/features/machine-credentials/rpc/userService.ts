import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser, namedUser } from '../../../access/streamNames.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import {
  type CredentialFilter,
  type CredentialKind,
  type CredentialRow,
  searchCredentials,
} from '../queries.ts'
import { addMachineKey, addPersonalAccessToken, setClientSecret } from '../writes/addCredential.ts'
import {
  removeMachineKey,
  removeMachineSecret,
  removePersonalAccessToken,
} from '../writes/removeCredential.ts'
import { decodeExpiry, decodeKey, inInstance } from './decode.ts'

/** Credentials of machines, `zitadel.user.v2.UserService`. */
export const userService = (deps: Deps) =>
  implement(UserService, {
    addPersonalAccessToken: method(
      { appendsTo: namedUser, credentialOf: credentialOfUser },
      async (request, call: Call) => {
        const expiresAt = decodeExpiry(request, call.now)
        const { user, tokenId, token } = await addPersonalAccessToken(
          deps,
          call,
          inInstance(request),
          expiresAt,
        )
        return { creationDate: timestamp(user.changedAt), tokenId, token }
      },
    ),
    removePersonalAccessToken: method({ appendsTo: namedUser }, async (request, call: Call) => {
      const user = await removePersonalAccessToken(deps, call, inInstance(request), request.tokenId)
      return { deletionDate: timestamp(user.changedAt) }
    }),
    listPersonalAccessTokens: (request, call: Call) => list(deps, call, 'token', request),
    addKey: method({ appendsTo: namedUser, credentialOf: credentialOfUser }, async (request, call: Call) => {
      const wanted = decodeKey(request, call.now)
      const { user, keyId, content } = await addMachineKey(deps, call, inInstance(request), wanted)
      return { creationDate: timestamp(user.changedAt), keyId, keyContent: content }
    }),
    removeKey: method({ appendsTo: namedUser }, async (request, call: Call) => {
      const user = await removeMachineKey(deps, call, inInstance(request), request.keyId)
      return { deletionDate: timestamp(user.changedAt) }
    }),
    listKeys: (request, call: Call) => list(deps, call, 'key', request),
    addSecret: method(
      { appendsTo: namedUser, credentialOf: credentialOfUser },
      async (request, call: Call) => {
        const { user, clientSecret } = await setClientSecret(deps, call, inInstance(request))
        return { creationDate: timestamp(user.changedAt), clientSecret }
      },
    ),
    removeSecret: method({ appendsTo: namedUser }, async (request, call: Call) => {
      const user = await removeMachineSecret(deps, call, inInstance(request))
      return { deletionDate: timestamp(user.changedAt) }
    }),
  })

interface ListRequest {
  readonly pagination?: { readonly offset: bigint; readonly limit: number; readonly asc: boolean }
  readonly sortingColumn?: number
  readonly filters: readonly { readonly filter: CredentialFilter }[]
}

async function list(deps: Deps, call: Call, kind: CredentialKind, request: ListRequest) {
  const page = paginationPage(request.pagination)
  const sortingColumn = request.sortingColumn ?? 0
  const filters = request.filters.map(({ filter }) => filter)
  const { rows, total } = await searchCredentials(deps.database, call, kind, { filters, sortingColumn, page })
  return {
    pagination: paginated(total, page.limit),
    result: rows.map(credential),
  }
}

function credential(row: CredentialRow) {
  return {
    id: row.id,
    userId: row.user_id,
    organizationId: row.org_id,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    expirationDate: timestamp(row.expires_at),
  }
}
