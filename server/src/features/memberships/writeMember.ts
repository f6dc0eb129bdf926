import type { Call } from '../../access/call.ts'
import { writing } from '../../access/call.ts'
import { assignableRoles } from '../../access/roles.ts'
import type { Standing } from '../../contract/details.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { Decision } from '../../kernel/facet.ts'
import { accept } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { userFacet } from '../users/index.ts'
import { addMember } from './commands/addMember.ts'
import { changeMember } from './commands/changeMember.ts'
import { removeMember } from './commands/removeMember.ts'
import type { MemberLevel } from './events.ts'
import { type MembersState, memberOf, membersFacet } from './state.ts'

/** The instance or organization whose members a call is about. */
export interface Aggregate {
  readonly level: MemberLevel
  readonly id: string
}

/** Adds a member; the user's stream is guarded, so that a user removed meanwhile gains nothing. */
export async function add(
  deps: Deps,
  call: Call,
  aggregate: Aggregate,
  userId: string,
  roles: readonly string[],
) {
  const { level } = aggregate
  const ref = { type: level, id: aggregate.id }
  const written = await deps.log.transact(writing(call), ref, async (tx) => {
    const [stream, user] = (await tx.loadAll([ref, { type: 'user', id: userId }])) as [Stream, Stream]
    const userExists = user.state(userFacet).kind !== 'none'
    const input = { level, userId, userExists, roles, assignable: assignableRoles(level) }
    await tx.append(stream, accept(addMember(stream.state(membersFacet), input)))
    tx.guard(user)
    return stream
  })
  return standingOf(written.result, userId)
}

/** Replaces the roles of a member. */
export function change(
  deps: Deps,
  call: Call,
  aggregate: Aggregate,
  userId: string,
  roles: readonly string[],
) {
  const { level } = aggregate
  const input = { level, userId, roles, assignable: assignableRoles(level) }
  return write(deps, call, aggregate, userId, (state) => changeMember(state, input))
}

/** Ends a membership. */
export function remove(deps: Deps, call: Call, aggregate: Aggregate, userId: string) {
  return write(deps, call, aggregate, userId, (state) =>
    removeMember(state, { level: aggregate.level, userId }),
  )
}

async function write(
  deps: Deps,
  call: Call,
  aggregate: Aggregate,
  userId: string,
  decide: (state: MembersState) => Decision,
): Promise<Standing> {
  const ref = { type: aggregate.level, id: aggregate.id }
  const written = await deps.log.transact(writing(call), ref, async (tx) => {
    const stream = await tx.load(ref)
    await tx.append(stream, accept(decide(stream.state(membersFacet))))
    return stream
  })
  return standingOf(written.result, userId)
}

/** Where a member stands; after its removal, where the aggregate stands. */
function standingOf(stream: Stream, userId: string): Standing {
  const { sequence, createdAt, changedAt, owner } = stream
  return { sequence, createdAt, changedAt, ...memberOf(stream.state(membersFacet), userId), owner }
}
