import type { Decision } from '../../../kernel/facet.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import type { MemberLevel } from '../events.ts'
import { type MembersState, memberOf } from '../state.ts'
import { assignedRoles } from './roles.ts'

const aggregateMissing = refuse(
  'memberships.aggregate_missing',
  'failed_precondition',
  'the organization or instance does not exist; create it first',
)
const userMissing = refuse('memberships.user_missing', 'failed_precondition', 'no such user; create it first')
const memberExists = refuse(
  'memberships.exists',
  'already_exists',
  'this user is a member already; update its roles instead',
)

/** Makes a user a member; `assignable` are the roles of this level (platform notes §4). */
export function addMember(
  state: MembersState,
  input: {
    readonly level: MemberLevel
    readonly userId: string
    readonly userExists: boolean
    readonly roles: readonly string[]
    readonly assignable: readonly string[]
  },
): Decision {
  const roles = assignedRoles(input.roles, input.assignable)
  if (isRefusal(roles)) return roles
  if (state.kind === 'none') return aggregateMissing
  if (!input.userExists) return userMissing
  if (memberOf(state, input.userId)) return memberExists
  return [memberAdded(input.level, input.userId, roles)]
}

/** The event that makes a user a member, for features that create an aggregate together with its first members. */
export function memberAdded(level: MemberLevel, userId: string, roles: readonly string[]) {
  return { type: `${level}.member.added`, payload: { userId, roles } }
}
