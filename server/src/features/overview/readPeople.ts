import { factorKind, ownKinds } from '../../access/factorKinds.ts'
import type { Deps } from '../manifest.ts'
import { inScope, type Scope } from './scope.ts'

/** How many people there are, and how many of them have factors beyond the password. */
export interface PeopleFigures {
  readonly people: number
  readonly withSecondFactor: number
  readonly withPhishingResistant: number
}

/** The figures of one organization. */
export type OrganizationFigures = PeopleFigures & { readonly orgId: string; readonly name: string }

const list = (kinds: readonly string[]) => `'{${kinds.join(',')}}'`
const own = list(ownKinds)
const resistant = list(ownKinds.filter((kind) => factorKind(kind).phishingResistant))

const factors = (condition: string) => `
  select f.user_id, f.kind from user_factors f where f.instance_id = $1 and f.state = 'ready' and ${condition}
  union all
  select f.user_id, f.kind from user_webauthn f where f.instance_id = $1 and f.state = 'ready' and ${condition}`

type Condition = (alias: string) => string

const peopleSql = (table: 'user_counts' | 'instance_user_counts', condition: string) => `(
  select coalesce(sum(c.total), 0)::int from ${table} c
    where c.instance_id = $1 and c.kind = 'human' and ${condition}) as people`
const peopleOf = (condition: Condition) => peopleSql('user_counts', condition('c'))

/** Counts people with factors in one pass, each person once. */
const factorFigures = (condition: Condition) => `(
  select (count(*) filter (where g.own))::int as "withSecondFactor",
      (count(*) filter (where g.resistant))::int as "withPhishingResistant"
    from (select bool_or(f.kind = any(${own})) as own, bool_or(f.kind = any(${resistant})) as resistant
      from (${factors(condition('f'))}) f group by f.user_id) g)`

const scoped: Condition = (alias) => inScope(`${alias}.org_id`)
const totalSql = `select ${peopleOf(scoped)}, s.* from ${factorFigures(scoped)} s`
const instanceSql = `select ${peopleSql('instance_user_counts', "$2 = ''")}, s.* from ${factorFigures(scoped)} s`

const ofOrganization: Condition = (alias) => `${alias}.org_id = o.org_id`
const organizationsSql = `select o.org_id as "orgId", o.name, ${peopleOf(ofOrganization)}, s.*
  from (select * from organizations o where o.instance_id = $1 order by o.name_folded, o.org_id limit $2 offset $3) o
  cross join lateral ${factorFigures(ofOrganization)} s
 order by o.name_folded, o.org_id`

/** Counts the people of an instance or organization. A person who has set up a factor counts, whether or not a policy allows it. */
export async function countPeople(
  { database }: Pick<Deps, 'database'>,
  { instanceId, orgId }: Scope,
): Promise<PeopleFigures> {
  const [row] = await database.query<PeopleFigures>(orgId === '' ? instanceSql : totalSql, [
    instanceId,
    orgId,
  ])
  return row ?? { people: 0, withSecondFactor: 0, withPhishingResistant: 0 }
}

/** Counts the people of one page of the organizations of an instance, by name; `total` is the number of organizations. */
export async function countByOrganization(
  { database }: Pick<Deps, 'database'>,
  instanceId: string,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: readonly OrganizationFigures[] }> {
  const [[counted], rows] = await Promise.all([
    database.query<{ total: number }>(
      'select count(*)::int as total from organizations where instance_id = $1',
      [instanceId],
    ),
    database.query<OrganizationFigures>(organizationsSql, [instanceId, page.limit, page.offset]),
  ])
  return { total: counted?.total ?? 0, rows }
}
