import {
  effectiveRoles,
  grantStands,
  standingAuthorizations,
} from '../../../features/authorizations/index.ts'
import { preferredLoginName } from '../../../features/users/index.ts'

/** The roles that one organization has given the user in one project. */
export interface GrantedRoles {
  readonly projectId: string
  /** The organization that owns the authorization, and its primary domain. */
  readonly orgId: string
  readonly domain: string
  readonly roleKeys: readonly string[]
}

/** What claims say about a user, as `userFactsSql` reads it. Texts are '' if they are not set. */
export interface UserFacts {
  readonly userId: string
  readonly kind: 'human' | 'machine'
  readonly loginName: string
  readonly displayName: string
  readonly givenName: string
  readonly familyName: string
  readonly nickName: string
  readonly gender: string
  readonly language: string
  readonly avatarKey: string
  /** ISO 8601; null unless the scopes ask for it. */
  readonly changedAt: string | null
  readonly email: string
  readonly emailVerified: boolean
  readonly phone: string
  readonly phoneVerified: boolean
  readonly org: { readonly id: string; readonly name: string; readonly primaryDomain: string }
  /** Values in base64; null unless the scopes ask for them. */
  readonly metadata: Readonly<Record<string, string>> | null
  /** In the given projects, by active authorizations only; null if there are none. */
  readonly roles: readonly GrantedRoles[] | null
}

/** The most authorizations of a user that one token speaks of. */
const mostAuthorizations = 1_000

/**
 * Returns an SQL expression for the facts of a user as JSON (`UserFacts`); null if there is no such user. The parts are SQL
 * expressions: ids as text, `scopes` and `projects` as text[]. Roles are those in `projects`, so an audience will do. What the
 * scopes do not ask for is not read.
 */
export function userFactsSql(of: {
  readonly instanceId: string
  readonly userId: string
  readonly scopes: string
  readonly projects: string
}): string {
  const asked = (scope: string, sql: string) => `case when '${scope}' = any(${of.scopes}) then ${sql} end`
  return `(select json_build_object(
      'userId', u.user_id, 'kind', u.kind, 'loginName', ${preferredLoginName},
      'displayName', u.display_name, 'givenName', u.given_name, 'familyName', u.family_name,
      'nickName', u.nick_name, 'gender', u.gender, 'language', u.preferred_language, 'avatarKey', u.avatar_key,
      'changedAt', ${asked('profile', changedAt)},
      'email', u.email, 'emailVerified', u.email_verified, 'phone', u.phone, 'phoneVerified', u.phone_verified,
      'org', (select json_build_object('id', o.org_id, 'name', o.name, 'primaryDomain', o.primary_domain)
        from organizations o where o.instance_id = u.instance_id and o.org_id = u.org_id),
      'metadata', ${asked('urn:zitadel:iam:user:metadata', metadata)},
      'roles', ${rolesSql(of.projects)})
    from users u where u.instance_id = ${of.instanceId} and u.user_id = ${of.userId})`
}

const changedAt = `(select s.facets->'userChange'->>'at' from streams s
  where s.instance_id = u.instance_id and s.stream_type = 'user' and s.stream_id = u.user_id)`

const metadata = `(select json_object_agg(m.key, encode(m.value, 'base64')) from user_metadata m
  where m.instance_id = u.instance_id and m.user_id = u.user_id)`

/** An authorization counts while it, its grant, its project and the organization that gave it are active. */
function rolesSql(projects: string): string {
  return `(select json_agg(granted) from (
      select a.project_id as "projectId", a.org_id as "orgId", o.primary_domain as domain,
        ${effectiveRoles} as "roleKeys"
      from ${standingAuthorizations}
      join organizations o on o.instance_id = a.instance_id and o.org_id = a.org_id and o.state = 'active'
      where a.instance_id = u.instance_id and a.user_id = u.user_id and a.project_id = any(${projects})
        and a.state = 'active' and p.state = 'active' and ${grantStands} and g.state is distinct from 'inactive'
      order by a.project_id, a.org_id, a.authorization_id limit ${mostAuthorizations}) granted)`
}
