import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser } from '../../../access/streamNames.ts'
import { addedV1, changedV1, listDetailsV1, readDetails, timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { type CredentialRow, credentialsOf, requireCredential } from '../queries.ts'
import { addMachineKey, addPersonalAccessToken, setClientSecret } from '../writes/addCredential.ts'
import {
  removeMachineKey,
  removeMachineSecret,
  removePersonalAccessToken,
} from '../writes/removeCredential.ts'
import { decodeExpiry, decodeKey, inContext } from './decode.ts'

/** Credentials of the context organization's machines, `zitadel.management.v1.ManagementService`. */
export const managementService = (deps: Deps) =>
  implement(ManagementService, {
    addPersonalAccessToken: method({ credentialOf: credentialOfUser }, async (request, call: Call) => {
      const expiresAt = decodeExpiry(request, call.now)
      const { user, tokenId, token } = await addPersonalAccessToken(deps, call, inContext(request), expiresAt)
      return { tokenId, token, details: addedV1(user) }
    }),
    removePersonalAccessToken: async (request, call: Call) => ({
      details: changedV1(await removePersonalAccessToken(deps, call, inContext(request), request.tokenId)),
    }),
    getPersonalAccessTokenByIDs: async (request, call: Call) => {
      const id = userId(request.userId)
      const row = await requireCredential(deps.database, call, 'token', id, request.tokenId)
      return { token: token(row) }
    },
    listPersonalAccessTokens: async (request, call: Call) => {
      const page = listQueryPage(request.query)
      const found = await credentialsOf(deps.database, call, 'token', userId(request.userId), page)
      return { details: listDetailsV1(found.total, call.now), result: found.rows.map(token) }
    },
    addMachineKey: method({ credentialOf: credentialOfUser }, async (request, call: Call) => {
      const wanted = decodeKey(request, call.now)
      const { user, keyId, content } = await addMachineKey(deps, call, inContext(request), wanted)
      return { keyId, keyDetails: content, details: addedV1(user) }
    }),
    removeMachineKey: async (request, call: Call) => ({
      details: changedV1(await removeMachineKey(deps, call, inContext(request), request.keyId)),
    }),
    getMachineKeyByIDs: async (request, call: Call) => {
      const id = userId(request.userId)
      const row = await requireCredential(deps.database, call, 'key', id, request.keyId)
      return { key: key(row) }
    },
    listMachineKeys: async (request, call: Call) => {
      const page = listQueryPage(request.query)
      const found = await credentialsOf(deps.database, call, 'key', userId(request.userId), page)
      return { details: listDetailsV1(found.total, call.now), result: found.rows.map(key) }
    },
    generateMachineSecret: method({ credentialOf: credentialOfUser }, async (request, call: Call) => {
      const { user, clientId, clientSecret } = await setClientSecret(deps, call, inContext(request))
      return { clientId, clientSecret, details: addedV1(user) }
    }),
    removeMachineSecret: async (request, call: Call) => ({
      details: changedV1(await removeMachineSecret(deps, call, inContext(request))),
    }),
  })

function token(row: CredentialRow) {
  return { ...shared(row), scopes: [...row.scopes] }
}

function key(row: CredentialRow) {
  return { ...shared(row), type: KeyType.JSON }
}

function shared(row: CredentialRow) {
  const standing = {
    sequence: Number(row.sequence),
    createdAt: row.created_at,
    changedAt: row.changed_at,
    owner: row.org_id,
  }
  return { id: row.id, details: readDetails(standing), expirationDate: timestamp(row.expires_at) }
}
