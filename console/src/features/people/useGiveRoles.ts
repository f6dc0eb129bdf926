import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useSender } from '../../api/useCall.ts'
import { anywhere } from '../../kit/authorization.ts'
import type { Target } from '../../kit/TargetPicker.tsx'

const { method } = AuthorizationService

/** Gives a user roles on a project, beside those that the user has there already. */
export function useGiveRoles(
  target: Target | null,
  roleKeys: readonly string[],
): (user: { readonly userId: string }) => Promise<unknown> {
  const send = useSender()
  return async ({ userId }) => {
    if (target === null) return
    const { projectId, orgId: organizationId } = target
    const { authorizations } = await send(
      method.listAuthorizations,
      {
        filters: [
          { filter: { case: 'inUserIds', value: { ids: [userId] } } },
          { filter: { case: 'projectId', value: { id: projectId } } },
          { filter: { case: 'organizationId', value: { id: organizationId } } },
        ],
      },
      anywhere,
    )
    const [known] = authorizations
    if (known === undefined) {
      const created = { userId, projectId, organizationId, roleKeys: [...roleKeys] }
      await send(method.createAuthorization, created, anywhere)
      return
    }
    const before = known.roles.map(({ key }) => key)
    const missing = roleKeys.filter((key) => !before.includes(key))
    if (missing.length > 0)
      await send(method.updateAuthorization, { id: known.id, roleKeys: [...before, ...missing] }, anywhere)
  }
}
