import type { Source } from '../../database/search.ts'
import type { InstanceId, OrgId, UserId } from '../../kernel/ids.ts'
import { domainToFind } from '../../kernel/text/canonicalDomain.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import { endsInDot } from '../../kernel/text/hostName.ts'

/** The names with which a person can log in, sorted; `preferred` is the one with the primary domain. */
export interface LoginNames {
  readonly preferred: string
  readonly all: readonly string[]
}

/** A login name as it is looked up: folded (ADR 26), whole and in the parts before and after its last `@`. */
export interface LoginNameKey {
  readonly login_name: string
  readonly login_user: string
  readonly login_domain: string
}

/** Returns the key of a login name. One that ends in a dot is another name: guesses are counted by the name as it is typed. */
export function loginNameKey(loginName: string): LoginNameKey {
  const name = foldText(loginName)
  const at = name.lastIndexOf('@')
  const domain = at < 0 ? '' : name.slice(at + 1)
  return {
    login_name: name,
    login_user: at < 0 ? name : name.slice(0, at),
    login_domain: endsInDot(domain) ? domain : domainToFind(domain),
  }
}

/** The SQL of the parts of a key. */
type LoginNameKeySql = { readonly [Part in keyof LoginNameKey]: string }

/** The users `u` whose username, which is unique in the instance, is a login name. */
const unscoped = (
  columns: string,
  instanceId: string,
  key: LoginNameKeySql,
) => `select ${columns} from users u
      where u.instance_id = ${instanceId} and u.username_folded = ${key.login_name} and u.scope = ''`

/** The users `u` whose username is unique in the organization with the verified domain `d` of a login name. */
const scoped = (
  columns: string,
  instanceId: string,
  key: LoginNameKeySql,
) => `select ${columns} from org_domains d
       join users u on u.instance_id = d.instance_id and u.scope = d.org_id
      where d.instance_id = ${instanceId} and d.domain = ${key.login_domain} and d.is_verified
        and u.username_folded = ${key.login_user}`

/**
 * SQL that selects the user `u` with a login name: a username that is unique in the instance, or `username@domain` with a
 * verified domain of the organization inside which the username is unique. The latter wins over a machine whose username is the
 * same text, because machines may have a username with the domain of another organization. It does not win over a person, or an
 * organization could take the name of another's person with a domain that it has not proved. Takes the SQL of the instance's id
 * and of the key.
 */
export function userByLoginNameSql(columns: string, instanceId: string, key: LoginNameKeySql): string {
  const found = [
    `${unscoped(columns, instanceId, key)} and u.kind <> 'machine'`,
    scoped(columns, instanceId, key),
    `${unscoped(columns, instanceId, key)} and u.kind = 'machine'`,
  ]
  return `${found.join('\n     union all\n     ')}
      limit 1`
}

/**
 * SQL of whether an organization may decide what the names of its verified domain `d` mean: it has proved the domain, or has had it
 * generated under one of the instance's. Other domains count as verified without proof, so that any organization can have them.
 */
export const isHeldDomain = (
  instanceId: string,
) => `(d.validation_type is not null or exists (select 1 from instance_domains h
        where h.instance_id = ${instanceId} and right(d.domain, length(h.domain) + 1) = '.' || h.domain))`

/**
 * SQL that selects the machine `u` with a login name, `other` than the one with this id. Two machines can have the same, each of another
 * organization: the first one is that of the organization that holds the domain, else the one whose username it is.
 */
export function machineByLoginNameSql(instanceId: string, key: LoginNameKeySql, other: string): string {
  const isMeant = `and u.kind = 'machine' and u.user_id <> ${other}`
  const columns = (rank: string) => `u.user_id, u.org_id, u.status, u.access_token_type, ${rank} as rank`
  return `select m.* from (
     ${scoped(columns(`case when ${isHeldDomain(instanceId)} then 1 else 3 end`), instanceId, key)} ${isMeant}
     union all
     ${unscoped(columns('2'), instanceId, key)} ${isMeant}) m
      order by m.rank limit 1`
}

/** Finds the user with a login name. */
export async function findUserByLoginName(
  source: Source,
  instanceId: InstanceId,
  loginName: string,
): Promise<{ readonly userId: UserId; readonly orgId: OrgId } | undefined> {
  const { login_name, login_user, login_domain } = loginNameKey(loginName)
  const [row] = await source.query<{ user_id: UserId; org_id: OrgId }>(
    userByLoginNameSql('u.user_id, u.org_id', '$1', {
      login_name: '$2',
      login_user: '$3',
      login_domain: '$4',
    }),
    [instanceId, login_name, login_user, login_domain],
  )
  return row && { userId: row.user_id, orgId: row.org_id }
}

/** SQL for the preferred login name of `users u`; it has the primary domain if usernames are scoped to an organization. */
export const preferredLoginName = `(u.username || coalesce((select '@' || d.domain from org_domains d
  where u.scope <> '' and d.instance_id = u.instance_id and d.org_id = u.org_id and d.is_primary limit 1), ''))`

/**
 * SQL that selects the preferred login name of `users u` as `login_name` with its folded copy; domains are stored in their
 * canonical form.
 */
export const selectLoginName = `select ${preferredLoginName} as login_name,
  ${preferredLoginName.replace('u.username ', 'u.username_folded ')} as login_name_folded`

/** Reads all login names of a user; undefined for an unknown one. */
export async function loginNamesOf(
  source: Source,
  instanceId: string,
  userId: string,
): Promise<LoginNames | undefined> {
  const rows = await source.query<{ username: string; domain: string | null; is_primary: boolean | null }>(
    `select u.username, d.domain, d.is_primary from users u
       left join org_domains d
         on u.scope <> '' and d.instance_id = u.instance_id and d.org_id = u.org_id and d.is_verified
      where u.instance_id = $1 and u.user_id = $2`,
    [instanceId, userId],
  )
  if (rows[0] === undefined) return undefined
  const named = rows.map((row) => ({
    name: row.domain === null ? row.username : `${row.username}@${row.domain}`,
    primary: row.is_primary === true,
  }))
  const all = named.map(({ name }) => name).sort()
  return { preferred: named.find(({ primary }) => primary)?.name ?? all[0] ?? rows[0].username, all }
}
