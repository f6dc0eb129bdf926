import type { DescMethod } from '@bufbuild/protobuf'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { missingPermission } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
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
import { instanceNotFound } from '../refusals.ts'
import { encodeBetaInstance, encodeCustomDomain, encodeTrusted } from './encode.ts'
import { instancesById } from './instancesById.ts'

/**
 * The instance that the message names. Only system users reach another instance than that of their
 * call's host, with the method's permission there; for others it does not exist.
 */
export const instanceServiceBeta = (deps: Deps) => {
  const byId = instancesById(deps)
  const write = (rpc: DescMethod, command: DomainCommand, request: NamedDomain, call: Call) =>
    byId.writeDomain(call, namedInstance(rpc, request, call), command, request.domain)
  const { method } = InstanceService

  return implement<typeof InstanceService, Call>(InstanceService, {
    getInstance: async (request, call) => ({
      instance: encodeBetaInstance(await byId.get(namedInstance(method.getInstance, request, call))),
    }),
    listInstances: async (request) => {
      const { rows, pagination } = await byId.list(request)
      return { instances: rows.map(encodeBetaInstance), pagination }
    },
    updateInstance: async (request, call) =>
      byId.rename(call, namedInstance(method.updateInstance, request, call), request.instanceName),
    deleteInstance: async (request, call) => {
      const { changedAt } = await byId.remove(call, namedInstance(method.deleteInstance, request, call))
      return { deletionDate: timestamp(changedAt) }
    },
    addCustomDomain: async (request, call) => ({
      creationDate: await write(method.addCustomDomain, addDomain, request, call),
    }),
    removeCustomDomain: async (request, call) => ({
      deletionDate: await write(method.removeCustomDomain, removeDomain, request, call),
    }),
    listCustomDomains: async (request, call) => {
      const id = namedInstance(method.listCustomDomains, request, call)
      const { rows, pagination } = await byId.domains(id, request)
      return { domains: rows.map((row) => encodeCustomDomain(row, id)), pagination }
    },
    addTrustedDomain: async (request, call) => ({
      creationDate: await write(method.addTrustedDomain, addTrustedDomain, request, call),
    }),
    removeTrustedDomain: async (request, call) => ({
      deletionDate: await write(method.removeTrustedDomain, removeTrustedDomain, request, call),
    }),
    listTrustedDomains: async (request, call) => {
      const id = namedInstance(method.listTrustedDomains, request, call)
      const { rows, pagination } = await byId.trustedDomains(id, request)
      return { trustedDomain: rows.map((row) => encodeTrusted(row, id)), pagination }
    },
  })
}

interface Named {
  readonly instanceId: string
}

interface NamedDomain extends Named {
  readonly domain: string
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
