import { missingPermission } from '../../access/permission.ts'
import type { Membership, UserPrincipal } from '../../access/principal.ts'
import { orgId, userId } from '../../kernel/ids.ts'

/** A user who acts, or for whom another one acts. */
export interface ActingParty {
  readonly userId: string
  readonly orgId: string
  readonly memberships: readonly Membership[]
}

/**
 * Returns the permission that an actor lacks to act for a user; undefined if it may (oidc notes §5): `impersonation` in the user's
 * organization; for administrators `admin.impersonation`, and for those of the instance on the instance.
 */
export function lackedToActFor(
  instanceId: string,
  subject: Pick<ActingParty, 'orgId' | 'memberships'>,
  actor: ActingParty,
): string | undefined {
  const principal: UserPrincipal = {
    kind: 'user',
    userId: userId(actor.userId),
    orgId: orgId(actor.orgId),
    machine: false,
    token: { kind: 'access_token', id: '' },
    memberships: actor.memberships,
  }
  const isAdministrator = subject.memberships.length > 0
  const ofInstance = subject.memberships.some(({ scope }) => scope === 'instance' || scope === 'system')
  const permission = isAdministrator ? 'admin.impersonation' : 'impersonation'
  const reach = ofInstance ? { instanceId } : { instanceId, orgId: subject.orgId }
  return missingPermission(principal, permission, reach) && permission
}

/** The present state of what acting for a user depends on, apart from the leans. */
export interface ActingFacts {
  readonly instanceId: string
  /** Whether the instance allows impersonation. */
  readonly allowed: boolean
  /** The user, then the parties that act, the current one first. A user who is gone has no memberships. */
  readonly parties: readonly ActingParty[]
}

/**
 * Whether all acting parties of a token may still act. One that acts through another acts for the user or for a party between them;
 * the token does not say which, so either is enough.
 */
export function mayStillAct({ instanceId, allowed, parties }: ActingFacts): boolean {
  const mayAct = (actor: ActingParty, at: number) =>
    parties.slice(0, at + 1).some((subject) => lackedToActFor(instanceId, subject, actor) === undefined)
  return allowed && parties.slice(1).every(mayAct)
}
