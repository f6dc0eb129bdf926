import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useCall } from '../../api/useCall.ts'

/** Reads the selected users. */
export function useSelectedUsers(ids: readonly string[]) {
  return useCall(
    UserService.method.listUsers,
    {
      query: { limit: ids.length },
      queries: [{ query: { case: 'inUserIdsQuery', value: { userIds: [...ids] } } }],
    },
    { orgId: '' },
  )
}
