import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { allowedLanguages, supportedLanguages } from '../../settings/index.ts'
import { setDefaultLanguage } from '../commands/changeInstance.ts'
import { addTrustedDomain, removeTrustedDomain } from '../commands/domains.ts'
import { findInstance, listDomains, listTrustedDomains } from '../queries.ts'
import { instanceNotFound } from '../refusals.ts'
import { writeInstance } from '../writeInstance.ts'
import { encodeDomain, encodeInstance, encodeTrustedDomain } from './encode.ts'

/** The instance that the host names, as its administrators see it. */
export const adminService = (deps: Deps) =>
  implement<typeof AdminService, Call>(AdminService, {
    async healthz() {
      return {}
    },

    async getMyInstance(_, call) {
      const row = await findInstance(deps.database, call.instance.id)
      if (row === undefined) throw new DomainError(instanceNotFound)
      return { instance: encodeInstance(row) }
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
      const stream = await writeInstance(deps, call, call.instance.id, (instance, hosts) =>
        addTrustedDomain(instance, hosts, domain),
      )
      return { details: addedV1(stream) }
    },

    async removeInstanceTrustedDomain({ domain }, call) {
      const stream = await writeInstance(deps, call, call.instance.id, (instance, hosts) =>
        removeTrustedDomain(instance, hosts, domain.toLowerCase()),
      )
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
