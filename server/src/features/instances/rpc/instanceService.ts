import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { paginationPage } from '../../../contract/listQuery.ts'
import { instanceId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import {
  addDomain,
  addTrustedDomain,
  type DomainCommand,
  removeDomain,
  removeTrustedDomain,
} from '../commands/changeDomains.ts'
import { renameInstance } from '../commands/changeInstance.ts'
import { findInstance, listDomains, listInstances, listTrustedDomains, requireInstance } from '../queries.ts'
import { removeInstance, writeDomain, writeInstance } from '../writes/writeInstance.ts'
import { encodeBetaDomain, encodeBetaInstance, encodeBetaTrustedDomain } from './encode.ts'

/** The addressed instance, whatever id the message holds; only DeleteInstance follows the id (platform notes §2). */
export const instanceService = (deps: Deps) => {
  const write = async (command: DomainCommand, { domain }: { readonly domain: string }, call: Call) =>
    timestamp((await writeDomain(deps, call, call.instance.id, command, domain)).changedAt)

  return implement<typeof InstanceService, Call>(InstanceService, {
    getInstance: async (_, call) => ({
      instance: encodeBetaInstance(await requireInstance(deps.database, call.instance.id)),
    }),
    listInstances: async (request) => {
      const page = paginationPage(request.pagination)
      const { rows, total } = await listInstances(deps.database, {
        ...request,
        sortingColumn: request.sortingColumn ?? 0,
        page,
      })
      return { instances: rows.map(encodeBetaInstance), pagination: paginated(total, page.limit) }
    },
    updateInstance: async ({ instanceName }, call) => {
      const { changedAt } = await writeInstance(deps, call, call.instance.id, (instance) =>
        renameInstance(instance, instanceName),
      )
      return { changeDate: timestamp(changedAt) }
    },
    deleteInstance: async (request, call) => {
      const id = instanceId(request.instanceId)
      if ((await findInstance(deps.database, id)) === undefined) return {}
      const { changedAt } = await removeInstance(deps, call, id)
      return { deletionDate: timestamp(changedAt) }
    },
    addCustomDomain: async (request, call) => ({ creationDate: await write(addDomain, request, call) }),
    removeCustomDomain: async (request, call) => ({ deletionDate: await write(removeDomain, request, call) }),
    listCustomDomains: async (request, call) => {
      const page = paginationPage(request.pagination)
      const { rows, total } = await listDomains(deps.database, call.instance.id, { ...request, page })
      const domains = rows.map((row) => encodeBetaDomain(row, call.instance.id))
      return { domains, pagination: paginated(total, page.limit) }
    },
    addTrustedDomain: async (request, call) => ({
      creationDate: await write(addTrustedDomain, request, call),
    }),
    removeTrustedDomain: async (request, call) => ({
      deletionDate: await write(removeTrustedDomain, request, call),
    }),
    listTrustedDomains: async (request, call) => {
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
