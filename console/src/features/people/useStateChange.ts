import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useSender } from '../../api/useCall.ts'
import type { BulkAct } from './bulkActs.ts'

type Send = ReturnType<typeof useSender>
type Named = { readonly userId: string }

const at = { orgId: '' }
const changes: Readonly<Record<BulkAct, (send: Send, user: Named) => Promise<unknown>>> = {
  deactivate: (send, user) => send(UserService.method.deactivateUser, user, at),
  reactivate: (send, user) => send(UserService.method.reactivateUser, user, at),
  unlock: (send, user) => send(UserService.method.unlockUser, user, at),
  remove: (send, user) => send(UserService.method.deleteUser, user, at),
}

/** Changes the state of a user, or deletes the user. */
export function useStateChange(act: BulkAct): (user: Named) => Promise<unknown> {
  const send = useSender()
  return ({ userId }) => changes[act](send, { userId })
}
