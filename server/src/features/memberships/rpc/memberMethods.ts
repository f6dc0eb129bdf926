import type { Call } from '../../../access/call.ts'
import { type Level, levelRef } from '../../../access/level.ts'
import { assignableRoles } from '../../../access/roles.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { changeMember } from '../commands/changeMember.ts'
import { removeMember } from '../commands/removeMember.ts'
import { listMembers, type MemberQuery } from '../queries.ts'
import { writeMember, writeNewMember } from '../writes/writeMember.ts'
import { encodeMember } from './encode.ts'

interface MembersRequest {
  readonly query?: Parameters<typeof listQueryPage>[0]
  readonly queries: readonly MemberQuery[]
  readonly sortingColumn?: number
}

interface MemberRequest {
  readonly userId: string
}

interface RolesRequest extends MemberRequest {
  readonly roles: readonly string[]
}

/** The member methods that AdminService (instance) and ManagementService (organization) have under their own names. */
export function memberMethods(deps: Deps, level: Level) {
  return {
    list(request: MembersRequest, call: Call) {
      const { id } = levelRef(call, level)
      return memberList(deps, call, { instanceId: call.instance.id, level, id }, request)
    },
    async add(request: RolesRequest, call: Call) {
      const member = { userId: userId(request.userId), roles: request.roles }
      return { details: addedV1(await writeNewMember(deps, call, level, member)) }
    },
    async update({ roles, ...request }: RolesRequest, call: Call) {
      const id = userId(request.userId)
      const input = { level, userId: id, roles, assignable: assignableRoles(level) }
      const written = await writeMember(deps, call, level, id, (state) => changeMember(state, input))
      return { details: changedV1(written) }
    },
    async remove(request: MemberRequest, call: Call) {
      const id = userId(request.userId)
      const written = await writeMember(deps, call, level, id, (state) =>
        removeMember(state, { level, userId: id }),
      )
      return { details: changedV1(written) }
    },
  }
}

/** Lists the members of an instance or organization. */
export async function memberList(
  { database }: Deps,
  { now }: Call,
  owner: Parameters<typeof listMembers>[1],
  request: MembersRequest,
) {
  const { rows, total } = await listMembers(database, owner, {
    ...request,
    page: listQueryPage(request.query),
  })
  return { details: listDetailsV1(total, now), result: rows.map((row) => encodeMember(row, owner.id)) }
}
