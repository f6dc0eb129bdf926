import type { GivenLookupParts } from '../../access/lookupParts.ts'

/** Finds the instance of a request by id or by host. */
export const instanceLookup: GivenLookupParts = {
  instance: {
    from: `select * from instances i where i.instance_id =
      coalesce(nullif(w.named, ''), (select d.instance_id from instance_domains d where d.domain = w.host))`,
    columns: {
      instance_id: 'i.instance_id',
      name: 'i.name',
      default_org_id: 'i.default_org_id',
      default_language: 'i.default_language',
      primary_domain:
        '(select p.domain from instance_domains p where p.instance_id = i.instance_id and p.is_primary)',
      public_host_known: `(w.public_host = w.host
        or exists (select 1 from instance_domains p where p.instance_id = i.instance_id and p.domain = w.public_host)
        or exists (
          select 1 from instance_trusted_domains t where t.instance_id = i.instance_id and t.domain = w.public_host))`,
    },
  },
}
