import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import { allowedLanguages, supportedLanguages } from '../../settings/index.ts'
import { addTrustedDomain, removeTrustedDomain } from '../commands/changeDomains.ts'
import { setDefaultLanguage } from '../commands/changeInstance.ts'
import { listDomains, listTrustedDomains, requireInstance } from '../queries.ts'
import { writeDomain, writeInstance } from '../writes/writeInstance.ts'
import { encodeDomain, encodeInstance, encodeTrustedDomain } from './encode.ts'

/** The addressed instance as its administrators see it. */
export const adminService = (deps: Deps) =>
  implement<typeof AdminService, Call>(AdminService, {
    async healthz() {
      return {}
    },

    async getMyInstance(_, call) {
      return { instance: encodeInstance(await requireInstance(deps.database, call.instance.id)) }
    },

    async listInstanceDomains(request, call) {
      const { id } = call.instance
      const page = listQueryPage(request.query)
      const { rows, total } = await listDomains(deps.database, id, { ...request, page })
      return {
        details: listDetailsV1(total, call.now),
        sortingColumn: request.sortingColumn,
        result: rows.map((row) => encodeDomain(row, id)),
      }
    },

    async listInstanceTrustedDomains(request, call) {
      const { id } = call.instance
      const page = listQueryPage(request.query)
      const { rows, total } = await listTrustedDomains(deps.database, id, { ...request, page })
      return {
        details: listDetailsV1(total, call.now),
        sortingColumn: request.sortingColumn,
        result: rows.map((row) => encodeTrustedDomain(row, id)),
      }
    },

    async addInstanceTrustedDomain({ domain }, call) {
      return { details: addedV1(await writeDomain(deps, call, call.instance.id, addTrustedDomain, domain)) }
    },

    async removeInstanceTrustedDomain({ domain }, call) {
      const stream = await writeDomain(deps, call, call.instance.id, removeTrustedDomain, domain)
      return { details: changedV1(stream) }
    },

    async getDefaultLanguage(_, call) {
      return { language: call.instance.defaultLanguage }
    },

    async setDefaultLanguage({ language }, call) {
      const { id } = call.instance
      const stream = await writeInstance(deps, call, id, async (instance, _, source) =>
        setDefaultLanguage(instance, { language, languages: await allowedLanguages(source, id) }),
      )
      return { details: changedV1(stream) }
    },

    async getSupportedLanguages() {
      return { languages: [...supportedLanguages] }
    },
  })
