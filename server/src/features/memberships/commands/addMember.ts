import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { UserId } from '../../../kernel/ids.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { type MemberEvent, memberEvents } from '../events.ts'
import { type MembersState, memberOf } from '../state.ts'
import { assignedRoles } from './roles.ts'

const aggregateMissing = refuse(
  'memberships.aggregate_missing',
  'failed_precondition',
  'the organization or instance does not exist; create it first',
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

/** Makes a user a member; `assignable` are the roles of this level (platform notes §4). */
export function addMember(
  state: MembersState,
  input: {
    readonly level: Level
    readonly userId: UserId
    readonly userExists: boolean
    readonly roles: readonly string[]
    readonly assignable: readonly string[]
  },
): Decision<MemberEvent> {
  const { level, userId } = input
  const roles = assignedRoles(input.roles, input.assignable)
  if (isRefusal(roles)) return roles
  if (state.kind === 'none') return aggregateMissing
  if (!input.userExists) return userMissing
  if (memberOf(state, userId)) return memberExists
  return [memberEvents[level].added({ userId, roles })]
}
