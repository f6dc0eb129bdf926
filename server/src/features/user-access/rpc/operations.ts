import type { Call } from '../../../access/call.ts'
import type { Operation, OperationRequest } from '../../../access/operation.ts'
import { requirePermission } from '../../../access/permission.ts'
import { creatorOf } from '../../../access/principal.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type GrantOfPerson, grantsOfPerson, revokeGrantsOf } from '../../oidc-sessions/index.ts'
import { endOwnSession, endSessionsOf, type SessionOfPerson, sessionsOfPerson } from '../../sessions/index.ts'
import { userNotFound } from '../../users/index.ts'
import { accessReply, endedReply } from './descriptions.ts'

const path = '/sallyport/v1/users/:userId/access'

const sessionUnknown = refuse(
  'access.session_not_found',
  'not_found',
  'the user has no such session, or it has ended; list the sessions again',
)
const grantUnknown = refuse(
  'access.grant_not_found',
  'not_found',
  'the user has no such grant of tokens, or it was revoked; list the grants again',
)

/** Sessions and grants of tokens of a user: the contract lists sessions without their assurance, and has no methods for grants. */
export const operations = (deps: Deps): readonly Operation[] => [
  {
    method: 'GET',
    path,
    describes: {
      name: 'ListAccess',
      summary: 'List the sessions and the grants of tokens of a user',
      description:
        'The newest 200 of each, newest first. Grants are listed until they are removed, dead ones too.',
      permission: 'oneself, or `session.read` in the organization of the user',
      reply: accessReply,
    },
    async run(request, call) {
      const userId = await permitted(deps, call, 'session.read', request)
      const [sessions, grants] = await Promise.all([
        sessionsOfPerson(deps, call, userId),
        grantsOfPerson(deps, call, userId),
      ])
      return {
        sessions: sessions.map((session) => shownSession(session, call)),
        grants: grants.map(shownGrant),
      }
    },
  },
  {
    method: 'DELETE',
    path: `${path}/sessions/:sessionId`,
    describes: {
      name: 'EndSession',
      summary: 'End a session of a user',
      description: 'Tokens of applications that lean on the session die with it.',
      permission: 'oneself, or `session.delete` in the organization of the user',
      reply: endedReply,
    },
    async run(request, call) {
      const userId = await permitted(deps, call, 'session.delete', request)
      const { sessionId = '' } = request.parameters
      const found = await deps.database.find(
        'select 1 as found from sessions where instance_id = $1 and session_id = $2 and user_id = $3',
        [call.instance.id, sessionId, userId],
      )
      if (found.length === 0) throw new DomainError(sessionUnknown)
      const { instance, now, principal, reason } = call
      await endOwnSession(deps, {
        instanceId: instance.id,
        sessionId,
        userId,
        now,
        creator: creatorOf(principal),
        reason,
      })
      return { sessions: 1, grants: 0 }
    },
  },
  {
    method: 'DELETE',
    path: `${path}/grants/:grantId`,
    describes: {
      name: 'RevokeGrant',
      summary: 'Revoke all tokens of a grant',
      permission: 'oneself, or `session.delete` in the organization of the user',
      reply: endedReply,
    },
    async run(request, call) {
      const userId = await permitted(deps, call, 'session.delete', request)
      const grants = await revokeGrantsOf(deps, call, {
        userId,
        grantId: request.parameters['grantId'] ?? '',
      })
      if (grants === 0) throw new DomainError(grantUnknown)
      return { sessions: 0, grants }
    },
  },
  {
    method: 'DELETE',
    path,
    describes: {
      name: 'EndAccess',
      summary: 'End all sessions and revoke all tokens of applications of a user',
      description: 'Also the session of the caller. Personal access tokens and keys stay.',
      permission: 'oneself, or `session.delete` in the organization of the user',
      reply: endedReply,
    },
    async run(request, call) {
      const userId = await permitted(deps, call, 'session.delete', request)
      const grants = await revokeGrantsOf(deps, call, { userId })
      return { sessions: await endSessionsOf(deps, call, { userId }), grants }
    },
  },
]

/** Returns the user of the path once the caller may do this with them; strangers do not learn whether the user exists. */
async function permitted(
  { database }: Pick<Deps, 'database'>,
  call: Call,
  permission: string,
  { parameters: { userId = '' } }: OperationRequest,
): Promise<string> {
  const [user] = await database.find<{ org_id: string }>(
    'select org_id from users where instance_id = $1 and user_id = $2',
    [call.instance.id, userId],
  )
  requirePermission(call, permission, { orgId: user?.org_id, self: userId })
  if (user === undefined) throw new DomainError(userNotFound)
  return userId
}

function shownSession(session: SessionOfPerson, { principal }: Call) {
  const { userAgent, proofs } = session
  const { description = '', ip = '', fingerprintId = '' } = userAgent ?? {}
  const own = principal.kind === 'user' ? principal.token.sessionId : undefined
  return {
    sessionId: session.sessionId,
    userAgent: userAgent && { description, ip, fingerprintId },
    createdAt: session.createdAt,
    lastProvedAt:
      proofs
        .map(({ at }) => new Date(at).toISOString())
        .sort()
        .at(-1) ?? null,
    expiresAt: session.expiresAt,
    live: session.live,
    current: session.sessionId === own,
    proofs: proofs.map(({ kind, at }) => ({ kind, at: new Date(at).toISOString() })),
    assurance: { ...session.assurance },
  }
}

function shownGrant({ deadBecause, ...grant }: GrantOfPerson) {
  return { ...grant, live: deadBecause === undefined, deadBecause: deadBecause ?? null }
}
