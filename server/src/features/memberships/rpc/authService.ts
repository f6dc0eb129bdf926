import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { missingPermission } from '../../../access/permission.ts'
import type { Principal } from '../../../access/principal.ts'
import { rolePermissions } from '../../../access/roles.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { listMembershipsOf } from '../queries.ts'
import { encodeMembership } from './encode.ts'

/** The caller's own memberships and permissions. */
export const authService = (deps: Deps) =>
  implement<typeof AuthService, Call>(AuthService, {
    async listMyMemberships(request, call) {
      const id = call.principal.kind === 'user' ? call.principal.userId : userId('')
      const { rows, total } = await listMembershipsOf(
        deps.database,
        { instanceId: call.instance.id, userId: id },
        { queries: request.queries, page: listQueryPage(request.query) },
      )
      const result = rows.map((row) => encodeMembership(row, id, call.instance.id))
      return { details: listDetailsV1(total, call.now), result }
    },

    async listMyZitadelPermissions(_, call) {
      return { result: permissionsIn(call) }
    },
  })

/** Every permission that the caller has in its organization context, sorted; one on a single project ends in the project's id. */
function permissionsIn(call: Call): string[] {
  const reach = { instanceId: call.instance.id, orgId: call.orgId }
  const held = new Set(rolesOf(call.principal).flatMap((role) => [...(rolePermissions.get(role) ?? [])]))
  const everywhere = [...held].filter(
    (permission) => missingPermission(call.principal, permission, reach) === undefined,
  )
  return [...everywhere, ...permissionsOnResources(call, new Set(everywhere))].sort()
}

function permissionsOnResources({ principal, orgId }: Call, everywhere: ReadonlySet<string>): string[] {
  if (principal.kind === 'anonymous') return []
  const bound = principal.memberships.filter((one) => one.scope.startsWith('project') && one.orgId === orgId)
  const named = bound.flatMap(({ roles, aggregateId }) =>
    roles
      .flatMap((role) => [...(rolePermissions.get(role) ?? [])])
      .filter((permission) => !everywhere.has(permission))
      .map((permission) => `${permission}:${aggregateId}`),
  )
  return [...new Set(named)]
}

function rolesOf(principal: Principal): readonly string[] {
  return principal.kind === 'anonymous' ? [] : principal.memberships.flatMap(({ roles }) => roles)
}
