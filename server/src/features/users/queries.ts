/** Anything that answers SQL: the database, or a transaction. */
interface Source {
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
}

/** The names a person may type to log in, sorted; `preferred` is the one with the primary domain. */
export interface LoginNames {
  readonly preferred: string
  readonly all: readonly string[]
}

/**
 * The user with this login name, case ignored: a username that is unique in the instance, or
 * `username@domain` with a verified domain of the organization inside which the username is unique.
 */
export async function findUserByLoginName(
  source: Source,
  instanceId: string,
  loginName: string,
): Promise<{ readonly userId: string; readonly orgId: string } | undefined> {
  const at = loginName.lastIndexOf('@')
  const [row] = await source.query<{ user_id: string; org_id: string }>(
    `select user_id, org_id from users
      where instance_id = $1 and lower(username) = lower($2) and scope = ''
     union all
     select u.user_id, u.org_id from users u
       join org_domains d on d.instance_id = u.instance_id and d.org_id = u.org_id
      where u.instance_id = $1 and lower(u.username) = lower($3) and u.scope <> ''
        and lower(d.domain) = lower($4) and d.is_verified
      limit 1`,
    [
      instanceId,
      loginName,
      at < 0 ? loginName : loginName.slice(0, at),
      at < 0 ? '' : loginName.slice(at + 1),
    ],
  )
  return row && { userId: row.user_id, orgId: row.org_id }
}

/** SQL: the preferred login name of `users u`, with the primary domain where usernames are scoped to an organization. */
export const preferredLoginName = `(u.username || coalesce((select '@' || d.domain from org_domains d
  where u.scope <> '' and d.instance_id = u.instance_id and d.org_id = u.org_id and d.is_primary limit 1), ''))`

/** All login names of one user; undefined for an unknown one. */
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
