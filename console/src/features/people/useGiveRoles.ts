import { equals } from '@bufbuild/protobuf'
import { type Timestamp, TimestampSchema } from '@bufbuild/protobuf/wkt'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useSender } from '../../api/useCall.ts'
import { anywhere } from '../../kit/authorization.ts'
import { authorizationsAt } from '../../kit/authorizationsAt.ts'
import type { Target } from '../../kit/TargetPicker.tsx'
import type { BulkRun } from '../../kit/useBulk.ts'
import { texts } from './texts.ts'

const { method } = AuthorizationService

/**
 * Gives a user roles on a project, beside those that the user has there already. Undone, the user has the roles of before, unless somebody
 * has changed them since.
 */
export function useGiveRoles(
  target: Target | null,
  roleKeys: readonly string[],
): BulkRun<{ readonly userId: string }> {
  const send = useSender()
  return async ({ userId }) => {
    if (target === null) return undefined
    const place = { userId, projectId: target.projectId, organizationId: target.orgId }
    const [known] = await authorizationsAt(send, place)
    /** Refuses to take back what somebody has changed since. */
    const requireUnchanged = async (id: string, at: Timestamp | undefined) => {
      const now = (await authorizationsAt(send, place)).find((one) => one.id === id)
      if (!now?.changeDate || !at || !equals(TimestampSchema, now.changeDate, at))
        throw new Error(texts.bulk.roles.changedSince)
    }
    if (known === undefined) {
      const created = { ...place, roleKeys: [...roleKeys] }
      const { id, creationDate } = await send(method.createAuthorization, created, anywhere)
      return async () => {
        await requireUnchanged(id, creationDate)
        await send(method.deleteAuthorization, { id }, anywhere)
      }
    }
    const { id } = known
    const before = known.roles.map(({ key }) => key)
    const after = [...new Set([...before, ...roleKeys])]
    if (after.length === before.length) return undefined
    const { changeDate } = await send(method.updateAuthorization, { id, roleKeys: after }, anywhere)
    return async () => {
      await requireUnchanged(id, changeDate)
      await send(method.updateAuthorization, { id, roleKeys: before }, anywhere)
    }
  }
}
