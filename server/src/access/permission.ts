import { DomainError, type Refusal, refuse } from '../kernel/refusal.ts'
import type { Call } from './call.ts'
import type { Membership, Principal } from './principal.ts'
import { rolePermissions } from './roles.ts'

/** Where a permission is needed. Without `orgId` only memberships of the system and the instance apply. */
export interface Reach {
  readonly instanceId: string
  readonly orgId?: string | undefined
  /** The project or project grant of the call; roles held on one apply to it alone. */
  readonly resourceId?: string | undefined
}

const noMembership = refuse(
  'permission.membership_not_found',
  'not_found',
  'no membership was found; ask an administrator of this organization or instance for a role',
)
const insufficient = refuse(
  'permission.denied',
  'permission_denied',
  'your roles do not include the permission that this call needs',
)

/**
 * Returns the refusal if the principal lacks the permission there, else undefined: not_found without any membership in
 * that scope, permission_denied if its roles are too weak (platform notes §4).
 */
export function missingPermission(
  principal: Principal,
  permission: string,
  reach: Reach,
): Refusal | undefined {
  if (principal.kind === 'anonymous') return noMembership
  const memberships = principal.memberships.filter((membership) => reaches(membership, reach))
  if (memberships.length === 0) return noMembership
  const granted = memberships.some(
    (membership) =>
      (boundToResource(membership) ? membership.aggregateId === reach.resourceId : true) &&
      membership.roles.some((role) => rolePermissions.get(role)?.has(permission)),
  )
  return granted ? undefined : insufficient
}

/** Whether the principal has the permission there; says the same as `missingPermission`. */
export function hasPermission(principal: Principal, permission: string, reach: Reach): boolean {
  return missingPermission(principal, permission, reach) === undefined
}

/**
 * Throws the refusal unless the caller is the user `self` or has the permission in the organization that owns the
 * target.
 */
export function requirePermission(
  call: Pick<Call, 'principal' | 'instance'>,
  permission: string,
  target: { readonly orgId?: string | undefined; readonly self?: string | undefined },
): void {
  if (target.self !== undefined && isSelf(call.principal, target.self)) return
  const missing = missingPermission(call.principal, permission, {
    instanceId: call.instance.id,
    orgId: target.orgId,
  })
  if (missing) throw new DomainError(missing)
}

/** A user that a call is about. */
interface Subject {
  /** The organization that owns the user. */
  readonly orgId: string
  readonly self: string
}

/** Returns the refusal for strangers: callers that are neither the user nor hold any role that applies to it. */
function strangeness(call: Call, { orgId, self }: Subject): Refusal | undefined {
  if (isSelf(call.principal, self)) return undefined
  const missing = missingPermission(call.principal, '', { instanceId: call.instance.id, orgId })
  return missing?.kind === 'not_found' ? missing : undefined
}

/**
 * Refuses strangers before a user's state is read. Where the contract checks the state before the permission, the order
 * of refusals would reveal people of other organizations.
 */
export function refuseStrangers(call: Call, subject: Subject): void {
  const refusal = strangeness(call, subject)
  if (refusal) throw new DomainError(refusal)
}

/** Whether the principal is this user; a system user is nobody's self. */
export function isSelf(principal: Principal, userId: string): boolean {
  return principal.kind === 'user' && principal.userId === userId
}

function boundToResource(membership: Membership): boolean {
  return membership.scope === 'project' || membership.scope === 'project_grant'
}

function reaches(membership: Membership, reach: Reach): boolean {
  switch (membership.scope) {
    case 'system':
      return true
    case 'instance':
      return membership.aggregateId === reach.instanceId
    case 'org':
      return reach.orgId !== undefined && membership.aggregateId === reach.orgId
    case 'project':
    case 'project_grant':
      return reach.orgId !== undefined && membership.orgId === reach.orgId
  }
}
