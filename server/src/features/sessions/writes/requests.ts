import type {
  CreateSessionRequest,
  DeleteSessionRequest,
  GetSessionRequest,
  SetSessionRequest,
} from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import type { ChallengeRequest, CheckRequest } from '../../../access/factor.ts'
import { requirePermission } from '../../../access/permission.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { findUserByLoginName } from '../../users/index.ts'
import { partiesOf, refuseToken, requireEnding, requireOnSession, requireSight } from '../access.ts'
import { endSession } from '../commands/endSession.ts'
import { findSession, type SessionRow } from '../queries.ts'
import { decodeLifetime, decodeMetadata, decodeUserAgent, refuseLinkTemplate } from '../rpc/decode.ts'
import { sessionFacet } from '../state.ts'
import { type SessionRequest, type SessionWritten, writeSession } from './writeSession.ts'

const noSearch = refuse(
  'session.user_search_missing',
  'unimplemented',
  'a user check needs a user id or a login name; send one of them',
)
const notFound = refuse('session.unknown', 'not_found', 'no such session; it may have been ended')

/** Creates a session and takes it through the requested checks; needs `session.write` on the instance. */
export async function createSession(
  deps: Deps,
  call: Call,
  message: CreateSessionRequest,
): Promise<SessionWritten> {
  accept(refuseLinkTemplate(message.challenges ?? {}))
  requirePermission(call, 'session.write', {})
  const { userAgent } = message
  return write(deps, call, null, {
    sessionId: newId(),
    create: userAgent ? { userAgent: decodeUserAgent(userAgent) } : {},
    checks: await decodeChecks(deps, call, message.checks),
    challenges: present(message.challenges),
    metadata: decodeMetadata(message.metadata),
    lifetimeMs: decodeLifetime(message.lifetime),
  })
}

/**
 * Changes a session; needs `session.write` in the organization of its user, on the instance while it has none.
 * The sent token is not looked at, as the contract has it.
 */
export async function setSession(
  deps: Deps,
  call: Call,
  message: SetSessionRequest,
): Promise<SessionWritten> {
  const { sessionId } = message
  accept(refuseLinkTemplate(message.challenges ?? {}))
  const userId = await writableSession(deps, call, sessionId)
  return write(deps, call, userId, {
    sessionId,
    checks: await decodeChecks(deps, call, message.checks),
    challenges: present(message.challenges),
    metadata: decodeMetadata(message.metadata),
    lifetimeMs: decodeLifetime(message.lifetime),
  })
}

/** Takes a session through checks alone; needs the same right as `setSession`. */
export async function checkOnSession(
  deps: Deps,
  call: Call,
  sessionId: string,
  checks: CheckRequest,
): Promise<SessionWritten> {
  const userId = await writableSession(deps, call, sessionId)
  return write(deps, call, userId, { sessionId, checks, challenges: {}, metadata: {} })
}

/** Demands the right to change a session, and returns the id of its user. */
async function writableSession(deps: Deps, call: Call, sessionId: string): Promise<string | null> {
  const stream = await deps.log.load({ instanceId: call.instance.id, type: 'session', id: sessionId })
  const parties = partiesOf(stream.state(sessionFacet))
  requireOnSession(call, 'session.write', parties)
  return parties.userId
}

/** Reads a session, expired ones too. With a token only the token counts, else who the caller is. */
export async function readSession(deps: Deps, call: Call, message: GetSessionRequest): Promise<SessionRow> {
  const { sessionId, sessionToken } = message
  const row = await findSession(deps.database, call.instance.id, sessionId)
  if (row === undefined) throw new DomainError(notFound)
  if (sessionToken) {
    const stream = await deps.log.load({ instanceId: call.instance.id, type: 'session', id: sessionId })
    accept(await refuseToken(deps, stream, sessionToken))
  } else {
    const parties = {
      creator: row.creator,
      userId: row.user_id,
      userOrgId: row.user_org_id,
      userAgentId: row.user_agent_id,
    }
    requireSight(call, parties, notFound)
  }
  return row
}

/** Ends a session; one that does not exist (any more) needs nothing. With a token only the token counts. */
export async function deleteSession(deps: Deps, call: Call, message: DeleteSessionRequest): Promise<Stream> {
  const ref = { type: 'session', id: message.sessionId }
  return decideOn(deps.log, writing(call), ref, async (stream) => {
    const events = endSession(stream.state(sessionFacet))
    if (events.length === 0) return events
    if (message.sessionToken) accept(await refuseToken(deps, stream, message.sessionToken))
    else requireEnding(call, partiesOf(stream.state(sessionFacet)))
    return events
  })
}

async function write(
  deps: Deps,
  call: Call,
  boundUserId: string | null,
  request: SessionRequest,
): Promise<SessionWritten> {
  const primary = queue(boundUserId ?? request.checks.userId, request)
  const { result } = await deps.log.transact(writing(call), primary, (tx) =>
    writeSession(tx, deps.config, call, request),
  )
  return accept(result)
}

/** Requests that write to a user queue on the user, so that parallel guesses are counted one after the other. */
function queue(userId: string | undefined, { checks, create, sessionId }: SessionRequest) {
  if (userId && writesToUser(checks)) return { type: 'user', id: userId }
  return create === undefined ? { type: 'session', id: sessionId } : undefined
}

/** Whether a check of the request may write to the user; then parallel requests queue on the user. */
function writesToUser({ user: _user, userId: _id, ...proofs }: CheckRequest): boolean {
  return Object.values(proofs).some((check) => check !== undefined)
}

async function decodeChecks(
  deps: Deps,
  call: Call,
  checks: CreateSessionRequest['checks'],
): Promise<CheckRequest> {
  if (checks?.user === undefined) return present(checks)
  const { search } = checks.user
  switch (search.case) {
    case 'userId':
      return { ...present(checks), userId: search.value }
    case 'loginName': {
      const found = await findUserByLoginName(deps.database, call.instance.id, search.value)
      return { ...present(checks), userId: found?.userId }
    }
    default:
      throw new DomainError(noSearch)
  }
}

/** The parts of a message that were sent. */
function present<Message extends CheckRequest | ChallengeRequest>(
  message: (Message & { $typeName: string; $unknown?: unknown }) | undefined,
): Partial<Message> {
  const sent = Object.entries(message ?? {}).filter(([name]) => !name.startsWith('$'))
  return Object.fromEntries(sent) as Partial<Message>
}
