import type { DescMethod } from '@bufbuild/protobuf'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { missingPermission } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { methodPermission } from '../../../contract/methodPermission.ts'
import { type InstanceId, instanceId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import {
  addDomain,
  addTrustedDomain,
  type DomainCommand,
  removeDomain,
  removeTrustedDomain,
} from '../commands/changeDomains.ts'
import { renameInstance } from '../commands/changeInstance.ts'
import { listDomains, listInstances, listTrustedDomains, requireInstance } from '../queries.ts'
import { instanceNotFound } from '../refusals.ts'
import { removeInstance, writeDomain, writeInstance } from '../writes/writeInstance.ts'
import { encodeBetaDomain, encodeBetaInstance, encodeBetaTrustedDomain } from './encode.ts'

/**
 * The instance that the message names. Only system users reach another instance than that of their
 * call's host, with the method's permission there; for others it does not exist.
 */
export const instanceService = (deps: Deps) => {
  const write = async (
    rpc: DescMethod,
    command: DomainCommand,
    request: Named & { readonly domain: string },
    call: Call,
  ) =>
    timestamp(
      (await writeDomain(deps, call, namedInstance(rpc, request, call), command, request.domain)).changedAt,
    )
  const existing = async (rpc: DescMethod, request: Named, call: Call) =>
    (await requireInstance(deps.database, namedInstance(rpc, request, call))).instance_id
  const { method } = InstanceService

  return implement<typeof InstanceService, Call>(InstanceService, {
    getInstance: async (request, call) => ({
      instance: encodeBetaInstance(
        await requireInstance(deps.database, namedInstance(method.getInstance, request, call)),
      ),
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
    updateInstance: async (request, call) => {
      const id = namedInstance(method.updateInstance, request, call)
      const { changedAt } = await writeInstance(deps, call, id, (instance) =>
        renameInstance(instance, request.instanceName),
      )
      return { changeDate: timestamp(changedAt) }
    },
    deleteInstance: async (request, call) => {
      const id = namedInstance(method.deleteInstance, request, call)
      const { changedAt } = await removeInstance(deps, call, id)
      return { deletionDate: timestamp(changedAt) }
    },
    addCustomDomain: async (request, call) => ({
      creationDate: await write(method.addCustomDomain, addDomain, request, call),
    }),
    removeCustomDomain: async (request, call) => ({
      deletionDate: await write(method.removeCustomDomain, removeDomain, request, call),
    }),
    listCustomDomains: async (request, call) => {
      const id = await existing(method.listCustomDomains, request, call)
      const page = paginationPage(request.pagination)
      const { rows, total } = await listDomains(deps.database, id, { ...request, page })
      const domains = rows.map((row) => encodeBetaDomain(row, id))
      return { domains, pagination: paginated(total, page.limit) }
    },
    addTrustedDomain: async (request, call) => ({
      creationDate: await write(method.addTrustedDomain, addTrustedDomain, request, call),
    }),
    removeTrustedDomain: async (request, call) => ({
      deletionDate: await write(method.removeTrustedDomain, removeTrustedDomain, request, call),
    }),
    listTrustedDomains: async (request, call) => {
      const id = await existing(method.listTrustedDomains, request, call)
      const page = paginationPage(request.pagination)
      const { rows, total } = await listTrustedDomains(deps.database, id, { ...request, page })
      const trustedDomain = rows.map((row) => encodeBetaTrustedDomain(row, id))
      return { trustedDomain, pagination: paginated(total, page.limit) }
    },
  })
}

interface Named {
  readonly instanceId: string
}

function namedInstance(
  rpc: DescMethod,
  { instanceId: named }: Named,
  { principal, instance }: Call,
): InstanceId {
  if (named === instance.id) return instance.id
  const permission = methodPermission(rpc)?.permission ?? ''
  const foreign =
    principal.kind !== 'system' || missingPermission(principal, permission, { instanceId: named })
  if (foreign) throw new DomainError(instanceNotFound)
  return instanceId(named)
}
