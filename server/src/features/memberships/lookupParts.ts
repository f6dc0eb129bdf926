import type { GivenLookupParts } from '../../access/lookupParts.ts'

/** Reads the caller's memberships. */
export const membershipLookup: GivenLookupParts = {
  memberships: `(select json_agg(
      json_build_object('scope', m.scope, 'aggregateId', m.aggregate_id, 'orgId', m.org_id, 'roles', m.roles)
      order by m.scope, m.aggregate_id)
    from memberships m where m.instance_id = i.instance_id and m.user_id = u.user_id)`,
}
