import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { creatorOf } from '../../../access/principal.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { newId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { createOrganization, type NewAdmin } from '../createOrganization.ts'
import { findOrganization, findOrganizationByDomain, type OrgRow } from '../queries.ts'
import { orgNotFound } from '../refusals.ts'
import { deactivate, reactivate, remove, rename } from '../writes/organizationWrites.ts'
import { encodeOrg } from './encode.ts'

/** The context organization: its making, its state, its end. */
export const managementService = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async getMyOrg(_, call) {
      return { org: encodeOrg(found(await findOrganization(deps.database, call.instance.id, call.orgId))) }
    },

    async getOrgByDomainGlobal({ domain }, call) {
      return {
        org: encodeOrg(found(await findOrganizationByDomain(deps.database, call.instance.id, domain))),
      }
    },

    async addOrg({ name }, call) {
      const orgId = newId()
      const written = await deps.log.transact(writing(call), { type: 'org', id: orgId }, (tx) =>
        createOrganization(tx, {
          name,
          orgId,
          domainSuffix: call.origin.domain,
          admins: callerAsOwner(call),
        }),
      )
      return { id: written.result.id, details: addedV1(written.result) }
    },

    async updateOrg({ name }, call) {
      return { details: changedV1(await rename(deps, call, call.orgId, name)) }
    },

    async deactivateOrg(_, call) {
      return { details: changedV1(await deactivate(deps, call, call.orgId)) }
    },

    async reactivateOrg(_, call) {
      return { details: changedV1(await reactivate(deps, call, call.orgId)) }
    },

    async removeOrg(_, call) {
      return { details: changedV1(await remove(deps, call, call.orgId)) }
    },
  })

/** A system user is nobody's member. */
function callerAsOwner({ principal }: Call): readonly NewAdmin[] {
  return principal.kind === 'user'
    ? [{ kind: 'existing', userId: creatorOf(principal), roles: ['ORG_OWNER'] }]
    : []
}

/** The row, or not_found. */
export function found(row: OrgRow | undefined): OrgRow {
  if (row === undefined) throw new DomainError(orgNotFound)
  return row
}
