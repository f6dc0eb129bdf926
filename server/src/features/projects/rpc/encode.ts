import type { MessageInitShape } from '@bufbuild/protobuf'
import type {
  ProjectGrantSchema as ProjectGrantV2Schema,
  ProjectRoleSchema,
  ProjectSchema as ProjectV2Schema,
} from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import type {
  ProjectGrantSchema as BetaProjectGrantSchema,
  ProjectSchema as BetaProjectSchema,
} from '@zitadel/proto/zitadel/project/v2beta/query_pb.js'
import type { GrantedProjectSchema, ProjectSchema, RoleSchema } from '@zitadel/proto/zitadel/project_pb.js'
import { rowDetails, timestamp } from '../../../contract/details.ts'
import type { GrantRow } from '../grantQueries.ts'
import type { ProjectRow, RoleRow } from '../queries.ts'
import { privateLabelings } from './decode.ts'

/** A row as `zitadel.project.v1.Project`. */
export function encodeProject(row: ProjectRow): MessageInitShape<typeof ProjectSchema> {
  return {
    id: row.project_id,
    details: rowDetails(row, row.org_id),
    name: row.name,
    state: encodeState(row.state),
    projectRoleAssertion: row.role_assertion,
    projectRoleCheck: row.authorization_required,
    hasProjectCheck: row.access_required,
    privateLabelingSetting: privateLabelings.indexOf(row.private_labeling),
  }
}

/** A row as `zitadel.project.v2.Project`. */
export function encodeProjectV2(row: ProjectRow): MessageInitShape<typeof ProjectV2Schema> {
  return { projectId: row.project_id, ...projectMembers(row) }
}

/** A row as `zitadel.project.v2beta.Project`. */
export function encodeBetaProject(row: ProjectRow): MessageInitShape<typeof BetaProjectSchema> {
  return { id: row.project_id, ...projectMembers(row) }
}

function projectMembers(row: ProjectRow) {
  return {
    organizationId: row.org_id,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    name: row.name,
    state: encodeState(row.state),
    projectRoleAssertion: row.role_assertion,
    authorizationRequired: row.authorization_required,
    projectAccessRequired: row.access_required,
    privateLabelingSetting: privateLabelings.indexOf(row.private_labeling),
    ...(row.granted_org_id !== null && {
      grantedOrganizationId: row.granted_org_id,
      grantedOrganizationName: row.granted_org_name ?? '',
      grantedState: encodeState(row.grant_state),
    }),
  }
}

/** A row as `zitadel.project.v1.Role`. */
export function encodeRole(row: RoleRow): MessageInitShape<typeof RoleSchema> {
  const { role_key: key, display_name: displayName, role_group: group } = row
  return { key, displayName, group, details: rowDetails(row, row.org_id) }
}

/** A row as `zitadel.project.v2.ProjectRole`. */
export function encodeRoleV2(row: RoleRow): MessageInitShape<typeof ProjectRoleSchema> {
  const { project_id: projectId, role_key: key, display_name: displayName, role_group: group } = row
  return {
    projectId,
    key,
    displayName,
    group,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
  }
}

/** A row as `zitadel.project.v1.GrantedProject`. */
export function encodeGrant(row: GrantRow): MessageInitShape<typeof GrantedProjectSchema> {
  return {
    grantId: row.grant_id,
    grantedOrgId: row.granted_org_id,
    grantedOrgName: row.granted_org_name,
    grantedRoleKeys: [...row.role_keys],
    state: encodeState(row.state),
    projectId: row.project_id,
    projectName: row.project_name,
    projectOwnerId: row.org_id,
    projectOwnerName: row.org_name,
    details: rowDetails(row, row.org_id),
  }
}

/** A row as `zitadel.project.v2.ProjectGrant`. */
export function encodeGrantV2(row: GrantRow): MessageInitShape<typeof ProjectGrantV2Schema> {
  return grantMembers(row)
}

/** A row as `zitadel.project.v2beta.ProjectGrant`. */
export function encodeBetaGrant(row: GrantRow): MessageInitShape<typeof BetaProjectGrantSchema> {
  return grantMembers(row)
}

function grantMembers(row: GrantRow) {
  return {
    organizationId: row.org_id,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    grantedOrganizationId: row.granted_org_id,
    grantedOrganizationName: row.granted_org_name,
    grantedRoleKeys: [...row.role_keys],
    projectId: row.project_id,
    projectName: row.project_name,
    state: encodeState(row.state),
  }
}

/** Encodes a state: 1 active, 2 inactive, of projects and grants in every generation. */
function encodeState(state: 'active' | 'inactive' | null): number {
  return state === 'inactive' ? 2 : 1
}
