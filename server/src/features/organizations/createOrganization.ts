import type { Stream, Transaction } from '../../eventlog/types.ts'
import { accept, refuse } from '../../kernel/refusal.ts'
import { assignedRoles, memberEvents } from '../memberships/index.ts'
import { userFacet } from '../users/index.ts'
import { addOrganization } from './commands/addOrganization.ts'
import { orgFacet } from './state.ts'

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

/** A user of the new organization's own, made together with it. */
export interface AdminToCreate {
  readonly userId: string
  /** Appends the user, as one of the new organization's, to the same unit of work. */
  appendTo(tx: Transaction): Promise<void>
}

/** Who administers a new organization: a user that exists, or one that is created with it. */
export type NewAdmin = { readonly roles: readonly string[] } & (
  | { readonly kind: 'existing'; readonly userId: string }
  | { readonly kind: 'new'; readonly user: AdminToCreate }
)

/** What a new organization is to be. */
export interface NewOrganization {
  readonly name: string
  readonly orgId: string
  readonly domainSuffix: string
  readonly admins: readonly NewAdmin[]
}

/**
 * Creates an organization with its administrators inside a unit of work; without roles one becomes ORG_OWNER.
 * Its id must differ from the instance's: settings and policies are told apart by their owner's id.
 */
export async function createOrganization(tx: Transaction, input: NewOrganization): Promise<Stream> {
  accept(input.orgId === tx.instanceId ? idReserved : undefined)
  const org = await tx.load({ type: 'org', id: input.orgId })
  await tx.append(org, accept(addOrganization(org.state(orgFacet), input)), { owner: org.id })
  for (const admin of input.admins) {
    const roles = accept(assignedRoles(admin.roles.length === 0 ? ['ORG_OWNER'] : admin.roles, 'org'))
    const userId = admin.kind === 'new' ? admin.user.userId : admin.userId
    if (admin.kind === 'new') await admin.user.appendTo(tx)
    else await holdExisting(tx, userId)
    await tx.append(org, [memberEvents.org.added({ userId, roles })])
  }
  return org
}

/** The user must exist, and still exist when this commits. */
async function holdExisting(tx: Transaction, userId: string): Promise<void> {
  const user = await tx.load({ type: 'user', id: userId })
  accept(user.state(userFacet).kind === 'none' ? adminMissing : undefined)
  tx.guard(user)
}
