import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  type DomainSchema as DomainV2Schema,
  DomainValidationType as DomainV2ValidationType,
  type OrganizationSchema,
  OrganizationState,
} from '@sallyport/contract/zitadel/org/v2/org_pb.js'
import type { MetadataSchema as BetaMetadataSchema } from '@zitadel/proto/zitadel/metadata/v2beta/metadata_pb.js'
import type { MetadataSchema } from '@zitadel/proto/zitadel/metadata_pb.js'
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
import { rowDetails, timestamp } from '../../../contract/details.ts'
import type { OrgId } from '../../../kernel/ids.ts'
import type { PreparedHuman } from '../../accounts/index.ts'
import type { DomainRow, MetadataRow, OrgRow } from '../queries.ts'
import type { NewAdmin } from '../writes/createOrganization.ts'

/** A row as `zitadel.org.v1.Org`. */
export function encodeOrg(row: OrgRow): MessageInitShape<typeof OrgSchema> {
  return { ...names(row), details: rowDetails(row, row.org_id), state: OrgState[stateName(row)] }
}

/** A row as `zitadel.org.v2.Organization`. */
export function encodeOrganization(row: OrgRow): MessageInitShape<typeof OrganizationSchema> {
  return { ...names(row), details: rowDetails(row, row.org_id), state: OrganizationState[stateName(row)] }
}

/** A row as `zitadel.org.v2beta.Organization`. */
export function encodeBetaOrganization(row: OrgRow): MessageInitShape<typeof BetaOrganizationSchema> {
  return {
    ...names(row),
    creationDate: timestamp(row.created_at),
    changedDate: timestamp(row.changed_at),
    state: BetaOrgState[stateName(row)],
  }
}

function names({ org_id: id, name, primary_domain: primaryDomain }: OrgRow) {
  return { id, name, primaryDomain }
}

function stateName({ state }: OrgRow) {
  return state === 'active' ? 'ACTIVE' : 'INACTIVE'
}

/** A row as `zitadel.org.v1.Domain`. */
export function encodeDomain(row: DomainRow, orgId: OrgId): MessageInitShape<typeof DomainSchema> {
  return {
    orgId,
    details: rowDetails(row, orgId),
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
    ...ownedDomain(row, organizationId),
    domainName: row.domain,
    validationType: BetaDomainValidationType[validationName(row)],
  }
}

/** A row as `zitadel.org.v2.Domain`. */
export function encodeDomainV2(
  row: DomainRow,
  organizationId: string,
): MessageInitShape<typeof DomainV2Schema> {
  return {
    ...ownedDomain(row, organizationId),
    domain: row.domain,
    validationType: DomainV2ValidationType[validationName(row)],
  }
}

function ownedDomain(row: DomainRow, organizationId: string) {
  return { organizationId, isVerified: row.is_verified, isPrimary: row.is_primary }
}

/** A row as `zitadel.metadata.v1.Metadata`. */
export function encodeMetadata(row: MetadataRow, orgId: OrgId): MessageInitShape<typeof MetadataSchema> {
  return { details: rowDetails(row, orgId), key: row.key, value: new Uint8Array(row.value) }
}

/** A row as `Metadata` of `zitadel.metadata.v2beta` and `zitadel.metadata.v2`, which have the same fields. */
export function encodeMetadataOf(row: MetadataRow) {
  const metadata = {
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    key: row.key,
    value: new Uint8Array(row.value),
  }
  return metadata satisfies MessageInitShape<typeof BetaMetadataSchema>
}

/** An administrator created with an organization, and the codes that the request wants returned. */
export function encodeCreatedAdmin({ userId, emailCode, phoneCode }: PreparedHuman) {
  return { userId, ...(emailCode && { emailCode }), ...(phoneCode && { phoneCode }) }
}

/** An administrator as the oneof of `zitadel.org.v2beta.OrganizationAdmin`. */
export function encodeBetaAdmin(admin: NewAdmin<PreparedHuman>) {
  return admin.kind === 'new'
    ? { case: 'createdAdmin' as const, value: encodeCreatedAdmin(admin.user) }
    : { case: 'assignedAdmin' as const, value: { userId: admin.userId } }
}

function validationName(row: DomainRow): 'HTTP' | 'DNS' | 'UNSPECIFIED' {
  if (row.validation_type === 'http') return 'HTTP'
  return row.validation_type === 'dns' ? 'DNS' : 'UNSPECIFIED'
}
