import type { MessageInitShape } from '@bufbuild/protobuf'
import type { MetadataSchema as BetaMetadataSchema } from '@zitadel/proto/zitadel/metadata/v2beta/metadata_pb.js'
import type { MetadataSchema } from '@zitadel/proto/zitadel/metadata_pb.js'
import type { OrganizationSchema } from '@zitadel/proto/zitadel/org/v2/org_pb.js'
import { OrganizationState } from '@zitadel/proto/zitadel/org/v2/org_pb.js'
import {
  type DomainSchema as BetaDomainSchema,
  DomainValidationType as BetaDomainValidationType,
  type OrganizationSchema as BetaOrganizationSchema,
  OrgState as BetaOrgState,
} from '@zitadel/proto/zitadel/org/v2beta/org_pb.js'
import {
  type DomainSchema,
  DomainValidationType,
  type OrgSchema,
  OrgState,
} from '@zitadel/proto/zitadel/org_pb.js'
import { readDetails, timestamp } from '../../../contract/details.ts'
import type { PreparedHuman } from '../../accounts/index.ts'
import type { ValidationType } from '../events.ts'
import type { DomainRow, MetadataRow, OrgRow } from '../queries.ts'

/** A row as `zitadel.org.v1.Org`. */
export function encodeOrg(row: OrgRow): MessageInitShape<typeof OrgSchema> {
  const state = row.state === 'active' ? OrgState.ACTIVE : OrgState.INACTIVE
  return {
    id: row.org_id,
    details: details(row, row.org_id),
    state,
    name: row.name,
    primaryDomain: row.primary_domain,
  }
}

/** A row as `zitadel.org.v2.Organization`. */
export function encodeOrganization(row: OrgRow): MessageInitShape<typeof OrganizationSchema> {
  const state = row.state === 'active' ? OrganizationState.ACTIVE : OrganizationState.INACTIVE
  return {
    id: row.org_id,
    details: details(row, row.org_id),
    state,
    name: row.name,
    primaryDomain: row.primary_domain,
  }
}

/** A row as `zitadel.org.v2beta.Organization`. */
export function encodeBetaOrganization(row: OrgRow): MessageInitShape<typeof BetaOrganizationSchema> {
  return {
    id: row.org_id,
    creationDate: timestamp(row.created_at),
    changedDate: timestamp(row.changed_at),
    state: row.state === 'active' ? BetaOrgState.ACTIVE : BetaOrgState.INACTIVE,
    name: row.name,
    primaryDomain: row.primary_domain,
  }
}

/** A row as `zitadel.org.v1.Domain`. */
export function encodeDomain(row: DomainRow, orgId: string): MessageInitShape<typeof DomainSchema> {
  return {
    orgId,
    details: details(row, orgId),
    domainName: row.domain,
    isVerified: row.is_verified,
    isPrimary: row.is_primary,
    validationType: DomainValidationType[validationName(row)],
  }
}

/** A row as `zitadel.org.v2beta.Domain`. */
export function encodeBetaDomain(
  row: DomainRow,
  organizationId: string,
): MessageInitShape<typeof BetaDomainSchema> {
  return {
    organizationId,
    domainName: row.domain,
    isVerified: row.is_verified,
    isPrimary: row.is_primary,
    validationType: BetaDomainValidationType[validationName(row)],
  }
}

/** A row as `zitadel.metadata.v1.Metadata`. */
export function encodeMetadata(row: MetadataRow, orgId: string): MessageInitShape<typeof MetadataSchema> {
  return { details: details(row, orgId), key: row.key, value: new Uint8Array(row.value) }
}

/** A row as `zitadel.metadata.v2beta.Metadata`. */
export function encodeBetaMetadata(row: MetadataRow): MessageInitShape<typeof BetaMetadataSchema> {
  return {
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    key: row.key,
    value: new Uint8Array(row.value),
  }
}

/** A person created with an organization, and the codes that were asked for. */
export function encodeCreatedAdmin({ userId, emailCode, phoneCode }: PreparedHuman) {
  return { userId, ...(emailCode && { emailCode }), ...(phoneCode && { phoneCode }) }
}

/** The contract's `DomainValidationType` as our word; undefined when unspecified. */
export function decodeValidationType(
  type: DomainValidationType | BetaDomainValidationType,
): ValidationType | undefined {
  if (type === DomainValidationType.HTTP) return 'http'
  return type === DomainValidationType.DNS ? 'dns' : undefined
}

function validationName(row: DomainRow): 'HTTP' | 'DNS' | 'UNSPECIFIED' {
  if (row.validation_type === 'http') return 'HTTP'
  return row.validation_type === 'dns' ? 'DNS' : 'UNSPECIFIED'
}

function details(
  row: { readonly sequence: string; readonly created_at: string; readonly changed_at: string },
  owner: string,
) {
  return readDetails({
    sequence: Number(row.sequence),
    createdAt: row.created_at,
    changedAt: row.changed_at,
    owner,
  })
}
