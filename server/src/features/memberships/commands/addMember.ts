import type { Decision } from '../../../kernel/facet.ts'
import type { UserId } from '../../../kernel/ids.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import type { MemberEvent } from '../events.ts'
import { eventsAt, type Place } from '../place.ts'
import { type MembersState, memberOf } from '../state.ts'
import { assignedRoles } from './roles.ts'

const aggregateMissing = refuse(
  'memberships.aggregate_missing',
  'failed_precondition',
  'the instance, organization, project or grant does not exist; create it first',
)
const userMissing = refuse(
  'memberships.user_missing',
  'failed_precondition',
  'this user does not exist; create it first',
)
const memberExists = refuse(
  'memberships.exists',
  'already_exists',
  'this user is already a member; update its roles',
)
/** The contract's status for this case alone (oidc-and-projects notes §6). */
const grantMemberExists = refuse(
  'memberships.grant_member_exists',
  'not_found',
  'this user is already a member of the project grant; update its roles',
)

/** Makes a user a member; `assignable` are the roles of this level (platform notes §4). */
export function addMember(
  state: MembersState,
  input: Place & {
    readonly userId: UserId
    readonly userExists: boolean
    readonly roles: readonly string[]
    readonly assignable: readonly string[]
  },
): Decision<MemberEvent> {
  const { userId } = input
  const roles = assignedRoles(input.roles, input.assignable)
  if (isRefusal(roles)) return roles
  if (state.kind === 'none') return aggregateMissing
  if (!input.userExists) return userMissing
  if (memberOf(state, userId)) return input.level === 'project_grant' ? grantMemberExists : memberExists
  return [eventsAt(input).added({ userId, roles })]
}
