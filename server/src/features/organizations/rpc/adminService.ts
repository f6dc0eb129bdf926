import type { MessageShape } from '@bufbuild/protobuf'
import { AdminService, type SetUpOrgRequest_HumanSchema } from '@zitadel/proto/zitadel/admin_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { orgId as brandOrg, newId } from '../../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import { type HumanInput, prepareHuman } from '../../accounts/index.ts'
import type { Deps } from '../../manifest.ts'
import { domainPolicy } from '../../settings/index.ts'
import { addDomain } from '../commands/domains.ts'
import { createOrganization } from '../createOrganization.ts'
import { orgDomainsFacet } from '../domainState.ts'
import { findOrganization, isUnique, listOrganizations } from '../queries.ts'
import { orgFacet } from '../state.ts'
import { remove, setDefault } from '../writes/organizationWrites.ts'
import { encodeOrg } from './encode.ts'
import { found } from './managementService.ts'

const nothingAsked = refuse(
  'organizations.nothing_asked',
  'invalid_argument',
  'name what is to be unique: a name or a domain',
)
const noOwner = refuse(
  'organizations.no_owner',
  'invalid_argument',
  'a new organization needs its first person and a name',
)

/** All organizations of the instance. */
export const adminService = (deps: Deps) =>
  implement<typeof AdminService, Call>(AdminService, {
    async getOrgByID({ id }, call) {
      return { org: encodeOrg(found(await findOrganization(deps.database, call.instance.id, id))) }
    },

    async getDefaultOrg(_, call) {
      const { id, defaultOrgId } = call.instance
      return { org: encodeOrg(found(await findOrganization(deps.database, id, defaultOrgId))) }
    },

    async setDefaultOrg({ orgId }, call) {
      return { details: changedV1(await setDefault(deps, call, orgId)) }
    },

    async listOrgs(request, call) {
      const { rows, total } = await listOrganizations(deps.database, {
        instanceId: call.instance.id,
        defaultOrgId: call.instance.defaultOrgId,
        visible: 'all',
        queries: request.queries,
        sort: request.sortingColumn === 1 ? 'name' : 'none',
        page: listQueryPage(request.query),
      })
      const { sortingColumn } = request
      return { details: listDetailsV1(total, call.now), sortingColumn, result: rows.map(encodeOrg) }
    },

    async isOrgUnique({ name, domain }, call) {
      if (name.trim() === '' && domain.trim() === '') throw new DomainError(nothingAsked)
      return { isUnique: await isUnique(deps.database, call.instance.id, name, domain) }
    },

    async setUpOrg({ org, user, roles }, call) {
      if (org === undefined || user.case === undefined) throw new DomainError(noOwner)
      const orgId = brandOrg(newId())
      const { validateOrgDomains } = await domainPolicy(deps.database, call.instance.id, '')
      const admin = await prepareHuman(deps, call, orgId, decodeHuman(user.value))
      const written = await deps.log.transact(writing(call), { type: 'org', id: orgId }, async (tx) => {
        const admins = [{ kind: 'new', user: admin, roles }] as const
        const stream = await createOrganization(tx, {
          name: org.name,
          orgId,
          domainSuffix: call.origin.domain,
          admins,
        })
        if (org.domain === '') return stream
        const input = { domain: org.domain, proofRequired: validateOrgDomains }
        await tx.append(
          stream,
          accept(addDomain(stream.state(orgFacet), stream.state(orgDomainsFacet), input)),
        )
        return stream
      })
      return { details: addedV1(written.result), orgId, userId: admin.userId }
    },

    async removeOrg({ orgId }, call) {
      return { details: changedV1(await remove(deps, call, orgId)) }
    },
  })

const genders = ['unspecified', 'female', 'male', 'diverse'] as const

function decodeHuman(human: MessageShape<typeof SetUpOrgRequest_HumanSchema>): HumanInput {
  const { profile, email, phone, password } = human
  return {
    username: human.userName || undefined,
    profile: {
      givenName: profile?.firstName ?? '',
      familyName: profile?.lastName ?? '',
      nickName: profile?.nickName ?? '',
      displayName: profile?.displayName ?? '',
      language: profile?.preferredLanguage || 'und',
      gender: genders[profile?.gender ?? 0] ?? 'unspecified',
    },
    email: { address: email?.email ?? '', verification: verification(email?.isEmailVerified) },
    phone: phone?.phone
      ? { number: phone.phone, verification: verification(phone.isPhoneVerified) }
      : undefined,
    password: password ? { kind: 'plain', password, changeRequired: true } : undefined,
  }
}

function verification(verified: boolean | undefined): HumanInput['email']['verification'] {
  return verified ? { case: 'isVerified', value: true } : { case: undefined }
}
