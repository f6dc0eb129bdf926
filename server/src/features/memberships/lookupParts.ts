import type { GivenLookupParts } from '../../access/lookupParts.ts'

/** Renders a row `m` of memberships as JSON, with the owner of the project for those on a grant. */
export const membershipJson = `json_build_object(
      'scope', m.scope, 'aggregateId', m.aggregate_id, 'orgId', m.org_id, 'roles', m.roles, 'ownerOrgId',
      case when m.scope = 'project_grant' then (select g.org_id from project_grants g
        where g.instance_id = m.instance_id and g.grant_id = m.aggregate_id limit 1) end)`

/** SQL of the memberships of the user `u` of the instance `i` as JSON; null without one. */
export const membershipsSql = `(select json_agg(${membershipJson} order by m.scope, m.aggregate_id)
    from memberships m where m.instance_id = i.instance_id and m.user_id = u.user_id)`

/** Reads the caller's memberships. */
export const membershipLookup: GivenLookupParts = { memberships: membershipsSql }
