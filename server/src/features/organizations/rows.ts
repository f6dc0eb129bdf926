import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { OrgDomainsState } from './domainState.ts'
import type { OrgMetadataState } from './metadataState.ts'
import type { OrgState } from './state.ts'

/** The row of `organizations`; none for a removed one. */
export function orgRows(org: OrgState, stream: StreamOrigin): IndexRows {
  if (org.kind === 'none') return {}
  return {
    organizations: [
      {
        instance_id: stream.instanceId,
        org_id: stream.id,
        name: org.name,
        state: org.status,
        primary_domain: org.primaryDomain,
        created_at: org.createdAt,
        changed_at: org.changedAt,
        sequence: org.sequence,
      },
    ],
  }
}

/** One row of `org_domains` per domain. */
export function domainRows(domains: OrgDomainsState, stream: StreamOrigin): IndexRows {
  return {
    org_domains: Object.entries(domains).map(([name, domain]) => ({
      instance_id: stream.instanceId,
      org_id: stream.id,
      domain: name,
      is_verified: domain.proof.kind === 'verified',
      is_primary: domain.primary,
      validation_type: domain.proof.kind === 'none' ? null : domain.proof.validationType,
      created_at: domain.createdAt,
      changed_at: domain.changedAt,
      sequence: domain.sequence,
    })),
  }
}

/** One row of `org_metadata` per entry. */
export function metadataRows(metadata: OrgMetadataState, stream: StreamOrigin): IndexRows {
  return {
    org_metadata: Object.entries(metadata).map(([key, entry]) => ({
      instance_id: stream.instanceId,
      org_id: stream.id,
      key,
      value: `\\x${Buffer.from(entry.value, 'base64').toString('hex')}`,
      created_at: entry.createdAt,
      changed_at: entry.changedAt,
      sequence: entry.sequence,
    })),
  }
}
