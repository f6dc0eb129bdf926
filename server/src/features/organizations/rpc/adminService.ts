import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { newId, orgId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import { prepareHuman } from '../../accounts/index.ts'
import type { Deps } from '../../manifest.ts'
import { domainPolicy } from '../../settings/index.ts'
import { getOrganization, isUnique, listOrganizations } from '../queries.ts'
import { writeNewOrganization } from '../writes/createOrganization.ts'
import { remove, setDefault } from '../writes/writeOrganization.ts'
import { decodeFirstAdmin, decodeSearch } from './decode.ts'
import { encodeOrg } from './encode.ts'

const nothingAsked = refuse(
  'organizations.nothing_asked',
  'invalid_argument',
  'the request names neither a name nor a domain; name at least one',
)
const noOwner = refuse(
  'organizations.no_owner',
  'invalid_argument',
  'the request lacks the organization or its first administrator; name both',
)

/** All organizations of the instance. */
export const adminService = (deps: Deps) =>
  implement<typeof AdminService, Call>(AdminService, {
    async getOrgByID({ id }, call) {
      return { org: encodeOrg(await getOrganization(deps.database, call.instance.id, orgId(id))) }
    },

    async getDefaultOrg(_, { instance }) {
      return { org: encodeOrg(await getOrganization(deps.database, instance.id, instance.defaultOrgId)) }
    },

    async setDefaultOrg(request, call) {
      return { details: changedV1(await setDefault(deps, call, orgId(request.orgId))) }
    },

    async listOrgs(request, call) {
      const wanted = decodeSearch(request)
      const { rows, total } = await listOrganizations(deps.database, call.instance, 'all', wanted)
      const { sortingColumn } = request
      return { details: listDetailsV1(total, call.now), sortingColumn, result: rows.map(encodeOrg) }
    },

    async isOrgUnique({ name, domain }, call) {
      if (name.trim() === '' && domain.trim() === '') throw new DomainError(nothingAsked)
      return { isUnique: await isUnique(deps.database, call.instance.id, name, domain) }
    },

    async setUpOrg({ org, user, roles }, call) {
      if (org === undefined || user.case === undefined) throw new DomainError(noOwner)
      const id = orgId(newId())
      const { validateOrgDomains: proofRequired } = await domainPolicy(deps.database, call.instance.id, '')
      const admin = await prepareHuman(deps, call, id, decodeFirstAdmin(user.value))
      const written = await writeNewOrganization(deps, call, {
        name: org.name,
        orgId: id,
        admins: [{ kind: 'new', user: admin, roles }],
        domain: org.domain === '' ? undefined : { domain: org.domain, proofRequired },
      })
      return { details: addedV1(written), orgId: id, userId: admin.userId }
    },

    async removeOrg(request, call) {
      return { details: changedV1(await remove(deps, call, orgId(request.orgId))) }
    },
  })
