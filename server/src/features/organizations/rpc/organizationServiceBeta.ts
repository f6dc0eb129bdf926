import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { paginationPage } from '../../../contract/listQuery.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { createOrganization } from '../createOrganization.ts'
import { findOrganization, listOrganizations, visibleOrganizations } from '../queries.ts'
import { deactivate, reactivate, remove, rename } from '../writes/organizationWrites.ts'
import { decodeAdmin } from './decodeAdmin.ts'
import { encodeBetaOrganization, encodeCreatedAdmin } from './encode.ts'

const sorts = ['none', 'name', 'created'] as const

/** Organizations of the instance by id, as the second generation's beta offered them. */
export const organizationServiceBeta = (deps: Deps) =>
  implement<typeof OrganizationService, Call>(OrganizationService, {
    async createOrganization(request, call) {
      const orgId = request.id || newId()
      requirePermission(call, 'org.write', { orgId })
      const admins = await Promise.all(request.admins.map((admin) => decodeAdmin(deps, call, orgId, admin)))
      const written = await deps.log.transact(writing(call), { type: 'org', id: orgId }, (tx) =>
        createOrganization(tx, { name: request.name, orgId, domainSuffix: call.origin.domain, admins }),
      )
      return {
        creationDate: timestamp(written.result.createdAt),
        id: orgId,
        organizationAdmins: admins.map((admin) => ({ OrganizationAdmin: encodeAdmin(admin) })),
      }
    },

    async updateOrganization({ id, name }, call) {
      requirePermission(call, 'org.write', { orgId: id })
      return { changeDate: timestamp((await rename(deps, call, id, name)).changedAt) }
    },

    async listOrganizations(request, call) {
      const page = paginationPage(request.pagination)
      const { rows, total } = await listOrganizations(deps.database, {
        instanceId: call.instance.id,
        defaultOrgId: call.instance.defaultOrgId,
        visible: visibleOrganizations(call.principal, call.instance.id),
        queries: request.filter.map(({ filter }) => ({ query: filter })),
        sort: sorts[request.sortingColumn] ?? 'none',
        page,
      })
      return {
        pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
        organizations: rows.map(encodeBetaOrganization),
      }
    },

    async deleteOrganization({ id }, call) {
      requirePermission(call, 'org.delete', { orgId: id })
      if ((await findOrganization(deps.database, call.instance.id, id)) === undefined) return {}
      return { deletionDate: timestamp((await remove(deps, call, id)).changedAt) }
    },

    async deactivateOrganization({ id }, call) {
      requirePermission(call, 'org.write', { orgId: id })
      return { changeDate: timestamp((await deactivate(deps, call, id)).changedAt) }
    },

    async activateOrganization({ id }, call) {
      requirePermission(call, 'org.write', { orgId: id })
      return { changeDate: timestamp((await reactivate(deps, call, id)).changedAt) }
    },
  })

function encodeAdmin(admin: Awaited<ReturnType<typeof decodeAdmin>>) {
  return admin.created
    ? { case: 'createdAdmin' as const, value: encodeCreatedAdmin(admin.created) }
    : { case: 'assignedAdmin' as const, value: { userId: admin.kind === 'existing' ? admin.userId : '' } }
}
