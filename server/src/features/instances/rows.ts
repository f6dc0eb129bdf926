import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { InstanceDomainsState, InstanceState } from './state.ts'

/** One row of `instances` per instance. */
export function instanceRows(instance: InstanceState, stream: StreamOrigin): IndexRows {
  if (instance.kind === 'none') return {}
  return {
    instances: [
      {
        instance_id: stream.instanceId,
        name: instance.name,
        state: 'running',
        default_org_id: instance.defaultOrgId,
        default_language: instance.defaultLanguage,
        created_at: instance.createdAt,
        changed_at: instance.changedAt,
        sequence: instance.sequence,
      },
    ],
  }
}

/** One row of `instance_domains` or `instance_trusted_domains` per host. */
export function instanceDomainRows(state: InstanceDomainsState, stream: StreamOrigin): IndexRows {
  return {
    instance_domains: Object.entries(state.domains).map(([name, domain]) => ({
      instance_id: stream.instanceId,
      domain: name,
      is_primary: domain.primary,
      is_generated: domain.generated,
      created_at: domain.createdAt,
      sequence: domain.sequence,
    })),
    instance_trusted_domains: Object.entries(state.trusted).map(([name, trusted]) => ({
      instance_id: stream.instanceId,
      domain: name,
      created_at: trusted.createdAt,
      sequence: trusted.sequence,
    })),
  }
}
