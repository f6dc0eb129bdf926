import { type Call, writing } from '../../../access/call.ts'
import { assignableRoles } from '../../../access/roles.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { OrgId, UserId } from '../../../kernel/ids.ts'
import { accept, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { assignedRoles, memberEvents } from '../../memberships/index.ts'
import { userFacet } from '../../users/index.ts'
import { addOrganization } from '../commands/addOrganization.ts'
import { addDomain } from '../commands/domains.ts'
import { orgDomainsFacet } from '../domainState.ts'
import { orgFacet } from '../state.ts'

const adminMissing = refuse(
  'organizations.admin_missing',
  'failed_precondition',
  'a user who is to administer the organization does not exist; create it first',
)
const idReserved = refuse(
  'organizations.id_reserved',
  'already_exists',
  'this id is the instance’s own; choose another id',
)

/** A user of the new organization, created together with it. */
export interface AdminToCreate {
  readonly userId: UserId
  /** Appends the user to the same unit of work. */
  appendTo(tx: Transaction): Promise<unknown>
}

/** An administrator of a new organization: a user that exists, or one that is created with it. */
export type NewAdmin<User extends AdminToCreate = AdminToCreate> = { readonly roles: readonly string[] } & (
  | { readonly kind: 'existing'; readonly userId: UserId }
  | { readonly kind: 'new'; readonly user: User }
)

/** An organization to add, with its first administrators. */
export interface NewOrganization {
  readonly name: string
  readonly orgId: OrgId
  readonly admins: readonly NewAdmin[]
  /** Added besides the generated domain. */
  readonly domain?: Parameters<typeof addDomain>[2] | undefined
}

/** Creates an organization in a unit of work of its own. */
export function writeNewOrganization({ log }: Deps, call: Call, input: NewOrganization): Promise<Stream> {
  const domainSuffix = call.origin.domain
  return workOn(log, writing(call), { type: 'org', id: input.orgId }, (_, tx) =>
    createOrganization(tx, { ...input, domainSuffix }),
  )
}

/**
 * Creates an organization with its administrators inside a unit of work; one without roles becomes ORG_OWNER.
 * Its id must differ from the instance's, because settings and policies are distinguished by their owner's id.
 */
export async function createOrganization(
  tx: Transaction,
  input: NewOrganization & { readonly domainSuffix: string },
): Promise<Stream> {
  accept(input.orgId === tx.instanceId ? idReserved : undefined)
  const org = await tx.load({ type: 'org', id: input.orgId })
  await tx.append(org, accept(addOrganization(org.state(orgFacet), input)), { owner: org.id })
  for (const admin of input.admins) {
    const wanted = admin.roles.length === 0 ? ['ORG_OWNER'] : admin.roles
    const roles = accept(assignedRoles(wanted, assignableRoles('org')))
    const userId = admin.kind === 'new' ? admin.user.userId : admin.userId
    if (admin.kind === 'new') await admin.user.appendTo(tx)
    else await guardExisting(tx, admin.userId)
    await tx.append(org, [memberEvents.org.added({ userId, roles })])
  }
  if (input.domain !== undefined) {
    await tx.append(org, accept(addDomain(org.state(orgFacet), org.state(orgDomainsFacet), input.domain)))
  }
  return org
}

/** Refuses a user that does not exist; the commit fails with a conflict if it is removed meanwhile. */
async function guardExisting(tx: Transaction, userId: UserId): Promise<void> {
  const user = await tx.load({ type: 'user', id: userId })
  accept(user.state(userFacet).kind === 'none' ? adminMissing : undefined)
  tx.guard(user)
}
