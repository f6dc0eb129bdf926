import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useQueryClient } from '@tanstack/react-query'
import type { User } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { useState } from 'react'
import { useSender } from '../../api/useCall.ts'
import type { BulkAct } from './bulkActs.ts'
import { type Outcome, runEach } from './runEach.ts'

type Send = ReturnType<typeof useSender>

const at = { orgId: '' }
const acts: Readonly<Record<BulkAct, (send: Send, user: { readonly userId: string }) => Promise<unknown>>> = {
  deactivate: (send, user) => send(UserService.method.deactivateUser, user, at),
  reactivate: (send, user) => send(UserService.method.reactivateUser, user, at),
  unlock: (send, user) => send(UserService.method.unlockUser, user, at),
  remove: (send, user) => send(UserService.method.deleteUser, user, at),
}

type Failed = Extract<Outcome<User>, { readonly done: false }>

/** An act on several users, as far as it has come. */
export interface Bulk {
  readonly state: 'asking' | 'running' | 'done'
  readonly total: number
  /** How many users have had their turn. */
  readonly tried: number
  /** Those for whom it failed; undefined until all had their turn. */
  readonly failed: readonly Failed[] | undefined
  run(users: readonly User[]): Promise<void>
}

/** Runs an act on users one by one; the list is read again once, at the end. */
export function useBulk(act: BulkAct): Bulk {
  const send = useSender()
  const client = useQueryClient()
  const [total, setTotal] = useState(0)
  const [tried, setTried] = useState(0)
  const [failed, setFailed] = useState<readonly Failed[]>()
  return {
    state: failed ? 'done' : total > 0 ? 'running' : 'asking',
    total,
    tried,
    failed,
    async run(users) {
      setTotal(users.length)
      const outcomes = await runEach(users, ({ userId }) => acts[act](send, { userId }), {
        onOutcome: () => setTried((count) => count + 1),
      })
      await client.invalidateQueries()
      setFailed(outcomes.filter((outcome) => !outcome.done))
    },
  }
}
