import { DomainError, refuse } from '../kernel/refusal.ts'
import type { Call } from './call.ts'
import { hasPermission, isSelf, missingPermission } from './permission.ts'
import type { Membership } from './principal.ts'
import { rolePermissions } from './roles.ts'

/** A user whose credential a request sets. */
export interface CredentialHolder {
  /** The user's own organization. */
  readonly orgId: string
  readonly memberships: readonly Membership[]
  /** What the instance demands of callers; `contract` leaves it to the permission of the method. */
  readonly demand: CredentialDemand
}

/** The instance's setting: every right of the user, or no more than the contract's permission. */
export type CredentialDemand = 'held' | 'contract'

/** The reads that the rule needs. */
export interface CredentialRights {
  /** Returns undefined for an unknown user. */
  holder(instanceId: string, userId: string): Promise<CredentialHolder | undefined>
  /** Whether the person has proved themselves to the caller, who acts for them (a login). */
  vouches(call: Call, userId: string): Promise<boolean>
}

const tooWeak = refuse(
  'permission.credential_rights',
  'permission_denied',
  'this user has rights that you do not have, so you cannot set their credentials; ask somebody who has these rights',
)

/** The permission to give every role of a level: its holder could take the roles for themselves. */
const givesRoles = {
  system: undefined,
  instance: 'iam.member.write',
  org: 'org.member.write',
  project: 'project.member.write',
  project_grant: 'project.grant.member.write',
} as const

/**
 * Refuses callers that would set the credential of a user with more rights than their own, and so could act as that user
 * (ADR 27). Nobody needs a right for their own credentials. Strangers to the user are left to the method, which answers
 * them the same whatever the user has.
 */
export async function requireCredentialRights(
  on: CredentialRights,
  call: Call,
  userId: string,
): Promise<void> {
  const { principal, instance } = call
  if (isSelf(principal, userId)) return
  if (hasPermission(principal, givesRoles.instance, { instanceId: instance.id })) return
  const holder = await on.holder(instance.id, userId)
  if (holder === undefined || holder.demand === 'contract') return
  if (holder.memberships.every((membership) => covers(call, membership))) return
  const reach = { instanceId: instance.id, orgId: holder.orgId }
  if (missingPermission(principal, '', reach)?.kind === 'not_found') return
  if (await on.vouches(call, userId)) return
  throw new DomainError(tooWeak)
}

/** Whether the caller has every permission of a membership where it applies, or may give it. */
function covers({ principal, instance }: Call, { scope, aggregateId, orgId, roles }: Membership): boolean {
  const reach = {
    instanceId: instance.id,
    orgId: scope === 'org' ? aggregateId : orgId,
    ...(scope.startsWith('project') && { resourceId: aggregateId }),
  }
  const has = (permission: string) => hasPermission(principal, permission, reach)
  const giving = givesRoles[scope]
  if (giving !== undefined && has(giving)) return true
  return roles.flatMap((role) => [...(rolePermissions.get(role) ?? [])]).every(has)
}
