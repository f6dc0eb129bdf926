import type { Call } from '../../access/call.ts'
import { hasPermission, isSelf, requirePermission } from '../../access/permission.ts'
import { creatorOf, type Principal } from '../../access/principal.ts'
import { matchesDigest } from '../../access/tokenSecret.ts'
import type { Stream } from '../../eventlog/types.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { sessionToken } from './sessionToken.ts'
import { type SessionState, sessionFacet } from './state.ts'

const wrongToken = refuse(
  'session.token_wrong',
  'permission_denied',
  'this is not the newest token of the session; use the one that the last change returned',
)

/** Whose session it is, as far as rights depend on it. */
export interface SessionParties {
  readonly creator: string
  readonly userId: string | null
  readonly userOrgId: string | null
  readonly userAgentId: string | null
}

/** The parties of a session; of one without user only instance-wide rights reach it. */
export function partiesOf(state: SessionState): SessionParties {
  if (state.kind !== 'live') return { creator: '', userId: null, userOrgId: null, userAgentId: null }
  return {
    creator: state.creator,
    userId: state.user?.id ?? null,
    userOrgId: state.user?.orgId ?? null,
    userAgentId: state.userAgent?.fingerprintId ?? null,
  }
}

/** Demands a permission in the organization of the session's user, on the instance while it has none. */
export function requireOnSession(
  call: Call,
  permission: string,
  parties: SessionParties,
  unknown?: Refusal,
): void {
  requirePermission(call, permission, { orgId: parties.userOrgId ?? undefined, ...(unknown && { unknown }) })
}

/**
 * Lets pass the creator, the session's user, a caller on the same user agent, else who may read sessions there. Strangers get the
 * refusal of an unknown session.
 */
export function requireSight(call: Call, parties: SessionParties, unknown: Refusal): void {
  const { principal } = call
  if (parties.creator === creatorOf(principal)) return
  if (parties.userId !== null && isSelf(principal, parties.userId)) return
  const agent = userAgentOf(principal)
  if (agent !== undefined && agent === parties.userAgentId) return
  requireOnSession(call, 'session.read', parties, unknown)
}

/** Lets pass the session's user, else who may delete sessions there. */
export function requireEnding(call: Call, parties: SessionParties): void {
  if (parties.userId !== null && isSelf(call.principal, parties.userId)) return
  requireOnSession(call, 'session.delete', parties)
}

/**
 * Why a presented token does not open this session: only its newest one does. `read` is a token of the session with its sealed digest
 * that a statement has read.
 */
export async function refuseToken(
  deps: Deps,
  stream: Stream,
  text: string,
  read?: { readonly token_id: string | null; readonly sealed: Buffer | null },
): Promise<Refusal | undefined> {
  const token = sessionToken.parse(text)
  const state = stream.state(sessionFacet)
  const newest = state.kind === 'live' ? state.tokenId : null
  if (token === undefined || token.sessionId !== stream.id || token.tokenId !== newest) return wrongToken
  const known = read?.token_id === token.tokenId ? read.sealed : null
  const digest = known
    ? await deps.log.unseal(stream, token.tokenId, known)
    : await deps.log.secret(stream, token.tokenId)
  return matchesDigest(token.secret, digest) ? undefined : wrongToken
}

/** The fingerprint id of the caller's own session, when its token has one. */
export function userAgentOf(principal: Principal): string | undefined {
  return principal.kind === 'user' && principal.userAgentId ? principal.userAgentId : undefined
}

/** Organizations whose users' sessions the caller may read through a role there; 'all' with an instance-wide one. */
export function readableOrgs(call: Call): 'all' | readonly string[] {
  const { principal } = call
  const instanceId = call.instance.id
  if (principal.kind === 'anonymous') return []
  if (hasPermission(principal, 'session.read', { instanceId })) return 'all'
  return principal.memberships
    .filter(({ scope }) => scope === 'org')
    .map(({ aggregateId }) => aggregateId)
    .filter((orgId) => hasPermission(principal, 'session.read', { instanceId, orgId }))
}
