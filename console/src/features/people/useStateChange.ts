import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { type User, UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { useSender } from '../../api/useCall.ts'
import type { BulkRun } from '../../kit/useBulk.ts'
import type { BulkAct } from './bulkActs.ts'

type Send = ReturnType<typeof useSender>
type Change = (send: Send, userId: string) => Promise<unknown>

const at = { orgId: '' }
const { method } = UserService
const deactivate: Change = (send, userId) => send(method.deactivateUser, { userId }, at)
const reactivate: Change = (send, userId) => send(method.reactivateUser, { userId }, at)
const lock: Change = (send, userId) => send(method.lockUser, { userId }, at)
const unlock: Change = (send, userId) => send(method.unlockUser, { userId }, at)
const remove: Change = (send, userId) => send(method.deleteUser, { userId }, at)

const changes: Readonly<Record<BulkAct, Change>> = { deactivate, reactivate, lock, unlock, remove }

/** The changes that bring back the state before an act; none can bring back who was deleted. */
const inverses: Readonly<Record<BulkAct, (before: UserState) => readonly Change[]>> = {
  deactivate: (before) => (before === UserState.LOCKED ? [reactivate, lock] : [reactivate]),
  reactivate: () => [deactivate],
  lock: () => [unlock],
  unlock: () => [lock],
  remove: () => [],
}

/** Changes the state of a user, or deletes the user. */
export function useStateChange(act: BulkAct): BulkRun<Pick<User, 'userId' | 'state'>> {
  const send = useSender()
  return async ({ userId, state }) => {
    await changes[act](send, userId)
    const inverse = inverses[act](state)
    if (inverse.length === 0) return undefined
    return async () => {
      for (const change of inverse) await change(send, userId)
    }
  }
}
