import { type Call, writing } from '../../../access/call.ts'
import { type Level, levelRef } from '../../../access/level.ts'
import { assignableRoles } from '../../../access/roles.ts'
import type { Standing } from '../../../contract/details.ts'
import { decideOn, decideWith } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { UserId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { userFacet } from '../../users/index.ts'
import { addMember } from '../commands/addMember.ts'
import { type MembersState, memberOf, membersFacet } from '../state.ts'

/** Adds a member. A user who is removed at the same time does not become one. */
export async function writeNewMember(
  { log }: Deps,
  call: Call,
  level: Level,
  { userId, roles }: { readonly userId: UserId; readonly roles: readonly string[] },
): Promise<Standing> {
  const user = { type: 'user', id: userId }
  const stream = await decideWith(log, writing(call), levelRef(call, level), user, (stream, user) => {
    const userExists = user.state(userFacet).kind !== 'none'
    const input = { level, userId, userExists, roles, assignable: assignableRoles(level) }
    return addMember(stream.state(membersFacet), input)
  })
  return standingOf(stream, userId)
}

/** Decides on a member of a level. */
export async function writeMember(
  { log }: Deps,
  call: Call,
  level: Level,
  userId: UserId,
  decide: (state: MembersState) => Decision,
): Promise<Standing> {
  const stream = await decideOn(log, writing(call), levelRef(call, level), (stream) =>
    decide(stream.state(membersFacet)),
  )
  return standingOf(stream, userId)
}

/** The position of a member; of the instance or organization if the user is not a member. */
function standingOf(stream: Stream, userId: UserId): Standing {
  const { sequence, createdAt, changedAt, owner } = stream
  return { sequence, createdAt, changedAt, ...memberOf(stream.state(membersFacet), userId), owner }
}
