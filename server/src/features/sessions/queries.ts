import type { Timestamp } from '@bufbuild/protobuf/wkt'
import type { SearchQuery } from '@sallyport/contract/zitadel/session/v2/session_pb.js'
import { TimestampQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import type { Call } from '../../access/call.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import { creatorOf } from '../../access/principal.ts'
import { emptyQuery } from '../../contract/listQuery.ts'
import type { Database } from '../../database/database.ts'
import { type Page, SearchConditions, type Source, searchPage } from '../../database/search.ts'
import { instantOf } from '../../kernel/instant.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { preferredLoginName } from '../users/index.ts'
import { readableOrgs, userAgentOf } from './access.ts'
import type { UserAgent } from './events.ts'

/** A proof as queries return it. */
export interface ProofRow {
  readonly kind: FactorName
  readonly at: string
  readonly userVerified: boolean
  readonly deviceBound: boolean
}

/** The proofs of a session as JSON, by the SQL of the instance's id and of the session's; null without any. */
export function proofsSql(instanceId: string, sessionId: string): string {
  return `(select json_agg(json_build_object(
      'kind', f.kind, 'at', f.proved_at, 'userVerified', f.user_verified, 'deviceBound', f.device_bound) order by f.kind)
    from session_proofs f
   where f.instance_id = ${instanceId} and f.session_id = ${sessionId} and f.proved_at is not null)`
}

/** A session with its user's present names. */
export interface SessionRow {
  readonly session_id: string
  readonly user_id: string | null
  readonly user_org_id: string | null
  readonly expires_at: string | null
  readonly user_agent_id: string | null
  readonly user_agent: UserAgent | null
  readonly user_checked_at: string | null
  readonly proofs: readonly ProofRow[] | null
  readonly metadata: Readonly<Record<string, string>>
  readonly creator: string
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
  readonly login_name: string | null
  readonly display_name: string | null
}

const creatorEmpty = refuse(
  'session.creator_empty',
  'invalid_argument',
  'the creator id is empty; leave it out to mean yourself',
)
const userAgentEmpty = refuse(
  'session.user_agent_empty',
  'invalid_argument',
  'the fingerprint id is empty; leave it out to mean your own user agent',
)
const noUserAgent = refuse(
  'session.user_agent_unknown',
  'invalid_argument',
  'your token comes from no known user agent; name a fingerprint id',
)
const noDate = refuse(
  'session.date_missing',
  'invalid_argument',
  'the date to compare with is missing; send one',
)

const select = `
  s.session_id, s.user_id, s.user_org_id, s.expires_at, s.user_agent_id, s.user_agent, s.user_checked_at,
  ${proofsSql('s.instance_id', 's.session_id')} as proofs, s.metadata, s.creator, s.created_at, s.changed_at, s.sequence,
  (select ${preferredLoginName} from users u
    where u.instance_id = s.instance_id and u.user_id = s.user_id) as login_name,
  (select u.display_name from users u
    where u.instance_id = s.instance_id and u.user_id = s.user_id) as display_name`

/** One session that was not ended, expired ones too. */
export async function findSession(
  database: Pick<Database, 'find'>,
  instanceId: string,
  sessionId: string,
): Promise<SessionRow | undefined> {
  const [row] = await database.find<SessionRow>(
    `select ${select} from sessions s where s.instance_id = $1 and s.session_id = $2`,
    [instanceId, sessionId],
  )
  return row
}

/** The living sessions of people on one user agent, the newest first, at most 1,000. */
export async function sessionsOfUserAgent(
  source: Source,
  call: Call,
  agentId: string,
): Promise<readonly SessionRow[]> {
  return source.query<SessionRow>(
    `select ${select} from sessions s
      where s.instance_id = $1 and s.user_agent_id = $2 and s.user_id is not null
        and (s.expires_at is null or s.expires_at > $3)
      order by s.created_at desc, s.session_id desc limit 1000`,
    [call.instance.id, agentId, call.now],
  )
}

/** One page of the sessions that match all queries and that the caller may see; the total counts no others. */
export async function searchSessions(
  source: Source,
  call: Call,
  queries: readonly SearchQuery[],
  page: Page,
): Promise<{ readonly rows: readonly SessionRow[]; readonly total: number }> {
  const search = new SearchConditions('s.instance_id = $1', [call.instance.id])
  addSight(search, call)
  for (const { query } of queries) search.add(condition(search, call, query))
  const direction = page.asc ? 'asc' : 'desc'
  const orderBy = `s.created_at ${direction}, s.session_id ${direction}`
  return searchPage<SessionRow>(source, { select, from: 'sessions s', orderBy, page }, search)
}

function addSight(search: SearchConditions, call: Call): void {
  const orgs = readableOrgs(call)
  if (orgs === 'all') return
  const ways = [`s.creator = ${search.param(creatorOf(call.principal))}`]
  if (call.principal.kind === 'user') ways.push(`s.user_id = ${search.param(call.principal.userId)}`)
  const agent = userAgentOf(call.principal)
  if (agent !== undefined) ways.push(`s.user_agent_id = ${search.param(agent)}`)
  if (orgs.length > 0) ways.push(`s.user_org_id = any(${search.param(orgs)})`)
  search.add(`(${ways.join(' or ')})`)
}

function condition(search: SearchConditions, call: Call, query: SearchQuery['query']): string {
  switch (query.case) {
    case 'idsQuery':
      return `s.session_id = any(${search.param(query.value.ids)})`
    case 'userIdQuery':
      return `s.user_id = ${search.param(query.value.id)}`
    case 'creationDateQuery': {
      const { creationDate, method } = query.value
      return `s.created_at ${comparison(method)} ${dateParam(search, creationDate)}`
    }
    case 'expirationDateQuery': {
      const { expirationDate, method } = query.value
      const later = `s.expires_at ${comparison(method)} ${dateParam(search, expirationDate)}`
      return isLater(method) ? `(s.expires_at is null or ${later})` : later
    }
    case 'creatorQuery': {
      const id = query.value.id ?? creatorOf(call.principal)
      if (id === '') throw new DomainError(creatorEmpty)
      return `s.creator = ${search.param(id)}`
    }
    case 'userAgentQuery': {
      const id = query.value.fingerprintId ?? userAgentOf(call.principal)
      if (id === undefined) throw new DomainError(noUserAgent)
      if (id === '') throw new DomainError(userAgentEmpty)
      return `s.user_agent_id = ${search.param(id)}`
    }
    default:
      throw new DomainError(emptyQuery)
  }
}

function dateParam(search: SearchConditions, date: Timestamp | undefined): string {
  if (date === undefined) throw new DomainError(noDate)
  return search.param(instantOf(date).toISOString())
}

/** Whether a session that never ends is later than any date by this comparison (platform notes §1). */
function isLater(method: TimestampQueryMethod): boolean {
  return method === TimestampQueryMethod.GREATER || method === TimestampQueryMethod.GREATER_OR_EQUALS
}

function comparison(method: TimestampQueryMethod): string {
  switch (method) {
    case TimestampQueryMethod.EQUALS:
      return '='
    case TimestampQueryMethod.GREATER:
      return '>'
    case TimestampQueryMethod.GREATER_OR_EQUALS:
      return '>='
    case TimestampQueryMethod.LESS:
      return '<'
    case TimestampQueryMethod.LESS_OR_EQUALS:
      return '<='
  }
}
