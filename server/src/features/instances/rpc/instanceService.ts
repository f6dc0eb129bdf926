import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { paginationPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { renameInstance } from '../commands/changeInstance.ts'
import { addDomain, addTrustedDomain, removeDomain, removeTrustedDomain } from '../commands/domains.ts'
import { findInstance, listDomains, listInstances, listTrustedDomains } from '../queries.ts'
import { instanceNotFound } from '../refusals.ts'
import { type Decide, removeInstance, writeInstance } from '../writeInstance.ts'
import { encodeBetaDomain, encodeBetaInstance, encodeBetaTrustedDomain } from './encode.ts'

/** The instance that the host names, whatever id the message holds; DeleteInstance goes by the id (platform notes §2). */
export const instanceService = (deps: Deps) => {
  const write = async (call: Call, decide: Decide) =>
    timestamp((await writeInstance(deps, call, call.instance.id, decide)).changedAt)

  return implement<typeof InstanceService, Call>(InstanceService, {
    async getInstance(_, call) {
      const row = await findInstance(deps.database, call.instance.id)
      if (row === undefined) throw new DomainError(instanceNotFound)
      return { instance: encodeBetaInstance(row) }
    },

    async listInstances(request) {
      const page = paginationPage(request.pagination)
      const { rows, total } = await listInstances(deps.database, {
        ...request,
        sortingColumn: request.sortingColumn ?? 0,
        page,
      })
      return { instances: rows.map(encodeBetaInstance), pagination: paginated(total, page.limit) }
    },

    async updateInstance({ instanceName }, call) {
      return { changeDate: await write(call, (instance) => renameInstance(instance, instanceName)) }
    },

    async deleteInstance({ instanceId }, call) {
      if ((await findInstance(deps.database, instanceId)) === undefined) return {}
      const { changedAt } = await removeInstance(deps, call, instanceId)
      return { deletionDate: timestamp(changedAt) }
    },

    async addCustomDomain({ domain }, call) {
      return { creationDate: await write(call, (instance, hosts) => addDomain(instance, hosts, domain)) }
    },

    async removeCustomDomain({ domain }, call) {
      return {
        deletionDate: await write(call, (instance, hosts) =>
          removeDomain(instance, hosts, domain.toLowerCase()),
        ),
      }
    },

    async listCustomDomains(request, call) {
      const page = paginationPage(request.pagination)
      const { rows, total } = await listDomains(deps.database, call.instance.id, { ...request, page })
      const domains = rows.map((row) => encodeBetaDomain(row, call.instance.id))
      return { domains, pagination: paginated(total, page.limit) }
    },

    async addTrustedDomain({ domain }, call) {
      return {
        creationDate: await write(call, (instance, hosts) => addTrustedDomain(instance, hosts, domain)),
      }
    },

    async removeTrustedDomain({ domain }, call) {
      const decide: Decide = (instance, hosts) => removeTrustedDomain(instance, hosts, domain.toLowerCase())
      return { deletionDate: await write(call, decide) }
    },

    async listTrustedDomains(request, call) {
      const page = paginationPage(request.pagination)
      const { rows, total } = await listTrustedDomains(deps.database, call.instance.id, { ...request, page })
      const trustedDomain = rows.map((row) => encodeBetaTrustedDomain(row, call.instance.id))
      return { trustedDomain, pagination: paginated(total, page.limit) }
    },
  })
}

function paginated(total: number, limit: number) {
  return { totalResult: BigInt(total), appliedLimit: BigInt(limit) }
}
