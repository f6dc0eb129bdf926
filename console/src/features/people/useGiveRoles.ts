import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useSender } from '../../api/useCall.ts'
import { anywhere } from '../../kit/authorization.ts'
import type { Target } from '../../kit/TargetPicker.tsx'
import type { BulkRun } from '../../kit/useBulk.ts'
import { texts } from './texts.ts'

const { method } = AuthorizationService

/** Gives a user roles on a project, beside those that the user has there already. Undone, the user has the roles of before. */
export function useGiveRoles(
  target: Target | null,
  roleKeys: readonly string[],
): BulkRun<{ readonly userId: string }> {
  const send = useSender()
  return async ({ userId }) => {
    if (target === null) return undefined
    const { projectId, orgId: organizationId } = target
    const read = async () => {
      const filters = [
        { filter: { case: 'inUserIds' as const, value: { ids: [userId] } } },
        { filter: { case: 'projectId' as const, value: { id: projectId } } },
        { filter: { case: 'organizationId' as const, value: { id: organizationId } } },
      ]
      const { authorizations } = await send(method.listAuthorizations, { filters }, anywhere)
      const [known] = authorizations
      return known && { id: known.id, keys: known.roles.map(({ key }) => key) }
    }
    /** Refuses to take back what somebody has changed since. */
    const requireUnchanged = async (id: string, keys: readonly string[]) => {
      const now = await read()
      if (now?.id !== id || !isSame(now.keys, keys)) throw new Error(texts.bulk.roles.changedSince)
    }
    const known = await read()
    if (known === undefined) {
      const created = { userId, projectId, organizationId, roleKeys: [...roleKeys] }
      const { id } = await send(method.createAuthorization, created, anywhere)
      return async () => {
        await requireUnchanged(id, roleKeys)
        await send(method.deleteAuthorization, { id }, anywhere)
      }
    }
    const { id, keys: before } = known
    const after = [...new Set([...before, ...roleKeys])]
    if (after.length === before.length) return undefined
    await send(method.updateAuthorization, { id, roleKeys: after }, anywhere)
    return async () => {
      await requireUnchanged(id, after)
      await send(method.updateAuthorization, { id, roleKeys: before }, anywhere)
    }
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((key) => others.includes(key))
}
