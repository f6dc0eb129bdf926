import { policySql } from '../login-policies/index.ts'
import { isHeldDomain, userByLoginNameSql } from '../users/index.ts'

/** The addresses by which a person is found: the rank, and the parameter that holds what was typed as one. */
const contacts = [
  { contact: 'email', rank: 4, typed: '$6' },
  { contact: 'phone', rank: 5, typed: '$9' },
] as const

const inOrganization = (alias: string) => `($4 = '' or ${alias}.org_id = $4)`

/** Whether what was typed is this address of a row. */
const isTyped = (column: string, typed: string) => `${column}_folded = ${typed} and ${typed} <> ''`

/** Everybody with a typed address, and whether anybody has verified it. */
const claims = contacts
  .map(({ contact, rank, typed }) => {
    const column = `e.${contact}`
    return `select ${rank} as rank, e.user_id, e.org_id, ${column}_verified as is_verified,
        bool_or(${column}_verified) over () as has_owner
      from users e
     where e.instance_id = i.instance_id and ${isTyped(column, typed)} and ${inOrganization('e')}`
  })
  .join('\n    union all\n    ')

/** Neither the policy of the page nor that of the organization of a person forbids to log in with an address. */
function isAllowed(rank: string, orgId: string): string {
  const rule = (policy: string) =>
    `case ${rank} ${contacts.map((one) => `when ${one.rank} then ${policy}.disable_login_with_${one.contact}`).join(' ')} end`
  return `not coalesce(${rule('x')}, false)
      and not coalesce((select ${rule('own')} from (${policySql(orgId)}) own), false)`
}

/** Whether the user `u` has verified what was typed as an address. */
const isOwner = contacts
  .map(({ contact, typed }) => `u.${contact}_verified and ${isTyped(`u.${contact}`, typed)}`)
  .join(' or ')

/** The organization of `n` decides what the names of the typed domain mean. */
const holdsDomain = `exists (select 1 from org_domains d
        where d.instance_id = i.instance_id and d.org_id = n.org_id and d.domain = $8 and d.is_verified
          and ${isHeldDomain('i.instance_id')})`

const named = `u.user_id, u.org_id, (${isOwner}) as is_owner`

/**
 * SQL that selects the user `u` of a page, by its parameters: `$2` the id, `$4` the only organization ('' any), `$6` to `$8` the
 * login name's key, `$9` it as a phone number; `i` is the instance, `x` the policy of the page (hosted login notes §4).
 *
 * | rank | who                                                                                     |
 * | ---- | --------------------------------------------------------------------------------------- |
 * | 1    | the user with the id                                                                    |
 * | 2    | the user with the login name                                                            |
 * | 3    | the user with the username inside the organization                                      |
 * | 4    | the one person who has verified the e-mail address; if nobody has, the one who gives it |
 * | 5    | the one person who has verified the phone number; if nobody has, the one who gives it   |
 *
 * Anybody can choose a name, and refusing one would show that it is somebody's address. So a name that somebody else has verified as their
 * address, and may log in with here, has ranks 2 and 3 only for a person who has verified it too: no username takes the login of another
 * person. Addresses of people of other organizations do not count against a name whose domain its own organization has proved, or has had
 * generated: administrators may declare any address to be verified, but the name is that organization's to give.
 *
 * The ways to find somebody carry ids alone: PostgreSQL sets up every column of every one of them for each run.
 */
export const personSql = `select a.* from (with claims as (${claims})
  select user_id from (
    select 1 as rank, $2 as user_id where $2 <> ''
    union all
    select n.rank, n.user_id from (
      select 2 as rank, n.* from (${userByLoginNameSql(named, 'i.instance_id', {
        login_name: '$6',
        login_user: '$7',
        login_domain: '$8',
      })}) n where ${inOrganization('n')} and $6 <> ''
      union all
      select 3 as rank, ${named} from users u
       where u.instance_id = i.instance_id and u.scope = $4 and u.username_folded = $6 and $4 <> '' and $6 <> ''
    ) n where n.is_owner or not exists (select 1 from claims c
      where c.is_verified and ${isAllowed('c.rank', 'c.org_id')} and (c.org_id = n.org_id or not ${holdsDomain}))
    union all
    select c.rank, min(c.user_id) from claims c
     where c.is_verified = c.has_owner
     group by c.rank having count(*) = 1 and ${isAllowed('c.rank', 'min(c.org_id)')}
  ) found order by rank limit 1) found
  cross join lateral (select * from users a where a.instance_id = i.instance_id and a.user_id = found.user_id offset 0) a`
