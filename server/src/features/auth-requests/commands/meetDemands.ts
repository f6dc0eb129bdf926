import type { AssuranceLevel } from '../../../access/assurance.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { AuthorizationRequest } from '../events.ts'
import { otherOrganization, otherUser } from '../refusals.ts'

/** What a session brings to a request. */
export interface Proved {
  readonly userId: string
  readonly userOrgId: string
  readonly level: AssuranceLevel
  /** ISO 8601: everything that the account demands was proved since; null if nothing was proved. */
  readonly provedAt: string | null
}

/** The members of a request that name users; each that is there must hold. */
export interface NamedUsers {
  readonly hintUserId?: string | undefined
  readonly demandedUserId?: string | undefined
  readonly demandedUserIds?: readonly string[] | undefined
}

/**
 * Whether a request may be answered for a user: never for another one than that of its ID token hint (OpenID Connect Core §3.1.2.2)
 * or its `sub` claim (§5.5.1) names.
 */
export function acceptsUser(named: NamedUsers, userId: string): boolean {
  const { hintUserId = userId, demandedUserId = userId, demandedUserIds = [userId] } = named
  return hintUserId === userId && demandedUserId === userId && demandedUserIds.includes(userId)
}

/** The user and organization that a request accepts. */
export function meetIdentity(request: AuthorizationRequest, proved: Proved): Refusal | undefined {
  if (request.organization !== undefined && request.organization !== proved.userOrgId) {
    return otherOrganization
  }
  return acceptsUser(request, proved.userId) ? undefined : otherUser
}

/**
 * The strength and age of authentication that a request demands: the level by app, project or an essential `acr` (OpenID Connect
 * Core §5.5.1.1), the age by `max_age` or `prompt=login`, both counted from the arrival of the request (§3.1.2.1).
 */
export function meetAssurance(
  request: AuthorizationRequest,
  addedAt: string,
  { level, provedAt }: Proved,
): Refusal | undefined {
  const { demandedLevel = 0, maxAge } = request
  if (level < demandedLevel) {
    return refuse(
      'auth_request.acr_unmet',
      'failed_precondition',
      `the application demands urn:sallyport:aal:${demandedLevel} and this session has urn:sallyport:aal:${level}; check another factor on the session`,
    )
  }
  if (maxAge === undefined) return undefined
  const oldest = Date.parse(addedAt) - maxAge * 1000
  if (provedAt !== null && Date.parse(provedAt) >= oldest) return undefined
  return refuse(
    'auth_request.auth_too_old',
    'failed_precondition',
    `the application demands factors that were checked after ${new Date(oldest).toISOString()}; check all that the account demands on the session again`,
  )
}
