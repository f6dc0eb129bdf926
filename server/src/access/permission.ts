import { DomainError, type Refusal, refuse } from '../kernel/refusal.ts'
import type { Call } from './call.ts'
import type { Membership, Principal, UserPrincipal } from './principal.ts'
import { rolePermissions } from './roles.ts'

/** Where a permission is needed. Without `orgId` only memberships of the system and the instance apply. */
export interface Reach {
  readonly instanceId: string
  readonly orgId?: string | undefined
  /** The project, or the project and its grant, of the call; roles held on one apply to it alone. */
  readonly resourceId?: string | readonly string[] | undefined
  /** Roles held on any project or grant apply, because the handler checks the permission again for the one it finds. */
  readonly anyResource?: boolean | undefined
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
      (!boundToResource(membership) || isNamed(membership.aggregateId, reach)) &&
      gives(membership, permission),
  )
  return granted ? undefined : insufficient
}

/** Whether the principal has the permission there; says the same as `missingPermission`. */
export function hasPermission(principal: Principal, permission: string, reach: Reach): boolean {
  return missingPermission(principal, permission, reach) === undefined
}

/** What a call is about, as far as rights depend on it. */
type Target = Omit<Reach, 'instanceId'> & {
  readonly self?: string | undefined
  /** The refusal of an unknown id, which strangers get too: they cannot tell which ids exist. */
  readonly unknown?: Refusal
}

/**
 * Throws the refusal unless the caller is the user `self` or has the permission in the organization that owns the
 * target.
 */
export function requirePermission(
  call: Pick<Call, 'principal' | 'instance'>,
  permission: string,
  target: Target,
): void {
  if (target.self !== undefined && isSelf(call.principal, target.self)) return
  const missing = missingPermission(call.principal, permission, {
    instanceId: call.instance.id,
    orgId: target.orgId,
    resourceId: target.resourceId,
  })
  if (missing) throw new DomainError((missing.kind === 'not_found' && target.unknown) || missing)
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

const callerNotAUser = refuse(
  'caller.not_a_user',
  'not_found',
  'this concerns the account of the caller, who is no user of this instance; use the token of a user',
)

/** Returns the caller as a user, whose own data a call is about; throws for callers without an account. */
export function callingUser({ principal }: Pick<Call, 'principal'>): UserPrincipal {
  if (principal.kind !== 'user') throw new DomainError(callerNotAUser)
  return principal
}

/** Whether the principal is this user; a system user is nobody's self. */
export function isSelf(principal: Principal, userId: string): boolean {
  return principal.kind === 'user' && principal.userId === userId
}

/** Where a principal has a permission: on all of the instance, or in these organizations and on these projects and grants. */
export type Reached =
  | 'all'
  | {
      readonly orgs: readonly string[]
      readonly projects: readonly string[]
      readonly grants: readonly string[]
    }

/** Returns where the principal has the permission, for lists that leave out the rows that it must not read. */
export function reachOf(principal: Principal, permission: string, instanceId: string): Reached {
  if (principal.kind === 'anonymous') return { orgs: [], projects: [], grants: [] }
  const giving = principal.memberships.filter((membership) => gives(membership, permission))
  if (giving.some(({ scope }) => scope === 'system' || scope === 'instance')) {
    if (hasPermission(principal, permission, { instanceId })) return 'all'
  }
  const of = (wanted: Membership['scope']) =>
    giving.filter(({ scope }) => scope === wanted).map(({ aggregateId }) => aggregateId)
  return { orgs: of('org'), projects: of('project'), grants: of('project_grant') }
}

function gives({ roles }: Membership, permission: string): boolean {
  return roles.some((role) => rolePermissions.get(role)?.has(permission))
}

function isNamed(aggregateId: string, { resourceId, anyResource }: Reach): boolean {
  if (anyResource) return true
  return typeof resourceId === 'string'
    ? resourceId === aggregateId
    : resourceId?.includes(aggregateId) === true
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
      return reach.orgId !== undefined && membership.orgId === reach.orgId
    case 'project_grant':
      return (
        reach.orgId !== undefined &&
        (membership.orgId === reach.orgId || membership.ownerOrgId === reach.orgId)
      )
  }
}
