import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1, rowDetails, timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { accept } from '../../../kernel/refusal.ts'
import { expiryOf } from '../../machine-credentials/index.ts'
import type { Deps } from '../../manifest.ts'
import { type AppKeyRow, inApp, narrow, only, pageOf } from '../queries.ts'
import { addAppKey, regenerateClientSecret, removeAppKey } from '../writes/changeCredentials.ts'
import { inContext, namedProject } from './decode.ts'

/** Secrets and keys of the apps of the context organization, `zitadel.management.v1.ManagementService`. */
export const managementCredentials = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    regenerateOIDCClientSecret: method({ appendsTo: namedProject }, async (request, call: Call) =>
      regenerate(deps, call, request, 'oidc'),
    ),
    regenerateAPIClientSecret: method({ appendsTo: namedProject }, async (request, call: Call) =>
      regenerate(deps, call, request, 'api'),
    ),
    addAppKey: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const expiresAt = accept<Date>(expiryOf(request.expirationDate, call.now))
      const wanted = { appId: request.appId, expiresAt }
      const { stream, keyId, content } = await addAppKey(deps, call, inContext(request), wanted)
      return { id: keyId, details: addedV1(stream), keyDetails: content }
    }),
    removeAppKey: method({ appendsTo: namedProject }, async (request, call: Call) => ({
      details: changedV1(await removeAppKey(deps, call, inContext(request), request)),
    })),
    async getAppKey(request, call) {
      const search = inApp(call, request)
      narrow(search, 'key_id', request.keyId)
      return { key: encodeKey(await only(deps.database, 'app_keys', search)) }
    },
    async listAppKeys(request, call) {
      const on = { page: listQueryPage(request.query), column: 'key_id' }
      const { rows, total } = await pageOf(deps.database, 'app_keys', inApp(call, request), on)
      return { details: listDetailsV1(total, call.now), result: rows.map(encodeKey) }
    },
  })

interface NamedApp {
  readonly projectId: string
  readonly appId: string
}

async function regenerate(deps: Deps, call: Call, request: NamedApp, kind: 'oidc' | 'api') {
  const wanted = { appId: request.appId, kind }
  const { stream, clientSecret } = await regenerateClientSecret(deps, call, inContext(request), wanted)
  return { clientSecret, details: changedV1(stream) }
}

function encodeKey(row: AppKeyRow) {
  return {
    id: row.key_id,
    details: rowDetails(row, row.org_id),
    type: KeyType.JSON,
    expirationDate: timestamp(row.expires_at),
  }
}
