import { type AssurancePolicy, isAllowedKind } from '../../access/assurance.ts'
import { factorKind, ownKinds } from '../../access/factorKinds.ts'
import { policyRulesOf, policySql } from '../login-policies/index.ts'
import type { Deps } from '../manifest.ts'
import { inScope, type Scope } from './scope.ts'

/** How many people there are, and how many of them have factors beyond the password that their policy allows. */
export interface PeopleFigures {
  readonly people: number
  readonly withSecondFactor: number
  readonly withPhishingResistant: number
}

/** The figures of one organization. */
export type OrganizationFigures = PeopleFigures & { readonly orgId: string; readonly name: string }

/** People of one organization, or of any with the same policy, who have set up the same kinds. */
type Group = {
  readonly orgId: string
  /** A bit for each of `ownKinds`. */
  readonly kinds: number
  /** Null where the instance has no policy of its own either. */
  readonly policy: AssurancePolicy | null
  readonly people: number
}

const members = {
  forceMfa: 'force_mfa',
  forceMfaLocalOnly: 'force_mfa_local_only',
  secondFactors: 'second_factors',
  multiFactors: 'multi_factors',
  passwordlessAllowed: 'passwordless_allowed',
  recoveryCodes: 'recovery_codes',
} as const satisfies Record<keyof AssurancePolicy, string>
const policyJson = `case when p.owner is not null then jsonb_build_object(${Object.entries(members)
  .map(([member, column]) => `'${member}', p.${column}`)
  .join(', ')}) end`

const factorsOf = (table: 'user_factors' | 'user_webauthn', condition: string) => `
  select f.org_id, f.user_id, case f.kind ${ownKinds.map((kind, at) => `when '${kind}' then ${1 << at}`).join(' ')} end as kind
    from ${table} f where f.instance_id = $1 and f.state = 'ready' and ${condition}`

/** Counts people by the kinds that they have and their policy, which leaves few rows of any number of people. */
const groupsSql = (condition: string, orgId: "''" | 'h.org_id') => `
  with holders as (
    select f.org_id, bit_or(f.kind) as kinds
      from (${factorsOf('user_factors', condition)} union all ${factorsOf('user_webauthn', condition)}) f
     group by f.org_id, f.user_id),
  held as (select org_id, kinds, count(*) as people from holders where kinds is not null group by org_id, kinds),
  policies as (
    select o.org_id, ${policyJson} as policy
      from (select distinct org_id from held) o cross join (select $1::text as instance_id) i
      left join lateral (${policySql('o.org_id')}) p on true)
  select ${orgId} as "orgId", h.kinds, p.policy, sum(h.people)::int as people
    from held h join policies p on p.org_id = h.org_id
   group by 1, 2, 3`

const groupsOfScope = groupsSql(inScope('f.org_id'), "''")
const groupsByOrganization = groupsSql('f.org_id = any($2::text[])', 'h.org_id')

const peopleSql = (table: 'user_counts' | 'instance_user_counts', condition: string) =>
  `select coalesce(sum(c.total), 0)::int as people from ${table} c
    where c.instance_id = $1 and c.kind = 'human' and ${condition}`
const peopleOfInstance = peopleSql('instance_user_counts', "$2 = ''")
const peopleOfOrganization = peopleSql('user_counts', 'c.org_id = $2')
const organizationsSql = `
  select o.org_id as "orgId", o.name, (${peopleSql('user_counts', 'c.org_id = o.org_id')}) as people
    from organizations o where o.instance_id = $1
   order by o.name_folded, o.org_id limit $2 offset $3`

/**
 * Counts the people of an instance or organization. A factor counts where the evaluator of assurance would let the person use it under the
 * policy of their organization. The cost grows with the factors, not with the people.
 */
export async function countPeople(
  { database }: Pick<Deps, 'database'>,
  { instanceId, orgId }: Scope,
): Promise<PeopleFigures> {
  const values = [instanceId, orgId]
  const [[counted], groups] = await Promise.all([
    database.query<{ people: number }>(orgId === '' ? peopleOfInstance : peopleOfOrganization, values),
    database.query<Group>(groupsOfScope, values),
  ])
  return { people: counted?.people ?? 0, ...coverageOf(groups) }
}

/** Counts the people of one page of the organizations of an instance, by name; `total` is the number of organizations. */
export async function countByOrganization(
  { database }: Pick<Deps, 'database'>,
  instanceId: string,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly rows: readonly OrganizationFigures[] }> {
  const [[counted], organizations] = await Promise.all([
    database.query<{ total: number }>(
      'select count(*)::int as total from organizations where instance_id = $1',
      [instanceId],
    ),
    database.query<{ orgId: string; name: string; people: number }>(organizationsSql, [
      instanceId,
      page.limit,
      page.offset,
    ]),
  ])
  const groups = await database.query<Group>(groupsByOrganization, [
    instanceId,
    organizations.map(({ orgId }) => orgId),
  ])
  const rows = organizations.map((organization) => ({
    ...organization,
    ...coverageOf(groups.filter(({ orgId }) => orgId === organization.orgId)),
  }))
  return { total: counted?.total ?? 0, rows }
}

function coverageOf(groups: readonly Group[]): Omit<PeopleFigures, 'people'> {
  const usable = groups.map(({ kinds, policy, people }) => ({
    people,
    kinds: ownKinds.filter(
      (kind, at) => (kinds & (1 << at)) !== 0 && isAllowedKind(policy ?? policyRulesOf(null), kind),
    ),
  }))
  const sum = (counted: readonly { readonly people: number }[]) =>
    counted.reduce((total, { people }) => total + people, 0)
  return {
    withSecondFactor: sum(usable.filter(({ kinds }) => kinds.length > 0)),
    withPhishingResistant: sum(
      usable.filter(({ kinds }) => kinds.some((kind) => factorKind(kind).phishingResistant)),
    ),
  }
}
