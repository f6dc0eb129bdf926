import { LRUCache } from 'lru-cache'
import { type Ask, microBatch } from '../database/microBatch.ts'
import type { Query } from '../database/query.ts'
import type { StreamJson } from '../eventlog/loadSnapshots.ts'
import type { Claim, ClaimStatements, Premise } from '../eventlog/premise.ts'
import type { Membership } from './principal.ts'

/** Which instance, and in which organization context, a request asks for. */
export interface Wanted {
  /** Host name without port; '' when `instanceId` decides. */
  readonly host: string
  /** For system calls: the instance their message names. */
  readonly instanceId: string
  readonly publicHost: string
  readonly orgId: string
  /** What the request will load, as far as its message tells. */
  readonly stream?: { readonly type: string; readonly id: string } | undefined
}

/** The instance and the context, as they are at this moment. */
export interface InstanceRow {
  readonly instance_id: string
  readonly name: string
  readonly default_org_id: string
  readonly default_language: string
  readonly primary_domain: string | null
  readonly public_host_known: boolean
  readonly org_known: boolean
  /** What holds in the instance: `provider.email`, `provider.sms` where messages can be sent. */
  readonly facts: readonly string[]
  /** A digest of all that this row says, the streams left out; null unless asked for. */
  readonly seen: string | null
  /** Of the streams that the requests of this row named, those that exist. */
  readonly streams: readonly StreamJson[] | null
}

/** The user behind a token. */
export interface UserRow {
  readonly user_id: string | null
  readonly org_id: string | null
  readonly user_kind: 'human' | 'machine' | null
  readonly status: string | null
  readonly locked_until: string | null
  readonly memberships: readonly Membership[] | null
  readonly sealed: Buffer | null
}

export interface PatRow extends InstanceRow, UserRow {
  readonly expires_at: string | null
  readonly revoked: boolean | null
}

export interface SessionRow extends InstanceRow, UserRow {
  readonly session_known: boolean
  readonly token_id: string | null
  readonly expires_at: string | null
  readonly user_agent_id: string | null
  readonly password_checked_at: string | null
  readonly totp_checked_at: string | null
  readonly otp_sms_checked_at: string | null
  readonly otp_email_checked_at: string | null
  readonly webauthn_checked_at: string | null
  readonly webauthn_user_verified: boolean | null
  readonly webauthn_kind: 'u2f' | 'passkey' | null
  readonly webauthn_device_bound: boolean | null
  readonly intent_checked_at: string | null
  readonly factors: readonly { readonly kind: string }[] | null
  readonly force_mfa: boolean | null
  readonly force_mfa_local_only: boolean | null
  readonly second_factors: readonly string[] | null
  readonly multi_factors: readonly string[] | null
  readonly passwordless_allowed: boolean | null
}

const userColumns = `
  u.user_id, u.org_id, u.kind as user_kind, u.status, u.locked_until, k.sealed,
  (select json_agg(json_build_object('scope', m.scope, 'aggregateId', m.aggregate_id, 'orgId', m.org_id, 'roles', m.roles)
       order by m.scope, m.aggregate_id)
     from memberships m where m.instance_id = i.instance_id and m.user_id = u.user_id) as memberships`

const pats = answersTo(
  `, ${userColumns}, t.expires_at, t.revoked`,
  `${oneOf('personal_access_tokens', 't', 'x.token_id = w.token')}
   ${oneOf('users', 'u', 'x.user_id = t.user_id')}
   ${oneOf('secrets', 'k', "x.stream_type = 'user' and x.stream_id = t.user_id and x.id = t.token_id")}`,
)

const sessions = answersTo(
  `, ${userColumns}, s.session_id is not null as session_known, s.token_id, s.expires_at,
   s.user_agent_id, s.password_checked_at, s.totp_checked_at, s.otp_sms_checked_at, s.otp_email_checked_at,
   s.webauthn_checked_at, s.webauthn_user_verified, s.webauthn_kind, s.webauthn_device_bound, s.intent_checked_at,
   (select json_agg(json_build_object('kind', f.kind) order by f.kind) from (
      select kind from user_factors
       where instance_id = i.instance_id and user_id = u.user_id and state = 'ready'
      union
      select kind from user_webauthn
       where instance_id = i.instance_id and user_id = u.user_id and state = 'ready'
    ) f) as factors,
   p.force_mfa, p.force_mfa_local_only, p.second_factors, p.multi_factors, p.passwordless_allowed`,
  `${oneOf('sessions', 's', 'x.session_id = w.token')}
   ${oneOf('users', 'u', 'x.user_id = s.user_id')}
   ${oneOf('secrets', 'k', "x.stream_type = 'session' and x.stream_id = s.session_id and x.id = s.token_id")}
   left join lateral (
     select * from login_policies l
      where l.instance_id = i.instance_id
        and ((l.owner = u.org_id and not l.is_default) or (l.owner = i.instance_id and l.is_default))
      order by l.is_default limit 1
   ) p on true`,
)

/** Looks one row of the instance up. As a plain join, planned while the table is small, it might walk the instance's rows. */
function oneOf(table: string, alias: string, condition: string): string {
  return `left join lateral (
     select * from ${table} x where x.instance_id = i.instance_id and ${condition} offset 0) ${alias} on true`
}

/**
 * Answers a JSON array of questions, each in one row at its place. `offset 0` keeps PostgreSQL from turning a look-up
 * around (walking the table and asking for each row whether it is wanted) and from working out an answer twice.
 */
function answersTo(columns: string, joins: string): string {
  return `
    from rows from (json_to_recordset($1) as
      (host text, named text, public_host text, wanted_org text, token text, digest boolean, streams json))
      with ordinality w(host, named, public_host, wanted_org, token, digest, streams, place)
    cross join lateral (
      select i.instance_id, i.name, i.default_org_id, i.default_language,
        (select p.domain from instance_domains p where p.instance_id = i.instance_id and p.is_primary) as primary_domain,
        (w.public_host = w.host
          or exists (select 1 from instance_domains p where p.instance_id = i.instance_id and p.domain = w.public_host)
          or exists (
            select 1 from instance_trusted_domains t where t.instance_id = i.instance_id and t.domain = w.public_host)
        ) as public_host_known,
        (w.wanted_org = '' or exists (
          select 1 from organizations o where o.instance_id = i.instance_id and o.org_id = w.wanted_org)) as org_known,
        array(select 'provider.' || p.channel from notification_providers p
          where p.instance_id = i.instance_id and p.active order by p.channel) as facts${columns}
      from (select * from instances i where i.instance_id =
        coalesce(nullif(w.named, ''), (select d.instance_id from instance_domains d where d.domain = w.host)) offset 0) i
      ${joins}
      offset 0) r`
}

const seen = `case when w.digest then encode(sha256(convert_to(r::text, 'UTF8')), 'hex') end as seen`

function lookupSql(answers: string): string {
  return `select w.place::int, r.*, ${seen},
    (select json_agg(s) from json_to_recordset(w.streams) k(type text, id text)
       cross join lateral (select * from streams s
         where s.instance_id = r.instance_id and s.stream_type = k.type and s.stream_id = k.id offset 0) s) as streams
    ${answers}`
}

/** By which statements the log asks anew what a request remembered of its caller. */
export const callerClaims: ClaimStatements = {
  pat: `select w.place, ${seen} ${pats}`,
  session: `select w.place, ${seen} ${sessions}`,
}

interface Question extends Wanted {
  /** Of the personal access token or of the session; '' without one. */
  readonly tokenId: string
  /** Whether the answer needs its digest. */
  readonly digest?: boolean
}

/** What a request is about, as the database has it when the question is asked; concurrent requests share statements. */
export interface Lookup {
  /** For a request without a token of this instance. */
  readonly instance: Ask<Wanted, InstanceRow | undefined>
  /** With the owner of a personal access token. */
  readonly pat: Look<PatRow>
  /** With the user of a session (`tokenId` is the session's id), what it has proved, and what the policy demands. */
  readonly session: Look<SessionRow>
}

/** Answers a question; with a premise that allows it from memory, if there is an answer, which the premise then claims. */
export type Look<Row> = (question: Question, premise: Premise | undefined) => Promise<Row | undefined>

/** Looks requests up in one statement each, or one for several that come at the same time. */
export function openLookup(query: Query): Lookup {
  const anonymous = sharing<InstanceRow>(query, lookupSql(answersTo('', '')), 'access-instances')
  return {
    instance: (wanted) => anonymous({ ...wanted, tokenId: '' }),
    pat: remembering('pat', sharing<PatRow>(query, lookupSql(pats), 'access-pats')),
    session: remembering('session', sharing<SessionRow>(query, lookupSql(sessions), 'access-sessions')),
  }
}

/** Answers remembered of a kind: each some kilobytes at most. */
const remembered = 1_000

function remembering<Row extends InstanceRow>(kind: string, ask: Ask<Question, Row | undefined>): Look<Row> {
  const memory = new LRUCache<string, { readonly row: Row; readonly claim: Claim }>({ max: remembered })
  return async (plain, premise) => {
    if (premise === undefined) return ask(plain)
    const question = { ...plain, digest: true }
    const key = keyOf(question)
    const known = premise.afresh ? undefined : memory.get(key)
    if (known !== undefined) {
      premise.claim = known.claim
      return known.row
    }
    const row = await ask(question)
    const claim = { kind, question: JSON.stringify(recordOf(question)), seen: row?.seen ?? '' }
    // The streams it brought along will have moved: the log remembers those.
    memory.set(key, row && { row: { ...row, streams: null }, claim })
    return row
  }
}

/**
 * Equal questions of one statement are asked once: a back end sends all its requests with one token. One JSON value, not
 * arrays: a statement whose estimate depends on their length would be planned again and again.
 */
function sharing<Row extends InstanceRow>(
  query: Query,
  sql: string,
  name: string,
): Ask<Question, Row | undefined> {
  return microBatch<Question, Row | undefined>({
    size: 64,
    async answer(questions) {
      const keys = questions.map(keyOf)
      const asked = new Map<string, ReturnType<typeof recordOf>>()
      questions.forEach((question, at) => {
        const key = keys[at] ?? ''
        const record = asked.get(key) ?? recordOf(question)
        asked.set(key, record)
        if (question.digest) record.digest = true
        if (question.stream) record.streams.push(question.stream)
      })
      const records = JSON.stringify([...asked.values()])
      const rows = await query<Row & { readonly place: number }>(sql, [records], name)
      const order = [...asked.keys()]
      const found = new Map(rows.map((row) => [order[row.place - 1], row]))
      return keys.map((key) => found.get(key))
    },
  })
}

/** Equal for questions that differ in nothing but the stream. */
function keyOf({ host, instanceId, publicHost, orgId, tokenId }: Question): string {
  return JSON.stringify([host, instanceId, publicHost, orgId, tokenId])
}

function recordOf(question: Question) {
  return {
    host: question.host,
    named: question.instanceId,
    public_host: question.publicHost,
    wanted_org: question.orgId,
    token: question.tokenId,
    digest: question.digest ?? false,
    streams: [] as NonNullable<Wanted['stream']>[],
  }
}
