import { policySql } from '../login-policies/index.ts'
import { userByLoginNameSql } from '../users/index.ts'

const inOrganization = (alias: string) => `($4 = '' or ${alias}.org_id = $4)`

/**
 * One person with an address. A verified one wins over others, so that nobody can take an address from its owner by claiming it; of
 * several, nobody is meant. Neither the policy of the page nor that of the person may forbid it.
 */
function byAddress(rank: number, column: 'email' | 'phone', address: string): string {
  const rule = `disable_login_with_${column}`
  return `select ${rank} as rank, n.user_id from (
      select e.user_id, e.org_id, count(*) over () as found from (
        select e.user_id, e.org_id from users e
         where e.instance_id = i.instance_id and e.${column}_folded = ${address} and ${address} <> ''
           and ${inOrganization('e')}
           and (e.${column}_verified or not exists (
             select 1 from users v
              where v.instance_id = e.instance_id and v.${column}_folded = ${address} and v.${column}_verified
                and ${inOrganization('v')}))
         limit 2) e) n
    where n.found = 1 and not coalesce(x.${rule}, false)
      and not coalesce((select own.${rule} from (${policySql('n.org_id')}) own), false)`
}

/**
 * SQL that selects the user `u` of a page, by its parameters: `$2` the id, `$4` the only organization ('' any), `$6` to `$8` the
 * login name's key, `$9` it as a phone number; `i` is the instance, `x` the policy of the page. A login name wins over a username
 * inside the organization, that over an address (hosted login notes §4). The ways to find somebody carry ids alone: PostgreSQL sets up
 * every column of every one of them for each run.
 */
export const personSql = `select a.* from (select user_id from (
    select 1 as rank, $2 as user_id where $2 <> ''
    union all
    select 2 as rank, n.user_id from (${userByLoginNameSql('u.user_id, u.org_id', 'i.instance_id', {
      login_name: '$6',
      login_user: '$7',
      login_domain: '$8',
    })}) n where ${inOrganization('n')} and $6 <> ''
    union all
    select 3 as rank, s.user_id from users s
     where s.instance_id = i.instance_id and s.scope = $4 and s.username_folded = $6 and $4 <> '' and $6 <> ''
    union all
    ${byAddress(4, 'email', '$6')}
    union all
    ${byAddress(5, 'phone', '$9')}
  ) found order by rank limit 1) found
  cross join lateral (select * from users a where a.instance_id = i.instance_id and a.user_id = found.user_id offset 0) a`
