import type { GivenLookupParts } from '../../access/lookupParts.ts'

/** The columns of a credential's user. */
export const userLookup: GivenLookupParts = {
  user: {
    table: 'users',
    column: 'user_id',
    columns: {
      user_id: 'u.user_id',
      org_id: 'u.org_id',
      user_kind: 'u.kind',
      status: 'u.status',
      locked_until: 'u.locked_until',
      org_active: `not exists (select 1 from organizations o
        where o.instance_id = i.instance_id and o.org_id = u.org_id and o.state = 'inactive')`,
    },
  },
}
