import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { newId, type OrgId, orgId } from '../../../kernel/ids.ts'
import { whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { listDomains, listMetadata, type OwnedSearch } from '../queries.ts'
import { orgNotFound } from '../refusals.ts'
import { writeNewOrganization } from '../writes/createOrganization.ts'
import { deactivate, reactivate, remove, rename } from '../writes/writeOrganization.ts'
import { type AdminMessage, decodeAdmins } from './decode.ts'

/** An organization to create, as a message describes it. */
interface NewMessage {
  readonly id: string | undefined
  readonly name: string
  readonly admins: readonly AdminMessage[]
}

/** A search within one organization, as a message describes it. */
type OwnedMessage = Omit<OwnedSearch, 'page'> & {
  readonly pagination: Parameters<typeof paginationPage>[0]
}

/** The methods on one organization that v2 and v2beta share; only their messages differ. Each checks its permission there. */
export const organizationsById = (deps: Deps) => {
  const search = (call: Call, id: string, { pagination, ...wanted }: OwnedMessage) => {
    const org = { instanceId: call.instance.id, orgId: permitted(call, 'org.read', id) }
    return { org, wanted: { ...wanted, page: paginationPage(pagination) } }
  }

  return {
    async create(call: Call, { id: wanted, name, admins: described }: NewMessage) {
      const id = writable(call, wanted || newId())
      const admins = await decodeAdmins(deps, call, id, described)
      return { id, admins, org: await writeNewOrganization(deps, call, { orgId: id, name, admins }) }
    },

    async rename(call: Call, id: string, name: string) {
      return changeDate(await rename(deps, call, writable(call, id), name))
    },

    /** One that does not exist is removed already. */
    async remove(call: Call, id: string) {
      const removing = remove(deps, call, permitted(call, 'org.delete', id))
      const removed = await whereItExists(removing, orgNotFound.code)
      return removed ? { deletionDate: timestamp(removed.changedAt) } : {}
    },

    async deactivate(call: Call, id: string) {
      return changeDate(await deactivate(deps, call, writable(call, id)))
    },

    async activate(call: Call, id: string) {
      return changeDate(await reactivate(deps, call, writable(call, id)))
    },

    async domains(call: Call, id: string, message: OwnedMessage) {
      const { org, wanted } = search(call, id, message)
      const { rows, total } = await listDomains(deps.database, org, wanted)
      return { rows, pagination: paginated(total, wanted.page.limit) }
    },

    async metadata(call: Call, id: string, message: OwnedMessage) {
      const { org, wanted } = search(call, id, message)
      const { rows, total } = await listMetadata(deps.database, org, wanted)
      return { rows, pagination: paginated(total, wanted.page.limit) }
    },
  }
}

/** Returns the id of an organization if the caller may write it; else throws the refusal. */
export function writable(call: Call, id: string): OrgId {
  return permitted(call, 'org.write', id)
}

function permitted(call: Call, permission: string, id: string): OrgId {
  requirePermission(call, permission, { orgId: id })
  return orgId(id)
}
