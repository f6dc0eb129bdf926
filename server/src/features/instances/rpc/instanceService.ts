import { InstanceService } from '@sallyport/contract/zitadel/instance/v2/instance_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { hasPermission, missingPermission } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { type InstanceId, instanceId } from '../../../kernel/ids.ts'
import { DomainError, whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addDomain, addTrustedDomain, removeDomain, removeTrustedDomain } from '../commands/changeDomains.ts'
import { foreignInstance, instanceNotFound } from '../refusals.ts'
import { encodeCustomDomain, encodeInstanceV2, encodeTrusted } from './encode.ts'
import { instancesById } from './instancesById.ts'

/** The instance that the message names, or that of the host if it names none. */
export const instanceService = (deps: Deps) => {
  const byId = instancesById(deps)

  return implement<typeof InstanceService, Call>(InstanceService, {
    getInstance: async (request, call) => ({
      instance: encodeInstanceV2(await byId.get(permitted(call, request, reading))),
    }),
    listInstances: async ({ filters, sortingColumn, pagination: wanted }) => {
      const queries = filters.map(({ filter: query }) => ({ query }))
      const { rows, pagination } = await byId.list({ queries, sortingColumn, pagination: wanted })
      return { instances: rows.map(encodeInstanceV2), pagination }
    },
    updateInstance: async (request, call) =>
      byId.rename(call, permitted(call, request, writing), request.instanceName),
    /** One that does not exist is removed already. */
    deleteInstance: async (request, call) => {
      const id = permitted(call, request, ofSystem('system.instance.delete'))
      const removed = await whereItExists(byId.remove(call, id), instanceNotFound.code)
      return removed ? { deletionDate: timestamp(removed.changedAt) } : {}
    },
    addCustomDomain: async (request, call) => {
      const id = permitted(call, request, ofSystem('system.domain.write'))
      return { creationDate: await byId.writeDomain(call, id, addDomain, request.customDomain) }
    },
    removeCustomDomain: async (request, call) => {
      const id = permitted(call, request, ofSystem('system.domain.write'))
      return { deletionDate: await byId.writeDomain(call, id, removeDomain, request.customDomain) }
    },
    listCustomDomains: async (request, call) => {
      const id = permitted(call, request, reading)
      const queries = request.filters.map(({ filter: query }) => ({ query }))
      const { rows, pagination } = await byId.domains(id, { ...request, queries })
      return { domains: rows.map((row) => encodeCustomDomain(row, id)), pagination }
    },
    addTrustedDomain: async (request, call) => {
      const id = permitted(call, request, writing)
      return { creationDate: await byId.writeDomain(call, id, addTrustedDomain, request.trustedDomain) }
    },
    removeTrustedDomain: async (request, call) => {
      const id = permitted(call, request, writing)
      return { deletionDate: await byId.writeDomain(call, id, removeTrustedDomain, request.trustedDomain) }
    },
    listTrustedDomains: async (request, call) => {
      const id = permitted(call, request, reading)
      const queries = request.filters.map(({ filter: query }) => ({ query }))
      const { rows, pagination } = await byId.trustedDomains(id, { ...request, queries })
      return { trustedDomain: rows.map((row) => encodeTrusted(row, id)), pagination }
    },
  })
}

/** The permission that a method needs on the instance, and the one of the system that suffices if the message names it. */
interface Needed {
  readonly instance: string
  readonly system: string
}

const reading: Needed = { instance: 'iam.read', system: 'system.instance.read' }
const writing: Needed = { instance: 'iam.write', system: 'system.instance.write' }
const ofSystem = (permission: string): Needed => ({ instance: permission, system: permission })

/**
 * Returns the instance that a request means, if the caller has the permission there. The tokens of one instance are not valid on
 * another, so only system users reach one that is not the host's (platform notes §2).
 */
function permitted(call: Call, { instanceId: named }: { readonly instanceId: string }, needed: Needed) {
  const { principal, instance } = call
  const id: InstanceId = named === '' ? instance.id : instanceId(named)
  if (id !== instance.id && principal.kind !== 'system') throw new DomainError(foreignInstance)
  const reach = { instanceId: id }
  if (named !== '' && hasPermission(principal, needed.system, reach)) return id
  const missing = missingPermission(principal, needed.instance, reach)
  if (missing) throw new DomainError(missing)
  return id
}
