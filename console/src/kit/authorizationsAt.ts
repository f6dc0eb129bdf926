import type { Authorization } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import type { useSender } from '../api/useCall.ts'
import { anywhere } from './authorization.ts'

/** Reads the authorizations that an organization gives a person on a project, right now. */
export async function authorizationsAt(
  send: ReturnType<typeof useSender>,
  of: { readonly userId: string; readonly projectId: string; readonly organizationId: string },
): Promise<readonly Authorization[]> {
  const filters = [
    { filter: { case: 'inUserIds' as const, value: { ids: [of.userId] } } },
    { filter: { case: 'projectId' as const, value: { id: of.projectId } } },
    { filter: { case: 'organizationId' as const, value: { id: of.organizationId } } },
  ]
  const { authorizations } = await send(AuthorizationService.method.listAuthorizations, { filters }, anywhere)
  return authorizations
}
