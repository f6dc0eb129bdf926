import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import { allowedLanguages, supportedLanguages } from '../../settings/index.ts'
import { addTrustedDomain, removeTrustedDomain } from '../commands/changeDomains.ts'
import { setDefaultLanguage } from '../commands/changeInstance.ts'
import { listDomains, listTrustedDomains, requireInstance } from '../queries.ts'
import { writeDomain, writeInstance } from '../writes/writeInstance.ts'
import { encodeDomain, encodeInstance, encodeList, encodeTrustedDomain } from './encode.ts'

/** The addressed instance as its administrators see it. */
export const adminService = (deps: Deps) =>
  implement<typeof AdminService, Call>(AdminService, {
    healthz: async () => ({}),
    getMyInstance: async (_, call) => ({
      instance: encodeInstance(await requireInstance(deps.database, call.instance.id)),
    }),
    listInstanceDomains: async (request, call) => {
      const { id } = call.instance
      const page = listQueryPage(request.query)
      const found = await listDomains(deps.database, id, { ...request, page })
      return encodeList(request, call, found, (row) => encodeDomain(row, id))
    },
    listInstanceTrustedDomains: async (request, call) => {
      const { id } = call.instance
      const page = listQueryPage(request.query)
      const found = await listTrustedDomains(deps.database, id, { ...request, page })
      return encodeList(request, call, found, (row) => encodeTrustedDomain(row, id))
    },
    addInstanceTrustedDomain: async ({ domain }, call) => ({
      details: addedV1(await writeDomain(deps, call, call.instance.id, addTrustedDomain, domain)),
    }),
    removeInstanceTrustedDomain: async ({ domain }, call) => {
      const stream = await writeDomain(deps, call, call.instance.id, removeTrustedDomain, domain)
      return { details: changedV1(stream) }
    },
    getDefaultLanguage: async (_, call) => ({ language: call.instance.defaultLanguage }),
    setDefaultLanguage: async ({ language }, call) => {
      const { id } = call.instance
      const stream = await writeInstance(deps, call, id, async (instance, _, source) =>
        setDefaultLanguage(instance, {
          language,
          supported: supportedLanguages,
          allowed: await allowedLanguages(source, id),
        }),
      )
      return { details: changedV1(stream) }
    },
    getSupportedLanguages: async () => ({ languages: [...supportedLanguages] }),
  })
