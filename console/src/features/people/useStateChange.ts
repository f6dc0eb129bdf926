import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Details } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { type User, UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { useSender } from '../../api/useCall.ts'
import type { BulkRun } from '../../kit/useBulk.ts'
import type { BulkAct } from './bulkActs.ts'
import { texts } from './texts.ts'

type Send = ReturnType<typeof useSender>
type Change = (send: Send, userId: string) => Promise<{ readonly details?: Details }>

const at = { orgId: '' }
const { method } = UserService
const deactivate: Change = (send, userId) => send(method.deactivateUser, { userId }, at)
const reactivate: Change = (send, userId) => send(method.reactivateUser, { userId }, at)
const lock: Change = (send, userId) => send(method.lockUser, { userId }, at)
const unlock: Change = (send, userId) => send(method.unlockUser, { userId }, at)
const remove: Change = (send, userId) => send(method.deleteUser, { userId }, at)

const changes: Readonly<Record<BulkAct, Change>> = { deactivate, reactivate, lock, unlock, remove }

/** What takes an act back; nothing brings back who was deleted. */
const inverses: Readonly<Partial<Record<BulkAct, Change>>> = {
  deactivate: reactivate,
  reactivate: deactivate,
  lock: unlock,
  unlock: lock,
}

/** Acts on accounts of several states, whose inverse makes each of them active. The other acts are for accounts of one state. */
const isFromSeveral: ReadonlySet<BulkAct> = new Set(['deactivate', 'lock'])

/**
 * Changes the state of a user, or deletes the user. It is undone only if the inverse alone brings back the state right before, and if
 * nobody has changed the user since: a locked account that was deactivated would be active between two changes, so it stays deactivated.
 */
export function useStateChange(act: BulkAct): BulkRun<Pick<User, 'userId'>> {
  const send = useSender()
  const read = (userId: string) => send(method.getUserByID, { userId }, at)
  return async ({ userId }) => {
    const before = isFromSeveral.has(act) ? await read(userId) : undefined
    const changed = await changes[act](send, userId)
    const inverse = inverses[act]
    if (inverse === undefined) return undefined
    if (before && before.user?.state !== UserState.ACTIVE) return new Error(texts.bulk.wasNotActive)
    return async () => {
      const now = await read(userId)
      if (now.details?.sequence !== changed.details?.sequence) throw new Error(texts.bulk.changedSince)
      await inverse(send, userId)
    }
  }
}
