import { WebKeyService } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { activateKey, removeKey } from '../commands/changeKeys.ts'
import { listKeys } from '../queries.ts'
import { webKeysFacet } from '../state.ts'
import { createKey, writeKeys } from '../writes/writeKeys.ts'
import { decodeKind } from './decode.ts'
import { encodeKey } from './encode.ts'

/** The signing keys of the caller's instance, `zitadel.webkey.v2.WebKeyService`. */
export const webKeyService = (deps: Deps) =>
  implement<typeof WebKeyService, Call>(WebKeyService, {
    createWebKey: async (request, call) => {
      const { stream, keyId } = await createKey(deps, call, decodeKind(request))
      return { id: keyId, creationDate: timestamp(stream.changedAt) }
    },
    activateWebKey: async ({ id }, call) => {
      const { stream } = await writeKeys(deps, call, (keys) => activateKey(keys, id))
      const key = stream.state(webKeysFacet).find(({ keyId }) => keyId === id)
      return { changeDate: timestamp(key?.changedAt ?? stream.changedAt) }
    },
    deleteWebKey: async ({ id }, call) => {
      const { stream, changed } = await writeKeys(deps, call, (keys) => removeKey(keys, id))
      return changed ? { deletionDate: timestamp(stream.changedAt) } : {}
    },
    listWebKeys: async (_, call) => ({
      webKeys: (await listKeys(deps.database, call.instance.id)).map(encodeKey),
    }),
  })
