import type { MessageInitShape } from '@bufbuild/protobuf'
import type { UserGrantSchema as MyUserGrantSchema } from '@sallyport/contract/zitadel/auth_pb.js'
import {
  type AuthorizationSchema,
  State,
} from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import {
  type AuthorizationSchema as BetaAuthorizationSchema,
  State as BetaState,
} from '@sallyport/contract/zitadel/authorization/v2beta/authorization_pb.js'
import { Type, type UserGrantSchema, UserGrantState } from '@sallyport/contract/zitadel/user_pb.js'
import type { Call } from '../../../access/call.ts'
import { rowDetails, timestamp } from '../../../contract/details.ts'
import { avatarUrl } from '../../accounts/index.ts'
import type { AuthorizationRow } from '../queries.ts'

/** A row as `zitadel.authorization.v2beta.Authorization`. */
export function encodeBetaAuthorization(
  row: AuthorizationRow,
  call: Pick<Call, 'origin'>,
): MessageInitShape<typeof BetaAuthorizationSchema> {
  return {
    ...dated(row),
    projectId: row.project_id,
    projectName: row.project_name,
    projectOrganizationId: row.project_org_id,
    ...(row.grant_id !== null && { projectGrantId: row.grant_id, grantedOrganizationId: row.org_id }),
    organizationId: row.org_id,
    state: BetaState[stateName(row)],
    user: userOf(row, call),
    roles: roleKeys(row),
  }
}

/** A row as `zitadel.authorization.v2.Authorization`. */
export function encodeAuthorization(
  row: AuthorizationRow,
  call: Pick<Call, 'origin'>,
): MessageInitShape<typeof AuthorizationSchema> {
  return {
    ...dated(row),
    project: { id: row.project_id, name: row.project_name, organizationId: row.project_org_id },
    organization: { id: row.org_id, name: row.org_name },
    state: State[stateName(row)],
    user: userOf(row, call),
    roles: [...row.roles],
  }
}

function dated(row: AuthorizationRow) {
  return {
    id: row.authorization_id,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
  }
}

function userOf(row: AuthorizationRow, call: Pick<Call, 'origin'>) {
  return {
    id: row.user_id,
    preferredLoginName: row.login_name,
    displayName: row.display_name,
    avatarUrl: avatarOf(row, call),
    organizationId: row.user_org_id,
  }
}

/** The keys of the roles that an authorization gives. */
export function roleKeys({ roles }: AuthorizationRow): string[] {
  return roles.map(({ key }) => key)
}

/** A row as `zitadel.user.v1.UserGrant`. */
export function encodeUserGrant(
  row: AuthorizationRow,
  call: Pick<Call, 'origin'>,
): MessageInitShape<typeof UserGrantSchema> {
  return {
    ...common(row),
    id: row.authorization_id,
    state: UserGrantState[stateName(row)],
    userName: row.username,
    firstName: row.given_name,
    lastName: row.family_name,
    email: row.email,
    displayName: row.display_name,
    avatarUrl: avatarOf(row, call),
    preferredLoginName: row.login_name,
    ...(row.grant_id !== null && {
      grantedOrgId: row.org_id,
      grantedOrgName: row.org_name,
      grantedOrgDomain: row.org_domain,
    }),
  }
}

/** A row as `zitadel.auth.v1.UserGrant`. */
export function encodeMyUserGrant(row: AuthorizationRow): MessageInitShape<typeof MyUserGrantSchema> {
  return {
    ...common(row),
    grantId: row.authorization_id,
    roles: roleKeys(row),
    state: UserGrantState[stateName(row)],
  }
}

function common(row: AuthorizationRow) {
  return {
    details: rowDetails(row, row.org_id),
    roleKeys: roleKeys(row),
    userId: row.user_id,
    orgId: row.org_id,
    orgName: row.org_name,
    orgDomain: row.org_domain,
    projectId: row.project_id,
    projectName: row.project_name,
    projectGrantId: row.grant_id ?? '',
    userType: row.user_kind === 'human' ? Type.HUMAN : Type.MACHINE,
  }
}

function avatarOf(row: AuthorizationRow, { origin }: Pick<Call, 'origin'>): string {
  return avatarUrl(origin, { orgId: row.user_org_id, userId: row.user_id, key: row.avatar_key })
}

function stateName({ state }: AuthorizationRow) {
  return state === 'active' ? 'ACTIVE' : 'INACTIVE'
}
