import { loginCreator } from '../kernel/creators.ts'
import { orgId as brandedOrg, type OrgId, type SessionId, type UserId } from '../kernel/ids.ts'
import type { Call } from './call.ts'
import type { Principal, SystemPrincipal } from './principal.ts'

/** Whether a principal is the login of our own pages. */
export function isLogin(principal: Principal): boolean {
  return principal.kind === 'system' && principal.name === loginCreator
}

/**
 * Returns the call of the login of our own pages, with the role of a login client on this instance alone. `orgId` is the
 * organization context, if a page has one.
 */
export function loginCall(call: Call, orgId?: OrgId): Call {
  const principal: SystemPrincipal = {
    kind: 'system',
    name: loginCreator,
    memberships: [{ scope: 'instance', aggregateId: call.instance.id, roles: ['IAM_LOGIN_CLIENT'] }],
  }
  return { ...call, principal, orgId: orgId ?? brandedOrg(''), orgFromHeader: orgId !== undefined }
}

/** A person on a page of ours, by the session that their browser holds. */
export interface PagePerson {
  readonly userId: UserId
  /** The person's own organization. */
  readonly orgId: OrgId
  readonly sessionId: SessionId
  /** The id of the session's newest token. */
  readonly tokenId: string
  /** The fingerprint id of the session's user agent, which lets the person see the sessions of this browser. */
  readonly userAgentId?: string
}

/**
 * Returns the call of a person on a page of ours. It has none of the person's roles, so it reaches their own things only. The page
 * decides whether the session has proved enough.
 */
export function personCall(call: Call, person: PagePerson): Call {
  const { userId, orgId, sessionId, tokenId, userAgentId } = person
  return {
    ...call,
    principal: {
      kind: 'user',
      userId,
      orgId,
      machine: false,
      memberships: [],
      token: { kind: 'session', id: tokenId, sessionId },
      ...(userAgentId !== undefined && { userAgentId }),
    },
    orgId,
    orgFromHeader: false,
  }
}
