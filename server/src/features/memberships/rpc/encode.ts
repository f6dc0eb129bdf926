import type { MessageInitShape } from '@bufbuild/protobuf'
import type { MemberSchema } from '@sallyport/contract/zitadel/member_pb.js'
import { type MembershipSchema, Type } from '@sallyport/contract/zitadel/user_pb.js'
import { rowDetails } from '../../../contract/details.ts'
import type { InstanceId, UserId } from '../../../kernel/ids.ts'
import type { MemberRow, UserMembershipRow } from '../queries.ts'

/** A row as `zitadel.member.v1.Member`; `owner` is the instance or organization it belongs to, unless it is a project's. */
export function encodeMember(row: MemberRow, owner: string): MessageInitShape<typeof MemberSchema> {
  return {
    userId: row.user_id,
    details: rowDetails(row, row.project_org_id ?? owner),
    roles: [...row.roles],
    preferredLoginName: row.login_name,
    email: row.email,
    firstName: row.given_name,
    lastName: row.family_name,
    displayName: row.display_name,
    userType: row.kind === 'human' ? Type.HUMAN : Type.MACHINE,
    userResourceOwner: row.org_id,
  }
}

/** A row as `zitadel.user.v1.Membership`. */
export function encodeMembership(
  row: UserMembershipRow,
  userId: UserId,
  instanceId: InstanceId,
): MessageInitShape<typeof MembershipSchema> {
  return {
    userId,
    details: rowDetails(row, row.scope === 'instance' ? instanceId : row.org_id),
    roles: [...row.roles],
    displayName: row.display_name,
    type: membershipType(row),
  }
}

function membershipType(
  row: UserMembershipRow,
): NonNullable<MessageInitShape<typeof MembershipSchema>['type']> {
  switch (row.scope) {
    case 'instance':
      return { case: 'iam', value: true }
    case 'org':
      return { case: 'orgId', value: row.aggregate_id }
    case 'project':
      return { case: 'projectId', value: row.aggregate_id }
    case 'project_grant':
      return { case: 'projectGrantId', value: row.aggregate_id }
  }
}
