import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1, readDetails, timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type CredentialRow, credentialsOf, findCredential } from '../queries.ts'
import { keyNotFound, tokenNotFound } from '../refusals.ts'
import {
  addMachineKey,
  addPersonalAccessToken,
  removeClientSecret,
  removeMachineKey,
  removePersonalAccessToken,
  setClientSecret,
} from '../writes.ts'

/** The machine credentials of `zitadel.management.v1.ManagementService`: of the context organization's machines. */
export const managementService = (deps: Deps) =>
  implement(ManagementService, {
    addPersonalAccessToken: async (request, call: Call) => {
      const { user, tokenId, token } = await addPersonalAccessToken(deps, call, 'context', request)
      return { tokenId, token, details: addedV1(user) }
    },
    removePersonalAccessToken: async (request, call: Call) => ({
      details: changedV1(await removePersonalAccessToken(deps, call, 'context', request)),
    }),
    getPersonalAccessTokenByIDs: async ({ userId, tokenId }, call: Call) => {
      const row = await findCredential(deps.database, call, 'token', userId, tokenId)
      if (!row) throw new DomainError(tokenNotFound)
      return { token: token(row) }
    },
    listPersonalAccessTokens: async ({ userId, query }, call: Call) => {
      const found = await credentialsOf(deps.database, call, 'token', userId, listQueryPage(query))
      return { details: listDetailsV1(found.total, call.now), result: found.rows.map(token) }
    },
    addMachineKey: async (request, call: Call) => {
      const { user, keyId, content } = await addMachineKey(deps, call, 'context', request)
      return { keyId, keyDetails: content, details: addedV1(user) }
    },
    removeMachineKey: async (request, call: Call) => ({
      details: changedV1(await removeMachineKey(deps, call, 'context', request)),
    }),
    getMachineKeyByIDs: async ({ userId, keyId }, call: Call) => {
      const row = await findCredential(deps.database, call, 'key', userId, keyId)
      if (!row) throw new DomainError(keyNotFound)
      return { key: key(row) }
    },
    listMachineKeys: async ({ userId, query }, call: Call) => {
      const found = await credentialsOf(deps.database, call, 'key', userId, listQueryPage(query))
      return { details: listDetailsV1(found.total, call.now), result: found.rows.map(key) }
    },
    generateMachineSecret: async ({ userId }, call: Call) => {
      const { user, clientId, clientSecret } = await setClientSecret(deps, call, 'context', userId)
      return { clientId, clientSecret, details: addedV1(user) }
    },
    removeMachineSecret: async ({ userId }, call: Call) => ({
      details: changedV1(await removeClientSecret(deps, call, 'context', userId)),
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
