import { SystemService } from '@sallyport/contract/zitadel/system_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { instanceId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { addDomain, type DomainCommand, removeDomain, setPrimaryDomain } from '../commands/changeDomains.ts'
import { renameInstance } from '../commands/changeInstance.ts'
import { domainExists, listDomains, listInstances, requireInstance } from '../queries.ts'
import { type CreatedInstance, createInstance } from '../writes/createInstance.ts'
import { removeInstance, writeDomain, writeInstance } from '../writes/writeInstance.ts'
import { decodeAdd, decodeCreate } from './decode.ts'
import { encodeDomain, encodeInstance, encodeList } from './encode.ts'

interface NamedDomain {
  readonly instanceId: string
  readonly domain: string
}

/** Instances as the operator of the system sees them; each request names its instance in the message. */
export const systemService = (deps: Deps) => {
  const write = (command: DomainCommand, named: NamedDomain, call: Call) =>
    writeDomain(deps, call, instanceId(named.instanceId), command, named.domain)

  return implement<typeof SystemService, Call>(SystemService, {
    healthz: async () => ({}),
    listInstances: async (request, call) => {
      const page = listQueryPage(request.query)
      const found = await listInstances(deps.database, { ...request, page })
      return encodeList(request, call, found, encodeInstance)
    },
    getInstance: async (request) => ({
      instance: encodeInstance(await requireInstance(deps.database, instanceId(request.instanceId))),
    }),
    createInstance: async (request, call) => {
      const created = await createInstance(deps, writing(call), decodeCreate(deps.config, request, call.now))
      return {
        instanceId: created.instanceId,
        details: createdDetails(created),
        pat: created.machine?.token ?? '',
        machineKey: created.machine?.key ?? new Uint8Array(),
      }
    },
    addInstance: async (request, call) => {
      const created = await createInstance(deps, writing(call), decodeAdd(deps.config, request))
      return { instanceId: created.instanceId, details: createdDetails(created) }
    },
    updateInstance: async (request, call) => {
      const stream = await writeInstance(deps, call, instanceId(request.instanceId), (instance) =>
        renameInstance(instance, request.instanceName),
      )
      return { details: changedV1(stream) }
    },
    removeInstance: async (request, call) => {
      const system = await removeInstance(deps, call, instanceId(request.instanceId))
      return { details: { ...changedV1(system), resourceOwner: request.instanceId } }
    },
    existsDomain: async ({ domain }) => ({ exists: await domainExists(deps.database, domain) }),
    listDomains: async (request, call) => {
      const id = instanceId(request.instanceId)
      const page = listQueryPage(request.query)
      const found = await listDomains(deps.database, id, { ...request, page })
      return encodeList(request, call, found, (row) => encodeDomain(row, id))
    },
    addDomain: async (request, call) => ({ details: addedV1(await write(addDomain, request, call)) }),
    removeDomain: async (request, call) => ({ details: changedV1(await write(removeDomain, request, call)) }),
    setPrimaryDomain: async (request, call) => ({
      details: changedV1(await write(setPrimaryDomain, request, call)),
    }),
  })
}

function createdDetails({ stream, orgId }: CreatedInstance) {
  return { ...addedV1(stream), resourceOwner: orgId }
}
