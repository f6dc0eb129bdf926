import type { OrgId, SessionId, UserId } from '../kernel/ids.ts'
import type { AssuranceInput } from './assurance.ts'
import type { RoleScope } from './roles.ts'

/** Roles held on the system, an instance, an organization, a project or a project grant. */
export interface Membership {
  readonly scope: RoleScope
  /** The id of the instance, organization, project or grant; '' for the system. */
  readonly aggregateId: string
  readonly roles: readonly string[]
  /** For projects and project grants: the organization that owns the project or was given the grant. */
  readonly orgId?: OrgId
  /** For project grants: the organization that owns the project. */
  readonly ownerOrgId?: OrgId | null
}

/** A person or a machine with a token of this instance. */
export interface UserPrincipal {
  readonly kind: 'user'
  readonly userId: UserId
  /** The user's own organization. */
  readonly orgId: OrgId
  readonly machine: boolean
  readonly token: {
    /** The name of the kind of credential. */
    readonly kind: string
    readonly id: string
    readonly sessionId?: SessionId
    /** The project of the application that the token was issued to. */
    readonly projectId?: string
    /** ISO 8601; for tokens of machines only: of an access token, when the credential by which it was fetched ends. */
    readonly expiresAt?: string
  }
  /** Everything that decides about the assurance of a person's session or access token. */
  readonly assurance?: AssuranceInput
  /** Fingerprint id of the user agent of the token's session, when it has one. */
  readonly userAgentId?: string
  readonly memberships: readonly Membership[]
}

/** A caller configured with `SALLYPORT_SYSTEM_API_USERS`; belongs to no instance. */
export interface SystemPrincipal {
  readonly kind: 'system'
  readonly name: string
  readonly memberships: readonly Membership[]
}

/** No token was needed or sent. */
export interface AnonymousPrincipal {
  readonly kind: 'anonymous'
}

/** The caller of a request. */
export type Principal = UserPrincipal | SystemPrincipal | AnonymousPrincipal

/** Returns the name that events record as their creator. */
export function creatorOf(principal: Principal): string {
  if (principal.kind === 'user') return principal.userId
  return principal.kind === 'system' ? principal.name : 'anonymous'
}
