import type { Query } from '../database/query.ts'
import type { Membership } from './principal.ts'

/** Which instance, and in which organization context, a request asks for. */
export interface Wanted {
  /** Host name without port; '' when `instanceId` decides. */
  readonly host: string
  /** For system calls: the instance their message names. */
  readonly instanceId: string
  readonly publicHost: string
  readonly orgId: string
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

const instance = `
  with wanted as (
    select i.* from instances i
     where i.instance_id = coalesce(nullif($2, ''), (select d.instance_id from instance_domains d where d.domain = $1))
  )`
const instanceColumns = `
  w.instance_id, w.name, w.default_org_id, w.default_language,
  (select p.domain from instance_domains p where p.instance_id = w.instance_id and p.is_primary) as primary_domain,
  ($3 = $1 or exists (select 1 from instance_domains p where p.instance_id = w.instance_id and p.domain = $3)
    or exists (select 1 from instance_trusted_domains t where t.instance_id = w.instance_id and t.domain = $3)
  ) as public_host_known,
  ($4 = '' or exists (select 1 from organizations o where o.instance_id = w.instance_id and o.org_id = $4)) as org_known`
const userColumns = `
  u.user_id, u.org_id, u.kind as user_kind, u.status, u.locked_until, k.sealed,
  (select json_agg(json_build_object('scope', m.scope, 'aggregateId', m.aggregate_id, 'orgId', m.org_id, 'roles', m.roles))
     from memberships m where m.instance_id = w.instance_id and m.user_id = u.user_id) as memberships`

const anonymousSql = `${instance} select ${instanceColumns} from wanted w`

const patSql = `${instance}
  select ${instanceColumns}, ${userColumns}, t.expires_at, t.revoked
    from wanted w
    left join personal_access_tokens t on t.instance_id = w.instance_id and t.token_id = $5
    left join users u on u.instance_id = w.instance_id and u.user_id = t.user_id
    left join secrets k on k.instance_id = w.instance_id and k.id = t.token_id`

const sessionSql = `${instance}
  select ${instanceColumns}, ${userColumns}, s.session_id is not null as session_known, s.token_id, s.expires_at,
         s.user_agent_id, s.password_checked_at, s.totp_checked_at, s.otp_sms_checked_at, s.otp_email_checked_at,
         s.webauthn_checked_at, s.webauthn_user_verified, s.webauthn_kind, s.webauthn_device_bound, s.intent_checked_at,
         (select json_agg(json_build_object('kind', f.kind)) from (
            select kind from user_factors
             where instance_id = w.instance_id and user_id = u.user_id and state = 'ready'
            union
            select kind from user_webauthn
             where instance_id = w.instance_id and user_id = u.user_id and state = 'ready'
          ) f) as factors,
         p.force_mfa, p.force_mfa_local_only, p.second_factors, p.multi_factors, p.passwordless_allowed
    from wanted w
    left join sessions s on s.instance_id = w.instance_id and s.session_id = $5
    left join users u on u.instance_id = w.instance_id and u.user_id = s.user_id
    left join secrets k on k.instance_id = w.instance_id and k.id = s.token_id
    left join lateral (
      select * from login_policies l
       where l.instance_id = w.instance_id
         and ((l.owner = u.org_id and not l.is_default) or (l.owner = w.instance_id and l.is_default))
       order by l.is_default limit 1
    ) p on true`

/** Everything the access layer needs to know of a request without a token of this instance, in one statement. */
export async function lookUpInstance(query: Query, wanted: Wanted): Promise<InstanceRow | undefined> {
  const [row] = await query<InstanceRow>(anonymousSql, values(wanted), 'access-instance')
  return row
}

/** The same with the owner of a personal access token. */
export async function lookUpPat(query: Query, wanted: Wanted, tokenId: string): Promise<PatRow | undefined> {
  const [row] = await query<PatRow>(patSql, [...values(wanted), tokenId], 'access-pat')
  return row
}

/** The same with the user of a session, what it has proved, and what the policy demands. */
export async function lookUpSession(
  query: Query,
  wanted: Wanted,
  sessionId: string,
): Promise<SessionRow | undefined> {
  const [row] = await query<SessionRow>(sessionSql, [...values(wanted), sessionId], 'access-session')
  return row
}

function values(wanted: Wanted): readonly string[] {
  return [wanted.host, wanted.instanceId, wanted.publicHost, wanted.orgId]
}
