import type { GivenLookupParts } from '../../access/lookupParts.ts'

/** Finds the organization that a request names. */
export const organizationLookup: GivenLookupParts = {
  organization: {
    known: `(w.wanted_org = '' or exists (
      select 1 from organizations o where o.instance_id = i.instance_id and o.org_id = w.wanted_org))`,
    byId: 'select org_id from organizations where instance_id = $1 and org_id = $2',
    byDomain: 'select org_id from org_domains where instance_id = $1 and domain = $2 and is_verified',
  },
}
