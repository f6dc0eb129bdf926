import type { Call } from '../../access/call.ts'
import { callingUser } from '../../access/permission.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Deps } from '../manifest.ts'
import type { UserAgent } from '../sessions/events.ts'
import {
  maxStreams,
  quietCauses,
  type SecurityFact,
  securityEventTypes,
  securityFactOf,
} from './securityEvents.ts'

/** An event of an account for its person: what happened, when, by whom and where. */
export interface SecurityEvent {
  /** ISO 8601. */
  readonly at: string
  readonly fact: SecurityFact
  /** Who caused it: the person, the login or another part of this server, or someone else such as an administrator. */
  readonly by: 'self' | 'server' | 'other'
  /** The session in which it happened, with its browser as it was described; null where none is known. */
  readonly session: { readonly id: string; readonly userAgent: UserAgent | null } | null
  /** The application that it is about, without a name if it was removed. */
  readonly application: { readonly clientId: string; readonly name: string | null } | null
}

/** A page of events. */
export interface SecurityEventPage {
  /** Newest first. */
  readonly events: readonly SecurityEvent[]
  /** Where the next page begins; undefined after the last one. */
  readonly before: string | undefined
}

interface Row {
  readonly type: string
  readonly created_at: string
  readonly creator: string
  readonly payload: JsonObject
  readonly session_id: string | null
  readonly user_agent: UserAgent | null
  readonly client_id: string | null
  readonly client_name: string | null
}

const listOf = (types: readonly string[]) => `any('{${types.join(',')}}')`
/** More events of a user than any change appends at one instant. */
const longestAppend = 50
/** A page ends with all events of its last instant, so that the next one can begin before that instant. */
const page = 'fetch first ($4::int) rows with ties'

/** The creation of the user `$2`. */
const createdSql = '(select u.created_at from users u where u.instance_id = $1 and u.user_id = $2)'

/** The events of one of the person's other streams, `id`; each stream has few. */
const eventsOfStream = (streamType: 'session' | 'oidc_session') => `cross join lateral (
    select e.type, e.created_at, e.position, e.creator, e.payload from events e
     where e.instance_id = $1 and e.stream_id = z.id and e.stream_type = '${streamType}'
       and e.type = ${listOf(securityEventTypes[streamType])} and e.created_at < $3::timestamptz
       and (e.payload->>'cause' = ${listOf(quietCauses)}) is not true) e`

/** Reads the events of the user `$2` before `$3`, by keys. Those before their creation are of a removed user with the same id. */
export const securityEventsSql = `with happened as materialized (
  (select e.type, e.created_at, e.position, e.creator, e.payload, null::text as session_id, e.payload->>'clientId' as client_id
     from events e
    where e.instance_id = $1 and e.stream_id = $2 and e.stream_type = 'user'
      and e.type = ${listOf(securityEventTypes.user)} and e.created_at < $3::timestamptz and e.created_at >= ${createdSql}
    order by e.sequence desc limit ($4::int + ${longestAppend}))
  union all
  select e.type, e.created_at, e.position, e.creator, e.payload, z.id, null
    from (select distinct y.id from (select e.stream_id as id from events e
      where e.instance_id = $1 and e.type = 'session.user.checked' and e.payload->>'userId' = $2
        and e.created_at < $3::timestamptz and e.created_at >= ${createdSql}
      order by e.created_at desc limit ${maxStreams}) y) z ${eventsOfStream('session')}
  union all
  select e.type, e.created_at, e.position, e.creator, e.payload, z.session_id, z.client_id
    from (select t.oidc_session_id as id, t.session_id, t.client_id from oidc_sessions t
      where t.instance_id = $1 and t.user_id = $2 and t.app_id is not null and t.created_at < $3::timestamptz
        and t.created_at >= ${createdSql}
      order by t.created_at desc limit ${maxStreams}) z ${eventsOfStream('oidc_session')}
)
select h.type, h.created_at, h.creator, h.payload, h.session_id, h.client_id,
    (select e.payload->'userAgent' from events e where e.instance_id = $1 and e.stream_id = h.session_id
       and e.stream_type = 'session' and e.type = 'session.added' order by e.sequence limit 1) as user_agent,
    (select a.name from applications a where a.instance_id = $1 and a.client_id = h.client_id) as client_name
  from (select * from happened h order by h.created_at desc ${page}) h
 order by h.created_at desc, h.position desc`

/** Parts of this server that act by themselves or for a person who has not logged in yet. */
const ownParts: ReadonlySet<string> = new Set(['system', 'login', 'anonymous'])

/**
 * Returns what concerned the security of the caller's account, newest first: about `limit` events before the instant `before`
 * (ISO 8601), and others of the last one's instant. Sessions and grants are those of the newest 200 that began before; the cost grows with
 * the caller's own history only.
 */
export async function ownSecurityEvents(
  { database }: Pick<Deps, 'database'>,
  call: Call,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<SecurityEventPage> {
  const { userId } = callingUser(call)
  const until = before ?? 'infinity'
  const rows = await database.find<Row>(securityEventsSql, [call.instance.id, userId, until, String(limit)])
  const events = rows.flatMap((row): SecurityEvent[] => {
    const fact = securityFactOf(row.type, row.payload)
    return fact === undefined ? [] : [{ fact, ...circumstances(row, userId) }]
  })
  return { events, before: rows.length < limit ? undefined : rows.at(-1)?.created_at }
}

function circumstances(row: Row, userId: string): Omit<SecurityEvent, 'fact'> {
  const { created_at: at, creator, session_id: id, user_agent: userAgent, client_id: clientId } = row
  const by = creator === userId ? 'self' : ownParts.has(creator) ? 'server' : 'other'
  return {
    at,
    by,
    session: id === null ? null : { id, userAgent },
    application: clientId === null ? null : { clientId, name: row.client_name },
  }
}
